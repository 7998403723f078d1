/* Phase decide: what every person on foot wants to do in this step. Reads the state of the tick, writes only the row's own
 * intents. */
#include "pedestrian.h"

#include "cells.h"
#include "emit.h"
#include "fmath.h"
#include "obstacle.h"
#include "person.h"
#include "walk.h"

/* People make for a point on their line this far ahead, m; corners are looked for from this far before a link's end. */
static const double LOOK_AHEAD = 4.0, CORNER_SIGHT = 9.0;
/* Links have no walls this near to their ends: others join there. */
static const double OPEN_END = 1.5;
static const double NO_WALL = 1e3;
/* Whoever is this near to its place in a queue stands, m; it comes to rest within about so many seconds. */
static const double AT_PLACE = 0.05, SETTLE = 0.4;
/* Time gap of people who move up in a queue or walk to a door, s: less than on the way. */
static const double CLOSE_TIME_GAP = 0.5;
/* Within this distance of its place nobody dodges any more. */
static const double NEAR_PLACE = 1.0;
/* The end of the queue is in sight from here, m. */
static const double QUEUE_SIGHT = 8.0;
/* Waiting at a kerb: near enough to the line, m. */
static const double AT_KERB = 0.15;
/* Whoever was pushed this far beyond the line does not step back any more, m; the others do, at most so fast, m/s. */
static const double STEP_BACK = 0.6, STEPPING_BACK = 0.5;
/* On a crossing people hurry a little; what they think it takes is without the hurry. */
static const double HURRY = 1.1;
/* People take notice of whoever is in a disc of this radius, its middle so far ahead, m. */
static const double SIGHT = 1.7, SIGHT_AHEAD = 0.8;
/* Whoever walks steadily looks again after so many seconds, less than a person's reaction takes: alone, or among others. It walks less
 * than so far meanwhile, m. */
static const double STROLL = 0.4 + 1e-9, GLANCE = 0.2 + 1e-9, STROLL_WAY = 1.0;
/* Whoever is held up to less than this share of its wish, as in a crowd, looks all the time. */
static const double HELD_UP = 0.6;
/* A cart is noticed from this far, m: at more than walking pace it is the cart that stops. */
static const double CART_SIGHT = 2.0;
/* So many of them, at most: twice what fits into the disc, people on other levels included. */
enum { MOST_SEEN = 128 };
/* Where a passenger stands before a cart's door, m off its side. */
static const double DOOR_DISTANCE = 0.5;
/* Near enough to the door's place to wait there for one's turn, m: less than the reach in which service lets people board. */
static const double AT_DOOR = 0.7;

/* What a person is about to do, before it looks at others. */
typedef struct person_aim {
  soi_walker walker;
  bool stands;
  soi_point limited; /* unit vector along which the speed is limited ... */
  double limit;      /* ... to this, m/s */
  uint8_t crossing;  /* soi_crossing_state to change to */
  bool open;         /* no corner, crossing or gate is as near as a stroll */
} person_aim;

static soi_point minus(soi_point a, soi_point b) { return (soi_point){a.x - b.x, a.y - b.y}; }

/* Sets the heading towards a point; false when it is reached. */
static bool head_for(soi_walker *walker, soi_point from, soi_point to, double *distance) {
  const soi_point way = minus(to, from);
  *distance = soi_hypot(way.x, way.y);
  if (*distance < 1e-6) { return false; }
  walker->heading = (soi_point){way.x / *distance, way.y / *distance};
  return true;
}

/* Straight to a place, and to rest within reach of it. */
static void aim_at_place(person_aim *aim, soi_point from, soi_point place, double reach) {
  double distance;
  if (!head_for(&aim->walker, from, place, &distance) || distance < reach) {
    aim->stands = true;
    return;
  }
  aim->walker.wish = soi_min(aim->walker.wish, distance / SETTLE);
  aim->walker.time_gap = CLOSE_TIME_GAP;
  aim->walker.dodges = distance > NEAR_PLACE;
}

/* A place in a stop's queue. */
static soi_point queue_place(const soi_model *model, soi_stop_id stop, uint32_t place) {
  const soi_stop *const row = &model->stops[stop];
  return (soi_point){row->queue.x + (double)place * row->queue_step.x, row->queue.y + (double)place * row->queue_step.y};
}

