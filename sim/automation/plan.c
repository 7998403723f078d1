/* Phase decide: one speed from named constraints. Each constraint says what it asks of the next step; the strictest binds and is
 * the cause. Sideways the cart keeps to its lane's middle, swings into its berth over the last metres, and pulls out when the gap
 * lets it. */
#include "automation.h"
#include "emit.h"

static const double SWING_FROM = 16.0;        /* m before its berth it begins to swing in, and ... */
static const double SWING_TO = 3.0;           /* ... where it has done so; at 0.33 m sideways a metre that is 2.8 m and more */
static const double OFF_LANE = 0.4;           /* m from the lane's middle: beside the traffic */
static const double PULLING_OUT = 0.5;        /* m/s: faster, it has begun and goes on */
static const double PULL_OUT_BRAKING = 2.0;   /* m/s2 it may ask of those behind when it pulls out */
static const double STANDING = 0.3;           /* m/s: a leader slower than that stands */
static const double LINE_SLACK = 0.15;        /* m it may overrun its mark or a line before it brakes harder than in comfort */
static const double LAST_GAP = 0.3;           /* m behind a leader, never less */
static const double CREEP = 0.05;             /* m/s: the cart itself stands */
static const double STUCK_AFTER = 20.0;       /* s a leader stands before the cart may pass it */
static const double LANE_CHOICE_PERIOD = 0.5; /* s */

/* The operating limits: highest speed in rain, and where it stops (assumed). */
static const double LIGHT_RAIN = 5.0, HEAVY_RAIN = 30.0, TOO_MUCH_RAIN = 60.0;   /* mm/h */
static const double LIGHT_RAIN_SPEED = 15.0 / 3.6, HEAVY_RAIN_SPEED = 8.0 / 3.6; /* m/s */
static const double LEAST_SIGHT = 10.0;                                          /* m */

/* One cart's plan for one step. */
typedef struct plan {
  const soi_world *world;
  soi_cart_id cart;
  soi_vehicle_id row;
  const soi_vehicle_type *type;
  soi_motion motion;
  soi_following following;
  double weather_speed; /* m/s; 0: it stops */
  double sight;         /* m */
  soi_goal goal;        /* the place it is bound for */
  double mark;          /* m to it, SOI_NO_STOP when that is far */
  double aim;           /* m, the offset it steers to now */
  soi_steering steering;
  soi_leader leader;
  bool foresees; /* somebody will be in its way */
  bool signals;  /* it stands at the kerb and wants to get into its lane: those behind may let it */
  double free;   /* m/s2 it would take with nobody about */
  soi_constraint go, stay;
} plan;

static void ask(soi_constraint *strictest, soi_constraint constraint) {
  const double sudden = soi_max(strictest->sudden, constraint.sudden);
  if (constraint.acceleration < strictest->acceleration) { *strictest = constraint; }
  strictest->sudden = sudden;
}

static void ask_both(plan *p, soi_constraint constraint) {
  ask(&p->go, constraint);
  ask(&p->stay, constraint);
}

/* To stop in distance; who stands already does not set off for less than worth metres. */
static soi_constraint stop_in(const plan *p, double distance, double worth, double brake, double slack, soi_cause cause, uint32_t of) {
  if (p->motion.speed < CREEP && distance < worth) { return soi_constraint_rest(&p->motion, cause, of); }
  return soi_constraint_stop(&p->motion, distance, brake, slack, cause, of);
}

static double planned_braking(const plan *p) { return SOI_PLAN_BRAKING * p->motion.comfort; }

/* --- weather ------------------------------------------------------------------------------------------------------------- */

/* The speed that rain and sight allow: slow enough to stop, comfortably, within what it sees. 0: beyond its limits. */
static double weather_speed(const soi_world *world, const soi_vehicle_type *type, double sight) {
  const double rain = world->rain[0];
  if (rain > TOO_MUCH_RAIN || sight < LEAST_SIGHT) { return 0.0; }
  double speed = soi_sqrt(2.0 * SOI_PLAN_BRAKING * type->driver.deceleration * (sight - 0.5 * LEAST_SIGHT));
  if (rain > LIGHT_RAIN) { speed = soi_min(speed, LIGHT_RAIN_SPEED); }
  if (rain > HEAVY_RAIN) { speed = soi_min(speed, HEAVY_RAIN_SPEED); }
  return speed;
}

/* --- where it is bound --------------------------------------------------------------------------------------------------- */

