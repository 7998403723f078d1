/* What will be in the way: people and crossing vehicles moved on at constant velocity, against the corridor the cart is about to
 * sweep. Vehicles that drive along it are the leader rule's; those that can still stop before it are left to the right of way. */
#include "automation.h"

static const double HORIZON = 3.0;        /* s */
static const double ASIDE_HORIZON = 1.5;  /* s: for people on ways beside the road, who mostly stay there */
static const double CLEARANCE = 1.0;      /* m kept before people and crossing vehicles */
static const double FLANK_HORIZON = 2.0;  /* s */
static const double WALK_REACH = 12.0;    /* m: nobody on foot who is further from the path comes to it within the horizon */
static const double WALKS = 0.5;          /* m/s towards the corridor: slower is no wish to enter it */
static const double ARRIVAL_MARGIN = 0.5; /* s */
static const double TOUCH = 0.2;          /* m: so close it passes those who stand or walk along its way */
static const double VEHICLE_RANGE = 30.0; /* m: further vehicles across the path are too far to matter */
static const double FRESH = 0.25;         /* s: what was seen so lately is still seen */
static const double CANNOT_STOP = 3.0;    /* m/s2: a vehicle that would need more will not stop */

/* The cart's corridor, and how fast it comes along it. */
typedef struct corridor {
  const soi_world *world;
  soi_point ahead; /* the body's heading: that of its lane */
  double length;   /* m, of the body */
  double sideways; /* m/s at which it swings to its left now */
  soi_path path;
  double half;   /* m, of the body */
  double margin; /* m kept at each side */
  double speed;  /* m/s, walking pace when it stands */
  double reach;  /* m */
} corridor;

/* An object in the frame of the path: x along it from the front, y left of it. */
typedef struct placed {
  double x, y, vx, vy;
  soi_point along; /* direction of the path there */
} placed;

double soi_steering_at(const soi_steering *steering, double ahead) {
  if (ahead >= steering->to) { return steering->goal; }
  if (ahead <= steering->from) { return steering->now; }
  const double f = (ahead - steering->from) / (steering->to - steering->from);
  return soi_lerp(steering->now, steering->goal, steering->smooth ? f * f * (3.0 - 2.0 * f) : f);
}

static void sample_path(const soi_world *world, soi_vehicle_id row, const soi_steering *steering, double reach, soi_path *path) {
  const soi_model *model = world->model;
  soi_lane_id lane = world->vehicle_lane[row];
  double s = world->vehicle_s[row];
  path->count = 0;
  for (uint32_t i = 0; i < SOI_PATH_SAMPLES && SOI_PATH_STEP * i <= reach; ++i, s += SOI_PATH_STEP) {
    while (s > model->lanes[lane].length) {
      const soi_lane *place = &model->lanes[lane];
      const soi_lane_id next = place->junction != 0               ? place->to
                               : lane == world->vehicle_lane[row] ? world->vehicle_next[row]
                                                                  : soi_way_connector(model, world->vehicle_way[row], lane);
      if (next == 0) { return; }
      s -= place->length;
      lane = next;
    }
    path->at[i] = soi_lane_at(model, lane, s, soi_steering_at(steering, SOI_PATH_STEP * i), &path->along[i]);
    path->count = i + 1;
  }
}

/* Turns the directions of the lanes into those of the path, which also moves sideways. */
static void align(soi_path *path) {
  for (uint32_t i = 0; i + 1 < path->count; ++i) {
    const double dx = path->at[i + 1].x - path->at[i].x, dy = path->at[i + 1].y - path->at[i].y;
    const double length = soi_max(soi_hypot(dx, dy), 1e-6);
    path->along[i] = (soi_point){dx / length, dy / length};
  }
}