/* Before the door of a cart: at the middle of its kerb side. */
static void aim_at_door(const soi_world *world, soi_person_id person, person_aim *aim, soi_point from) {
  const soi_model *const model = world->model;
  const soi_vehicle_id body = world->cart_vehicle[world->person_cart[person]];
  if (body == 0) {
    aim->stands = true;
    return;
  }
  const soi_vehicle_type *const type = soi_type(model, world->vehicle_type[body]);
  const double s = world->vehicle_s[body] - 0.5 * type->body.length;
  const double d = world->vehicle_d[body] + model->side * (0.5 * type->body.width + DOOR_DISTANCE);
  aim_at_place(aim, from, soi_lane_at(model, world->vehicle_lane[body], s, d, NULL), AT_DOOR);
}

/* The direction along the link, or around its end. */
static void aim_along(const soi_world *world, soi_person_id person, const soi_course *course, person_aim *aim, soi_point from) {
  const soi_model *const model = world->model;
  const soi_on_link *const place = &course->place;
  const double radius = aim->walker.radius, side = (double)world->person_side[person];
  const double left = place->length - place->at;
  soi_point along = place->along;
  double distance = NO_WALL;
  if (left < CORNER_SIGHT) {
    const soi_gate_id gate = course->next == 0 ? soi_course_gate(world, person) : 0;
    const double goal_half = gate != 0 ? 0.5 * model->gates[gate].width : 0.0;
    const soi_point corner = soi_way_corner(model, course->link, course->toward, course->next, side, radius, goal_half);
    distance = (corner.x - from.x) * along.x + (corner.y - from.y) * along.y;
    if (distance <= LOOK_AHEAD) {
      double ignored;
      head_for(&aim->walker, from, corner, &ignored);
    }
  }
  aim->open = distance > LOOK_AHEAD + STROLL_WAY && !soi_course_ends(course, STROLL_WAY);
  if (distance > LOOK_AHEAD) {
    const double aside = (soi_way_offset(model, course->link, side, radius) - place->left) / LOOK_AHEAD;
    const double scale = 1.0 / soi_sqrt(1.0 + aside * aside);
    aim->walker.heading = (soi_point){(along.x - aside * along.y) * scale, (along.y + aside * along.x) * scale};
  }

  /* Walls at both sides, for whoever is between them. */
  if (place->at > OPEN_END && left > OPEN_END) {
    aim->walker.walls = along;
    const double room_left = place->half - place->left, room_right = place->half + place->left;
    aim->walker.room_left = room_left > 0.0 ? room_left : NO_WALL;
    aim->walker.room_right = room_right > 0.0 ? room_right : NO_WALL;
  }
}

/* The state a person takes to the crossing it is before or on. */
static soi_crossing_state next_state(const soi_world *world, soi_person_id person, const soi_kerb *kerb, bool on_link) {
  const soi_crossing *const crossing = &world->model->crossings[kerb->crossing];
  const soi_crosser crosser = soi_crosser_of(world, person);
  /* In the road already: nobody goes back. */
  if (on_link && kerb->at > kerb->stop + STEP_BACK) { return SOI_CROSSING_ON; }
  switch (world->person_crossing[person]) {
    case SOI_CROSSING_WAITING: return on_link && soi_crossing_may_go(world, kerb, &crosser) ? SOI_CROSSING_ON : SOI_CROSSING_WAITING;
    case SOI_CROSSING_ON: {
      /* On the refuge the next stretch begins, for whoever has not stepped out onto it from its kerb. */
      const double start = kerb->forward ? crossing->refuge_start : crossing->length - crossing->refuge_end;
      const double length = crossing->refuge_end - crossing->refuge_start;
      const bool on_refuge = length > 0.0 && kerb->at > start && kerb->at < soi_min(start + length, kerb->stop - AT_KERB);
      return on_link && !on_refuge ? SOI_CROSSING_ON : SOI_CROSSING_WAITING;
    }
    default: return SOI_CROSSING_WAITING;
  }
}