static void plan_goal(plan *p) {
  const double change = soi_goal_change_distance(p->world, p->row, &p->goal);
  p->mark = soi_goal_distance(p->world, p->row, &p->goal);
  if (p->goal.cause == SOI_CAUSE_BERTH && p->mark <= 0.0) {
    ask_both(p, soi_constraint_rest(&p->motion, SOI_CAUSE_BERTH, p->goal.of));
  } else if (p->mark < SOI_NO_STOP) {
    ask_both(p, stop_in(p, p->mark, 0.3, planned_braking(p), LINE_SLACK, p->goal.cause, p->goal.of));
  } else if (change < SOI_NO_STOP) {
    /* in the lane beside: it waits for a gap while it can still get there */
    ask_both(p, stop_in(p, change, 0.3, planned_braking(p), 2.0, SOI_CAUSE_ROUTE, p->goal.of));
  }
}

/* --- sideways ------------------------------------------------------------------------------------------------------------ */

/* Whether it may leave the kerb: it has begun already, or those who come have room to brake. */
static bool may_pull_out(const plan *p) {
  const soi_world *world = p->world;
  const double half = 0.5 * p->type->body.width, d = world->vehicle_d[p->row];
  if (p->motion.speed > PULLING_OUT) { return true; }
  /* the interval it will newly take: from its near side to its far side in the middle of the lane */
  const double left = d > 0.0 ? d - half : half + p->type->automation.lateral_margin;
  const double right = d > 0.0 ? -half - p->type->automation.lateral_margin : d + half;
  return soi_road_gap_free(world, world->vehicle_lane[p->row], world->vehicle_s[p->row], p->type->body.length, right, left, p->motion.speed,
                           PULL_OUT_BRAKING, p->row);
}

/* The offset it steers to; stands at the kerb until the gap is there. */
static void plan_sideways(plan *p) {
  const soi_world *world = p->world;
  const double d = world->vehicle_d[p->row], aim = world->vehicle_aim[p->row];
  const double goal = p->goal.d;
  if (p->goal.lane != 0 && p->goal.cause == SOI_CAUSE_STOP && p->mark < SWING_FROM) {
    p->steering = (soi_steering){0.0, goal, p->mark - SWING_FROM, p->mark - SWING_TO, true};
    p->aim = soi_steering_at(&p->steering, 0.0);
    /* back into the berth it has not quite left never goes by way of the lane */
    if (soi_abs(aim) > soi_abs(p->aim) && aim * goal > 0.0) { p->aim = soi_abs(aim) < soi_abs(goal) ? aim : goal; }
    return;
  }
  const bool waits = soi_abs(aim) > OFF_LANE && !may_pull_out(p);
  p->aim = waits ? aim : 0.0;
  p->signals = waits;
  p->steering = (soi_steering){d, p->aim, 0.0, soi_max(soi_abs(d - p->aim) * soi_max(3.0, p->motion.speed), 1.0), false};
  if (waits) { ask_both(p, soi_constraint_rest(&p->motion, SOI_CAUSE_GAP, 0)); }
}

/* --- others -------------------------------------------------------------------------------------------------------------- */

/* Whether comfort is not enough behind a leader: it is closed up to too fast, or could not be stopped behind if it braked hard
 * now. */
static double needed_behind(const plan *p) {
  static const double leader_braking = 6.0; /* m/s2 */
  const double v = p->leader.speed, closing = p->motion.speed - v, gap = p->leader.gap - LAST_GAP;
  const double needed = closing > 0.0 ? 0.5 * closing * closing / soi_max(gap, 0.1) : 0.0;
  const double room = gap + 0.5 * v * v / leader_braking;
  if (soi_emergency_distance(&p->motion) <= room) { return needed; }
  return soi_max(needed, 0.5 * p->motion.speed * p->motion.speed / soi_max(room, 0.1));
}

/* Behind a leader: IDM while it moves, a stop behind it when it stands. */
static void plan_leader(plan *p) {
  const soi_leader *leader = &p->leader;
  if (leader->vehicle == 0) { return; }
  const double firm = SOI_FIRM_BRAKING * p->motion.comfort, needed = needed_behind(p);
  /* once it brakes in an emergency it does so until the rest is easy */
  const double bearable = p->motion.acceleration < -firm ? planned_braking(p) : firm;
  if (needed > bearable) { ask_both(p, soi_constraint_needed(&p->motion, needed, SOI_CAUSE_LEADER, leader->vehicle)); }
  if (leader->speed >= STANDING) {
    const double follow = soi_idm(&p->following, p->motion.speed, leader->gap, leader->speed);
    ask_both(p, (soi_constraint){soi_max(follow, -firm), 0.0, SOI_CAUSE_LEADER, leader->vehicle});
  } else if (p->mark >= leader->gap - LAST_GAP) {
    ask_both(p, stop_in(p, leader->gap - p->following.gap, 0.5, planned_braking(p), 1.0, SOI_CAUSE_LEADER, leader->vehicle));
  } /* else: at a stop carts stand closer than they follow, and its own mark is what counts */
}