/* Places a point and a velocity in the frame of the sample nearest to it; false when it is far. */
static bool project(const corridor *c, double x, double y, double vx, double vy, placed *p) {
  const soi_path *path = &c->path;
  double dx = x - path->at[0].x, dy = y - path->at[0].y;
  const double far = c->reach + soi_max(WALK_REACH, c->world->model->body_reach + c->half + TOUCH);
  if (dx * dx + dy * dy > far * far) { return false; }
  double least = 1e9;
  uint32_t nearest = 0;
  for (uint32_t i = 0; i < path->count; ++i) {
    dx = x - path->at[i].x;
    dy = y - path->at[i].y;
    if (dx * dx + dy * dy >= least) { continue; }
    least = dx * dx + dy * dy;
    nearest = i;
  }
  const soi_point along = path->along[nearest];
  dx = x - path->at[nearest].x;
  dy = y - path->at[nearest].y;
  *p = (placed){SOI_PATH_STEP * nearest + dx * along.x + dy * along.y, dy * along.x - dx * along.y, vx * along.x + vy * along.y,
                vy * along.x - vx * along.y, along};
  return true;
}

/* Places a track as it will be after so many seconds. */
static bool place(const corridor *c, uint32_t track, double after, placed *p) {
  const soi_world *world = c->world;
  const double age = (double)(world->tick[0] - world->sight_seen[track]) * world->model->step + after;
  const double vx = world->sight_vx[track], vy = world->sight_vy[track];
  return project(c, world->sight_x[track] + age * vx, world->sight_y[track] + age * vy, vx, vy, p);
}

/* How fast the body swings to its left: as fast as it can, while there is something left to swing. */
static double swing(const soi_world *world, soi_vehicle_id row, const soi_steering *steering) {
  const double left = steering->goal - world->vehicle_d[row], speed = world->vehicle_speed[row];
  if (soi_abs(left) < 0.2 || steering->from > 0.0) { return 0.0; }
  const double rate = soi_min(0.33 * speed, 1.0);
  return left > 0.0 ? rate : -rate;
}

/* When something whose near side is gap metres beside the corridor, width metres across the corridor and itself, enters and
 * leaves it. */
typedef struct passage {
  double enter, leave; /* s; enter beyond the horizon: it does not */
} passage;

static passage passage_of(double gap, double width, double inward) {
  if (gap <= 0.0) { /* in it: it leaves by the side it walks to */
    const double way = inward > 0.0 ? width + gap : -gap;
    return (passage){0.0, soi_abs(inward) < WALKS ? 1e9 : way / soi_abs(inward)};
  }
  if (inward < WALKS) { return (passage){1e9, 1e9}; }
  return (passage){gap / inward, (gap + width) / inward};
}

/* Whether the cart must let it pass: it is there before the front is, and not gone when the front comes. */
static bool conflicts(const corridor *c, passage when, double x) {
  const double arrives = soi_max(x, 0.0) / c->speed;
  return when.enter < arrives + ARRIVAL_MARGIN && when.leave > arrives - ARRIVAL_MARGIN;
}

static void nearer(soi_foreseen *found, double distance, soi_cause cause, uint32_t of) {
  if (distance >= found->distance) { return; }
  found->distance = soi_max(distance, 0.0);
  found->cause = cause;
  found->of = of;
}

/* People beside a body that swings sideways: its flank may come up to them before its front does. The body moves on as it does
 * now. */
static void foresee_beside(const corridor *c, uint32_t track, double radius, soi_foreseen *found) {
  const soi_world *world = c->world;
  const double age = (double)(world->tick[0] - world->sight_seen[track]) * world->model->step;
  const double vx = world->sight_vx[track], vy = world->sight_vy[track];
  const double dx = world->sight_x[track] + age * vx - c->path.at[0].x, dy = world->sight_y[track] + age * vy - c->path.at[0].y;
  const double x = dx * c->ahead.x + dy * c->ahead.y, y = dy * c->ahead.x - dx * c->ahead.y;
  if (x > soi_max(WALK_REACH, FLANK_HORIZON * c->speed + radius) || x < -c->length - radius || soi_abs(y) > 5.0) { return; }
  const double closing_x = vx * c->ahead.x + vy * c->ahead.y - c->speed, closing_y = vy * c->ahead.x - vx * c->ahead.y - c->sideways;
  for (double time = 0.25; time <= FLANK_HORIZON; time += 0.25) {
    const double then_x = x + time * closing_x, then_y = y + time * closing_y;
    if (then_x > radius || then_x < -c->length - radius || soi_abs(then_y) > c->half + radius + 0.5 * TOUCH) { continue; }
    if (c->speed * time >= found->beside) { return; }
    found->beside = c->speed * time;
    found->beside_of = world->sight_row[track];
    return;
  }
}