/* Heads for a place so far ahead and so far to the left along the crossing, and says how far it is. */
static double aim_across(person_aim *aim, double ahead, double left, soi_point from) {
  const soi_point along = aim->limited;
  const soi_point to = {from.x + ahead * along.x - left * along.y, from.y + ahead * along.y + left * along.x};
  double distance;
  head_for(&aim->walker, from, to, &distance);
  return distance;
}

/* What the crossing ahead asks: to wait at its kerb, to hurry over it, not to walk in front of anybody. */
static void aim_over_crossing(const soi_world *world, soi_person_id person, const soi_course *course, person_aim *aim, soi_point from) {
  const soi_model *const model = world->model;
  soi_kerb kerb;
  if (!soi_course_kerb(world, person, course, from, &kerb)) { return; }
  const soi_walk_link *const link = &model->walk_links[model->crossings[kerb.crossing].link];
  const bool on_link = model->walk_links[course->link].crossing == kerb.crossing;
  aim->limited = kerb.forward ? link->along : (soi_point){-link->along.x, -link->along.y};
  aim->crossing = (uint8_t)next_state(world, person, &kerb, on_link);
  double stop = kerb.stop;
  if (aim->crossing == SOI_CROSSING_ON) {
    const soi_crosser crosser = soi_crosser_of(world, person);
    aim->walker.wish *= HURRY;
    const soi_advance advance = soi_crossing_advance(world, &kerb, &crosser, course->place.left);
    stop = advance.limit;
    if (advance.shifts) {
      /* Aside and on, beside a vehicle. */
      aim_across(aim, soi_clamp(stop - kerb.at, 0.0, 1.0), advance.left - course->place.left, from);
      aim->walker.room_left = aim->walker.room_right = NO_WALL;
    }
  } else if (on_link) {
    /* Straight up to the kerb, each at its own place across. */
    const double ahead = stop - kerb.at;
    const double side = (double)world->person_side[person];
    const double aside = soi_way_offset(model, course->link, side, aim->walker.radius) - course->place.left;
    const double distance = aim_across(aim, ahead, aside, from);
    aim->stands = distance < AT_KERB;
    aim->walker.wish = soi_min(aim->walker.wish, distance / SETTLE);
  }
  aim->limit = soi_max((stop - kerb.at) / SETTLE, -STEPPING_BACK);
}

/* On foot along its way. */
static void aim_on_way(const soi_world *world, soi_person_id person, person_aim *aim, soi_point from) {
  const soi_model *const model = world->model;
  const soi_course course = soi_course_of(world, person, from);
  if (course.link == 0) {
    aim_at_place(aim, from, model->walk_nodes[course.toward].at, AT_PLACE);
    return;
  }
  if (course.next == 0 && world->person_errand[person] == SOI_ERRAND_TO_STOP) {
    /* The end of the queue in sight. */
    const soi_stop_id stop = world->person_stop[person];
    const soi_point end = queue_place(model, stop, world->stop_queue[stop]);
    if (soi_hypot(end.x - from.x, end.y - from.y) < QUEUE_SIGHT) {
      aim_at_place(aim, from, end, AT_PLACE);
      return;
    }
  }
  aim_along(world, person, &course, aim, from);
  aim_over_crossing(world, person, &course, aim, from);
}

/* The people of a run of the index who are in the disc of sight around a point. */
static uint32_t look_at_run(const soi_world *world, soi_cell_run run, soi_point middle, uint32_t *seen, uint32_t count) {
  const double *const x = world->cell_x, *const y = world->cell_y;
  /* Without a branch, as they come in no order. */
  for (uint32_t i = run.first; i < run.end && count < MOST_SEEN; ++i) {
    const double off_x = x[i] - middle.x, off_y = y[i] - middle.y;
    seen[count] = i;
    count += off_x * off_x + off_y * off_y < SIGHT * SIGHT;
  }
  return count;
}