/* Somebody comes beside it while it swings: it holds its line, as long as there is way left to swing in later, and slows down. */
static void plan_beside(plan *p, const soi_foreseen *found) {
  const double d = p->world->vehicle_d[p->row], left = soi_abs(p->steering.goal - d);
  soi_constraint constraint = stop_in(p, found->beside, 0.0, planned_braking(p), 0.5, SOI_CAUSE_PEOPLE, found->beside_of);
  if (p->mark > 3.0 * left + 1.0) {
    p->aim = d;
    constraint.sudden = 0.0;
  }
  ask_both(p, constraint);
}

static void plan_foreseen(plan *p) {
  const soi_foreseen found = soi_cart_foresee(p->world, p->cart, &p->steering);
  p->foresees = found.distance < SOI_NO_STOP;
  if (p->foresees) { ask_both(p, stop_in(p, found.distance, 1.0, planned_braking(p), 0.5, found.cause, found.of)); }
  if (found.beside < SOI_NO_STOP) { plan_beside(p, &found); }
}

/* --- the road ------------------------------------------------------------------------------------------------------------ */

static soi_constraint constraint_of(const plan *p, const soi_limit *limit) {
  if (limit->stop < SOI_NO_STOP) {
    const soi_constraint constraint = stop_in(p, limit->stop, 0.3, planned_braking(p), LINE_SLACK, limit->cause, limit->of);
    /* too late to keep a crossing clear, or to let people go first whom it will not meet: over it, rather than an emergency stop
     * on it */
    const bool may_pass = limit->cause == SOI_CAUSE_SPACE || (limit->cause == SOI_CAUSE_PEOPLE && !p->foresees);
    return may_pass && constraint.sudden > 0.0 ? p->go : constraint;
  }
  return (soi_constraint){soi_max(limit->acceleration, -SOI_FIRM_BRAKING * p->motion.comfort), 0.0, limit->cause, limit->of};
}

/* Returns the connector it claims. */
static soi_lane_id plan_road(plan *p) {
  soi_limit go = {SOI_NO_STOP, SOI_CAUSE_FREE, 0, SOI_NO_STOP}, stay = go;
  const soi_lane_id connector = soi_road_limits(p->world, p->row, &p->following, &p->leader, true, &go, &stay);
  if (go.acceleration < SOI_NO_STOP) { ask(&p->go, constraint_of(p, &go)); }
  if (stay.acceleration < SOI_NO_STOP) { ask(&p->stay, constraint_of(p, &stay)); }
  return connector;
}

/* --- lanes --------------------------------------------------------------------------------------------------------------- */

/* A leader that will not move on soon: broken down with its lights on, or standing long with nobody before it, away from any
 * line. */
static bool is_stuck(const soi_world *world, soi_vehicle_id vehicle) {
  const soi_cart_id cart = world->vehicle_cart[vehicle];
  if (cart != 0 && soi_cart_broken(world, cart)) { return true; }
  const soi_lane *lane = &world->model->lanes[world->vehicle_lane[vehicle]];
  return world->vehicle_standing[vehicle] * world->model->step > STUCK_AFTER && lane->length - world->vehicle_s[vehicle] > 15.0 &&
         soi_road_leader(world, vehicle, 12.0, 0.0).vehicle == 0;
}

/* Keeps the kerb lane but for its way, or to pass somebody who is stuck. */
static void choose_lane(soi_world *world, const plan *p) {
  const soi_tick period = (soi_tick)soi_max(soi_round(LANE_CHOICE_PERIOD / world->model->step), 1.0);
  const soi_vehicle_id row = p->row;
  world->intent_lane[row] = 0;
  world->intent_lane_gain[row] = 0.0;
  const soi_lane_id lane = world->vehicle_lane[row], wants = world->vehicle_wants[row];
  world->intent_wants[row] = p->signals ? lane : wants != lane ? wants : 0;
  if (p->signals || (world->tick[0] + world->vehicle_serial[row]) % period != 0) { return; }
  double gain;
  const soi_lane_id wish = soi_abs(p->aim) > OFF_LANE ? 0 : soi_road_lane_wish(world, row, &p->following, &gain);
  const bool demanded = wish != 0 && soi_road_lane_demanded(world, row, wish);
  const bool passes = wish != 0 && p->leader.vehicle != 0 && p->leader.gap < 20.0 && is_stuck(world, p->leader.vehicle);
  world->intent_wants[row] = demanded ? wish : 0;
  if (!demanded && !passes) { return; }
  world->intent_lane[row] = wish;
  world->intent_lane_gain[row] = gain;
}

/* --- decide -------------------------------------------------------------------------------------------------------------- */

/* The acceleration of the step, and what binds it: a constraint, its own gentleness while it picks up speed, the weather, or
 * nothing. */