/* How far ahead a person's walk is foreseen, s: on a crossing all of it, elsewhere less. Who waits at a kerb is the crossing
 * rule's. */
static double person_horizon(const soi_world *world, soi_vehicle_id row) {
  switch (world->person_crossing[row]) {
    case SOI_CROSSING_ON: return HORIZON;
    case SOI_CROSSING_WAITING: return 0.0;
    default: return ASIDE_HORIZON;
  }
}

/* Whether somebody in the corridor will be out of it, because of his walk or its bend, when the cart comes up to him. */
static bool will_be_aside(const corridor *c, uint32_t track, const placed *now, double half) {
  const double closing = c->speed - now->vx;
  if (closing <= 0.0 || now->x <= 0.0 || now->x > HORIZON * closing) { return false; }
  placed then;
  return place(c, track, now->x / closing, &then) && soi_abs(then.y) > half;
}

/* People: those in the corridor, and those who walk into it. Who does not walk towards it is passed closer by. */
static void foresee_person(const corridor *c, uint32_t track, soi_foreseen *found) {
  const double radius = c->world->model->walking.radius;
  if (c->sideways < 0.0 || c->sideways > 0.0) { foresee_beside(c, track, radius, found); }
  placed p;
  if (!place(c, track, 0.0, &p) || p.x < -0.3) { return; }
  const double inward = p.y > 0.0 ? -p.vy : p.vy;
  const double half = c->half + radius + (inward < WALKS ? TOUCH : c->margin);
  const passage when = passage_of(soi_abs(p.y) - half, 2.0 * half, inward);
  if (when.enter > person_horizon(c->world, c->world->sight_row[track])) { return; }
  const double x = p.x + p.vx * when.enter;
  if (x < -0.3 || x > c->reach || !conflicts(c, when, x) || (when.enter <= 0.0 && will_be_aside(c, track, &p, half))) { return; }
  /* who walks towards the cart comes nearer while it brakes: for 2 x distance / speed */
  const double room = x - radius - CLEARANCE, towards = when.enter <= 0.0 ? soi_max(-p.vx, 0.0) : 0.0;
  nearer(found, room / (1.0 + 2.0 * towards / c->speed), SOI_CAUSE_PEOPLE, c->world->sight_row[track]);
}

/* A point of a vehicle's way: s on its lane, on the one after it when that is a connector, or on the one before. */
static soi_point way_point(const soi_world *world, soi_vehicle_id row, double s) {
  const soi_model *model = world->model;
  soi_lane_id lane = world->vehicle_lane[row];
  if (model->lanes[lane].junction != 0 && s > model->lanes[lane].length) {
    s -= model->lanes[lane].length;
    lane = model->lanes[lane].to;
  }
  const soi_lane_id before = model->lanes[lane].junction != 0 ? model->lanes[lane].from : world->vehicle_tail[SOI_TAILS * row];
  if (s < 0.0 && before != 0) {
    lane = before;
    s += model->lanes[lane].length;
  }
  return soi_lane_at(model, lane, s, world->vehicle_d[row], NULL);
}

/* Where a vehicle's middle will be after so many seconds, and its heading, when both its ends keep to its way. */
static soi_point vehicle_at(const soi_world *world, soi_vehicle_id row, double length, double after, soi_point *heading) {
  const double s = world->vehicle_s[row] + after * world->vehicle_speed[row];
  const soi_point front = way_point(world, row, s), rear = way_point(world, row, s - length);
  const double dx = front.x - rear.x, dy = front.y - rear.y, span = soi_max(soi_hypot(dx, dy), 1e-6);
  *heading = (soi_point){dx / span, dy / span};
  return (soi_point){front.x - 0.5 * length * heading->x, front.y - 0.5 * length * heading->y};
}

/* Whether a vehicle's outline will be in the corridor then, while the cart is there too (whenever that is, when it stands); the
 * near side of its place goes to *distance. */