/* Whoever the walker takes notice of: in a disc around a point ahead. */
static uint32_t look_round(const soi_world *world, soi_person_id person, soi_point heading, soi_neighbour *neighbours) {
  const soi_point from = {world->person_x[person], world->person_y[person]};
  const soi_point middle = {from.x + SIGHT_AHEAD * heading.x, from.y + SIGHT_AHEAD * heading.y};
  const int32_t first_column = soi_cell_coordinate(middle.x - SIGHT), last_column = soi_cell_coordinate(middle.x + SIGHT);
  const int32_t first_row = soi_cell_coordinate(middle.y - SIGHT), last_row = soi_cell_coordinate(middle.y + SIGHT);

  uint32_t seen[MOST_SEEN], seen_count = 0;
  for (int32_t row = first_row; row <= last_row; ++row) {
    for (int part = 0; part < 2; ++part) {
      const soi_cell_run run = soi_cells_run(world, row, first_column, last_column, part);
      seen_count = look_at_run(world, run, middle, seen, seen_count);
    }
  }

  const soi_walk_link_id link = world->person_link[person];
  uint32_t count = 0;
  for (uint32_t i = 0; i < seen_count && count < SOI_WALK_NEIGHBOURS; ++i) {
    const soi_person_id other = world->cell_people[seen[i]];
    if (other != person && soi_way_meet(world->model, link, world->person_link[other], from)) {
      const double dx = world->cell_x[seen[i]] - from.x, dy = world->cell_y[seen[i]] - from.y;
      neighbours[count++] = (soi_neighbour){dx, dy, soi_hypot(dx, dy), world->person_vx[other], world->person_vy[other]};
    }
  }
  return count;
}

/* Holds a velocity below the limit along one direction, and within the walls where it was within them. */
static soi_point held(const person_aim *aim, soi_point velocity, double step) {
  const double over = velocity.x * aim->limited.x + velocity.y * aim->limited.y - aim->limit;
  if (over > 0.0) {
    velocity.x -= over * aim->limited.x;
    velocity.y -= over * aim->limited.y;
  }
  const soi_walker *const walker = &aim->walker;
  const double left = walker->walls.x * velocity.y - walker->walls.y * velocity.x;
  const double most_left = soi_max(walker->room_left - walker->radius, 0.0) / step;
  const double most_right = soi_max(walker->room_right - walker->radius, 0.0) / step;
  const double back = soi_clamp(left, -most_right, most_left) - left;
  return (soi_point){velocity.x - back * walker->walls.y, velocity.y + back * walker->walls.x};
}

/* A velocity in another direction than the one that was looked along: the speed function once more. */
static soi_point slowed(const soi_walker *walker, soi_point velocity, const soi_neighbour *neighbours, uint32_t count) {
  const double speed = soi_hypot(velocity.x, velocity.y);
  if (speed < 1e-6) { return (soi_point){0.0, 0.0}; }
  const double most = soi_walk_speed(walker, (soi_point){velocity.x / speed, velocity.y / speed}, neighbours, count);
  const double share = soi_min(most / speed, 1.0);
  return (soi_point){velocity.x * share, velocity.y * share};
}

/* Steps for which whoever walks steadily and has nothing ahead may go on without looking. */
static uint8_t stroll(const soi_world *world, const person_aim *aim, soi_point velocity, uint32_t neighbours) {
  const double change = soi_abs(velocity.x - aim->walker.velocity.x) + soi_abs(velocity.y - aim->walker.velocity.y);
  const bool steady = change < 0.02 && aim->open && !aim->stands && aim->crossing == SOI_CROSSING_NONE && aim->limit >= NO_WALL;
  const double least = HELD_UP * aim->walker.wish;
  if (!steady || velocity.x * velocity.x + velocity.y * velocity.y < least * least) { return 0; }
  return (uint8_t)((neighbours == 0 ? STROLL : GLANCE) / world->model->step);
}

/* Goes on as before; false when it is time to look again. */
static bool strolls_on(soi_world *world, soi_person_id person) {
  const uint8_t errand = world->person_errand[person];
  if (world->person_stroll[person] == 0 || errand == SOI_ERRAND_QUEUE || errand == SOI_ERRAND_BOARD) { return false; }
  world->intent_vx[person] = world->person_vx[person];
  world->intent_vy[person] = world->person_vy[person];
  world->intent_crossing[person] = SOI_CROSSING_NONE;
  world->intent_stroll[person] = world->person_stroll[person] - 1u;
  return true;
}