static double settle_on(const plan *p, const soi_constraint *constraint, uint8_t *cause, uint32_t *of) {
  const double most = soi_min(p->free, soi_min(p->motion.acceleration + p->motion.jerk * p->motion.step, p->motion.pull));
  const bool bound = constraint->sudden > 0.0 || constraint->acceleration < most - 1e-9;
  const bool slow = p->motion.speed < 0.9 * p->following.wish;
  const bool wet = p->weather_speed < soi_road_free_speed(p->world, p->row);
  *cause = (uint8_t)(bound ? constraint->cause : slow ? SOI_CAUSE_COMFORT : wet ? SOI_CAUSE_WEATHER : SOI_CAUSE_FREE);
  *of = bound ? constraint->of : 0;
  return soi_motion_step(&p->motion, constraint);
}

static plan plan_for(const soi_world *world, soi_cart_id cart) {
  const soi_vehicle_id row = world->cart_vehicle[cart];
  const soi_vehicle_type *type = soi_type(world->model, world->vehicle_type[row]);
  plan p = {.world = world,
            .cart = cart,
            .row = row,
            .type = type,
            .motion = soi_motion_of(world, row),
            .mark = SOI_NO_STOP,
            .aim = world->vehicle_aim[row]};
  p.sight = soi_cart_sight(world, type);
  p.weather_speed = weather_speed(world, type, p.sight);
  /* it does not stop for the weather inside a junction */
  const bool in_junction = world->model->lanes[world->vehicle_lane[row]].junction != 0;
  const double wish = soi_min(soi_road_free_speed(world, row), p.weather_speed > 0.0 ? p.weather_speed : HEAVY_RAIN_SPEED);
  p.following = (soi_following){.wish = wish,
                                .headway = type->driver.headway,
                                .gap = type->driver.gap,
                                .acceleration = type->driver.acceleration,
                                .deceleration = type->driver.deceleration};
  p.free = soi_idm_free(&p.following, p.motion.speed);
  p.go = p.stay = (soi_constraint){p.free, 0.0, SOI_CAUSE_FREE, 0};
  if (p.weather_speed <= 0.0 && !in_junction) { ask_both(&p, soi_constraint_rest(&p.motion, SOI_CAUSE_WEATHER, 0)); }
  return p;
}

/* Why a cart stands still, whatever is on the road; FREE: it does not. */
static soi_cause standing_cause(const soi_world *world, soi_cart_id cart) {
  if (soi_cart_broken(world, cart)) { return SOI_CAUSE_BREAKDOWN; }
  switch (world->cart_errand[cart]) {
    case SOI_CART_SERVING: return SOI_CAUSE_STOP;
    case SOI_CART_HOLDING: return SOI_CAUSE_HOLD;
    case SOI_CART_IN_DEPOT:
    case SOI_CART_CHARGING: return SOI_CAUSE_CHARGING;
    default: return SOI_CAUSE_FREE;
  }
}

static void decide(soi_world *world, soi_cart_id cart) {
  plan p = plan_for(world, cart);
  const soi_vehicle_id row = p.row;
  const soi_cause stands = standing_cause(world, cart);
  const soi_stop_id stop = world->cart_stop[cart];
  world->intent_connector[row] = world->intent_lane[row] = world->intent_wants[row] = 0;
  world->intent_lane_gain[row] = 0.0;
  p.leader = soi_road_leader(world, row, soi_min(p.sight, 15.0 + 4.0 * p.motion.speed + p.motion.speed * p.motion.speed),
                             soi_road_side_margin(world, row));
  if (stands != SOI_CAUSE_FREE) {
    ask_both(&p, soi_constraint_rest(&p.motion, stands, stop));
    plan_leader(&p);
  } else {
    p.goal = soi_cart_goal(world, cart);
    plan_goal(&p);
    plan_sideways(&p);
    plan_leader(&p);
    plan_foreseen(&p);
    world->intent_connector[row] = plan_road(&p);
    choose_lane(world, &p);
  }
  world->intent_d[row] = p.aim;
  world->intent_speed_wish[row] = soi_road_free_speed(world, row);
  world->intent_go[row] = settle_on(&p, &p.go, &world->intent_go_cause[row], &world->intent_go_of[row]);
  world->intent_stay[row] = settle_on(&p, &p.stay, &world->intent_stay_cause[row], &world->intent_stay_of[row]);
}

static void decide_rows(void *argument, uint32_t first, uint32_t last) {
  soi_world *world = argument;
  for (soi_cart_id cart = first; cart < last; ++cart) {
    if (world->cart_vehicle[cart] != 0) { decide(world, cart); }
  }
}

void soi_cart_decide(soi_world *world) { soi_for_rows(world, world->model->cart_count, decide_rows); }