static bool will_block(const corridor *c, soi_vehicle_id row, double after, bool stands, double *distance) {
  const soi_vehicle_type *type = soi_type(c->world->model, c->world->vehicle_type[row]);
  soi_point heading;
  const soi_point at = vehicle_at(c->world, row, type->body.length, after, &heading);
  placed p;
  if (!project(c, at.x, at.y, 0.0, 0.0, &p)) { return false; }
  const double cosine = soi_abs(p.along.x * heading.x + p.along.y * heading.y), sine = soi_sqrt(soi_max(1.0 - cosine * cosine, 0.0));
  /* within 45 degrees of its way, with it or against it: a leader, or somebody in the lane beside */
  if (cosine > 0.7) { return false; }
  const double reach_x = 0.5 * (type->body.length * cosine + type->body.width * sine);
  const double reach_y = 0.5 * (type->body.length * sine + type->body.width * cosine);
  *distance = p.x - reach_x;
  const double arrives = soi_max(*distance, 0.0) / c->speed, leaves = (p.x + reach_x + c->length) / c->speed;
  const bool meets = stands || (after > arrives - ARRIVAL_MARGIN && after < leaves + ARRIVAL_MARGIN);
  return meets && *distance > -0.2 && *distance < c->reach && soi_abs(p.y) - reach_y < c->half + TOUCH;
}

/* Vehicles across the path: those that stand in it, and those in a junction that come too fast to stop before it. */
static void foresee_vehicle(const corridor *c, uint32_t track, soi_foreseen *found) {
  const soi_world *world = c->world;
  const soi_vehicle_id row = world->sight_row[track];
  /* only what was seen in the last look: its lane and outline must be known */
  const double age = (double)(world->tick[0] - world->sight_seen[track]) * world->model->step;
  if (age > FRESH || world->vehicle_generation[row] != world->sight_generation[track]) { return; }
  const double dx = world->sight_x[track] - c->path.at[0].x, dy = world->sight_y[track] - c->path.at[0].y;
  if (dx * dx + dy * dy > VEHICLE_RANGE * VEHICLE_RANGE) { return; }
  const double speed = world->vehicle_speed[row];
  const bool stands = speed < WALKS;
  if (!stands && world->model->lanes[world->vehicle_lane[row]].junction == 0) { return; }
  const double last = stands ? 0.0 : soi_min(0.5 * speed / CANNOT_STOP, HORIZON);
  for (double after = 0.0; after <= last; after += 0.25) {
    double distance;
    if (!will_block(c, row, after, stands, &distance)) { continue; }
    nearer(found, distance - CLEARANCE, SOI_CAUSE_JUNCTION, row);
    return;
  }
}

soi_foreseen soi_cart_foresee(const soi_world *world, soi_cart_id cart, const soi_steering *steering) {
  const soi_vehicle_id row = world->cart_vehicle[cart];
  const soi_vehicle_type *type = soi_automated_type(world, cart);
  const double speed = world->vehicle_speed[row];
  corridor c = {.world = world, .half = 0.5 * type->body.width, .margin = type->automation.lateral_margin, .speed = soi_max(speed, 1.0)};
  c.reach = soi_clamp(HORIZON * speed + speed * speed / (2.0 * SOI_PLAN_BRAKING * type->driver.deceleration) + 5.0, 8.0,
                      SOI_PATH_STEP * (SOI_PATH_SAMPLES - 1));
  c.length = type->body.length;
  c.sideways = swing(world, row, steering);
  sample_path(world, row, steering, c.reach, &c.path);
  c.ahead = c.path.along[0];
  align(&c.path);
  soi_foreseen found = {SOI_NO_STOP, SOI_CAUSE_PEOPLE, 0, SOI_NO_STOP, 0};
  const uint32_t first = soi_cart_tracks(cart);
  for (uint32_t track = first; track < first + SOI_TRACKS_PER_CART; ++track) {
    if (world->sight_kind[track] == SOI_TRACK_PERSON) { foresee_person(&c, track, &found); }
    if (world->sight_kind[track] == SOI_TRACK_VEHICLE) { foresee_vehicle(&c, track, &found); }
  }
  return found;
}