static void decide(soi_world *world, soi_person_id person) {
  if (strolls_on(world, person)) { return; }
  const soi_walking *const walking = soi_walking_of(world);
  const soi_point from = {world->person_x[person], world->person_y[person]};
  person_aim aim = {
      .walker = {.heading = {0.0, 0.0},
                 .velocity = {world->person_vx[person], world->person_vy[person]},
                 .wish = (double)world->person_wish[person],
                 .radius = walking->radius,
                 .time_gap = walking->time_gap,
                 .side = world->model->side,
                 .walls = {0.0, 0.0},
                 .room_left = NO_WALL,
                 .room_right = NO_WALL,
                 .dodges = true},
      .stands = false,
      .limited = {0.0, 0.0},
      .limit = NO_WALL,
      .crossing = SOI_CROSSING_NONE,
      .open = false,
  };

  /* Where to. */
  switch (world->person_errand[person]) {
    case SOI_ERRAND_QUEUE:
      aim_at_place(&aim, from, queue_place(world->model, world->person_stop[person], world->person_place[person]), AT_PLACE);
      break;
    case SOI_ERRAND_BOARD: aim_at_door(world, person, &aim, from); break;
    default: aim_on_way(world, person, &aim, from); break;
  }

  /* How, among the others. */
  soi_point velocity = {0.0, 0.0};
  uint32_t count = 0;
  if (!aim.stands) {
    soi_neighbour neighbours[SOI_WALK_NEIGHBOURS];
    count = look_round(world, person, aim.walker.heading, neighbours);
    velocity = soi_walk_velocity(&aim.walker, neighbours, count, world->model->step);
    const soi_point free = velocity;
    velocity = held(&aim, free, world->model->step);
    if (velocity.x != free.x || velocity.y != free.y) { velocity = slowed(&aim.walker, velocity, neighbours, count); }
  }
  if (aim.crossing == SOI_CROSSING_ON) {
    const soi_crossing_id crossing = world->model->walk_links[world->person_link[person]].crossing;
    (void)soi_obstacle_avoid_traffic(world, crossing, from, walking->radius, &velocity);
  }
  world->intent_vx[person] = velocity.x;
  world->intent_vy[person] = velocity.y;
  world->intent_crossing[person] = aim.crossing;
  world->intent_stroll[person] = stroll(world, &aim, velocity, count);
}

/* People of some rows near one cart. */
typedef struct near_cart {
  soi_world *world;
  uint32_t first, last;
  soi_obstacle cart;
} near_cart;

static void keep_off(void *context, soi_person_id person, double distance) {
  const near_cart *const near = context;
  soi_world *const world = near->world;
  (void)distance;
  if (person < near->first || person >= near->last || world->model->walk_links[world->person_link[person]].level != 0) { return; }
  const soi_point at = {world->person_x[person], world->person_y[person]};
  const bool turns_aside = world->intent_crossing[person] == SOI_CROSSING_NONE;
  soi_point velocity = {world->intent_vx[person], world->intent_vy[person]};
  if (soi_obstacle_avoid(&near->cart, at, soi_walking_of(world)->radius, turns_aside, &velocity)) {
    world->intent_vx[person] = velocity.x;
    world->intent_vy[person] = velocity.y;
    world->intent_stroll[person] = 0;
  }
}

/* Carts are few, so each is shown to the people around it. */
static void keep_off_carts(soi_world *world, uint32_t first, uint32_t last) {
  near_cart near = {.world = world, .first = first, .last = last};
  for (soi_cart_id cart = 1; cart <= world->model->cart_count; ++cart) {
    if (world->cart_vehicle[cart] != 0) {
      near.cart = soi_obstacle_of(world, world->cart_vehicle[cart]);
      soi_cells_visit(world, near.cart.middle, near.cart.half_length + CART_SIGHT, keep_off, &near);
    }
  }
}

static void decide_rows(void *argument, uint32_t first, uint32_t last) {
  soi_world *const world = argument;
  for (soi_person_id person = first; person < last; ++person) {
    if (world->person_body[person]) { decide(world, person); }
  }
  keep_off_carts(world, first, last);
}

void soi_pedestrian_decide(soi_world *world) { soi_for_rows(world, world->person_high[0], decide_rows); }
