/* Time to collision and required deceleration of carts, from the state after each step: against leaders along the lanes of the
 * cart's way, and against people by moving the cart along its lanes and the person straight on, both at constant speed. Nothing
 * is read from the scratch, so that a restored run sees the same. */
#include <string.h>

#include "fmath.h"
#include "observer.h"

enum {
  MOST_PATH = 8, /* lanes a path may have */
  POSES = 21,    /* along a path, POSE_STEP apart */
  TAILS = 3,
};

#define REACH 50.0       /* m, how far ahead a leader is looked for (SUMO SSM device) */
#define EXPOSED 3.0      /* s, time to collision below which a cart is exposed (SUMO SSM device) */
#define POSE_STEP 0.25   /* s between poses */
#define PERSON_SPEED 3.0 /* m/s, nobody on foot is faster */

#define HORIZON ((POSES - 1) * POSE_STEP) /* s, people met later than this are not on collision course yet */

/* A body on a lane of some cart's path. */
typedef struct lane_body {
  soi_vehicle_id vehicle;
  uint32_t next;
  double front, rear, left, right; /* s and d on the lane */
} lane_body;

/* Who is on the lanes that carts are about to drive on. Made anew in each step. */
struct soi_lane_index {
  size_t bytes;
  uint32_t capacity, count;
  uint8_t *wanted; /* [lane] a path runs on it, or on the lane beside it */
  uint32_t *first; /* [lane] into bodies, 0 for none */
  lane_body *bodies;
};

/* The lanes ahead of a cart: place s on lanes[i] lies offset[i] + s metres ahead of its front. */
typedef struct path {
  uint32_t count;
  soi_lane_id lanes[MOST_PATH];
  double offset[MOST_PATH];
} path;

/* What a cart is about to meet. */
typedef struct threat {
  double ttc;  /* s, negative for none */
  double drac; /* m/s2 */
} threat;

static uint32_t body_capacity(const soi_model *model) { return model->vehicle_capacity * (TAILS + 3u) + 1u; }

soi_lane_index *soi_lane_index_create(const soi_model *model, soi_memory memory) {
  /* One block: the head, then the tables by the size of what they hold. */
  const uint32_t lanes = model->lane_count + 1, capacity = body_capacity(model);
  const size_t bodies = (sizeof(soi_lane_index) + 63) / 64 * 64;
  const size_t first = bodies + sizeof(lane_body) * capacity;
  const size_t wanted = first + sizeof(uint32_t) * lanes;
  char *const block = memory.allocate(memory.context, wanted + lanes);
  if (block == NULL) { return NULL; }
  soi_lane_index *const index = (soi_lane_index *)(void *)block;
  *index = (soi_lane_index){.bytes = wanted + lanes, .capacity = capacity};
  index->bodies = (lane_body *)(void *)(block + bodies);
  index->first = (uint32_t *)(void *)(block + first);
  index->wanted = (uint8_t *)(block + wanted);
  return index;
}

void soi_lane_index_release(soi_lane_index *index, soi_memory memory) {
  if (index != NULL) { memory.release(memory.context, index, index->bytes); }
}

/* --- the path ---------------------------------------------------------------------------------------------------------- */

/* The lane after this one: a connector's goal, the connector the cart has chosen, or the shortest way on; 0 at the end. */
static soi_lane_id lane_after(const soi_world *world, soi_vehicle_id vehicle, soi_lane_id lane) {
  const soi_model *const model = world->model;
  const soi_lane *const here = &model->lanes[lane];
  if (here->junction != 0) { return here->to; }
  if (lane == world->vehicle_lane[vehicle]) { return world->vehicle_next[vehicle]; }
  return soi_way_connector(model, world->vehicle_way[vehicle], lane);
}

static path path_of(const soi_world *world, soi_vehicle_id vehicle) {
  path ahead = {.count = 0};
  double offset = -world->vehicle_s[vehicle];
  for (soi_lane_id lane = world->vehicle_lane[vehicle]; lane != 0 && ahead.count < MOST_PATH && offset < REACH;
       lane = lane_after(world, vehicle, lane)) {
    ahead.lanes[ahead.count] = lane;
    ahead.offset[ahead.count++] = offset;
    offset += world->model->lanes[lane].length;
  }
  return ahead;
}

/* --- leaders ----------------------------------------------------------------------------------------------------------- */

static void index_body(soi_lane_index *index, soi_lane_id lane, lane_body body) {
  if (lane == 0 || !index->wanted[lane]) { return; }
  SOI_ASSERT(index->count + 1 < index->capacity);
  body.next = index->first[lane];
  index->first[lane] = ++index->count;
  index->bodies[index->count] = body;
}

/* A body that reaches over its lane's edge is also on the neighbour, where s is stretched and d shifted. */
static void index_beside(soi_lane_index *index, const soi_model *model, soi_lane_id lane, soi_lane_id beside, double sense,
                         lane_body body) {
  if (beside == 0) { return; }
  const soi_lane *const own = &model->lanes[lane], *const other = &model->lanes[beside];
  const double shift = sense * (own->width + other->width) / 2.0, stretch = other->length / own->length;
  body.left += shift;
  body.right += shift;
  body.front *= stretch;
  body.rear *= stretch;
  index_body(index, beside, body);
}

/* Whether some lane that a vehicle may touch is wanted: most touch none. */
static bool is_near(const soi_lane_index *index, const soi_world *world, soi_vehicle_id vehicle) {
  if (index->wanted[world->vehicle_lane[vehicle]]) { return true; }
  const uint32_t *const tail = &world->vehicle_tail[(size_t)vehicle * TAILS];
  for (uint32_t i = 0; i < TAILS && tail[i] != 0; ++i) {
    if (index->wanted[tail[i]]) { return true; }
  }
  return false;
}

/* Lists a vehicle on every wanted lane its body touches. */
static void index_vehicle(soi_lane_index *index, const soi_world *world, soi_vehicle_id vehicle) {
  const soi_model *const model = world->model;
  const soi_vehicle_type *const type = soi_type(model, world->vehicle_type[vehicle]);
  const double d = world->vehicle_d[vehicle], half = type->body.width / 2.0;
  soi_lane_id lane = world->vehicle_lane[vehicle];
  double front = world->vehicle_s[vehicle];
  lane_body body = {.vehicle = vehicle, .front = front, .rear = front - type->body.length, .left = d + half, .right = d - half};
  index_body(index, lane, body);
  /* The kerb side is +d where traffic keeps left. */
  const soi_lane *const here = &model->lanes[lane];
  const double to_kerb = model->side * d + half, to_middle = half - model->side * d;
  if (to_kerb > here->width / 2.0) { index_beside(index, model, lane, here->outer, -model->side, body); }
  if (to_middle > here->width / 2.0) { index_beside(index, model, lane, here->inner, model->side, body); }
  /* The lanes behind, as far as the body reaches back. */
  for (uint32_t i = 0; i < TAILS && body.rear < 0.0; ++i) {
    lane = world->vehicle_tail[(size_t)vehicle * TAILS + i];
    if (lane == 0) { break; }
    body.front += model->lanes[lane].length;
    body.rear += model->lanes[lane].length;
    index_body(index, lane, body);
  }
}

/* Marks the lanes of a path and those beside them, from which bodies reach over. */
static void want_path(soi_lane_index *index, const soi_model *model, const path *ahead) {
  for (uint32_t i = 0; i < ahead->count; ++i) {
    const soi_lane *const lane = &model->lanes[ahead->lanes[i]];
    index->wanted[ahead->lanes[i]] = index->wanted[lane->inner] = index->wanted[lane->outer] = 1;
  }
  index->wanted[0] = 0;
}

/* The nearer threat wins the time, the harder one the deceleration. closing is m/s, ttc s until contact at that speed. */
static void meet(threat *most, double ttc, double closing) {
  if (most->ttc < 0.0 || ttc < most->ttc) { most->ttc = ttc; }
  /* v^2 / (2 gap) with gap = v ttc; in contact there is nothing left to brake for. */
  if (ttc > 0.0) { most->drac = soi_max(most->drac, closing / (2.0 * ttc)); }
}

/* The nearest body ahead whose lateral interval overlaps the cart's; it is a threat while the gap closes. */
static void meet_leader(const soi_lane_index *index, const soi_world *world, soi_vehicle_id vehicle, const path *ahead, threat *most) {
  const double half = soi_type(world->model, world->vehicle_type[vehicle])->body.width / 2.0;
  const double left = world->vehicle_d[vehicle] + half, right = world->vehicle_d[vehicle] - half;
  double gap = REACH;
  soi_vehicle_id leader = 0;
  for (uint32_t i = 0; i < ahead->count; ++i) {
    for (uint32_t at = index->first[ahead->lanes[i]]; at != 0; at = index->bodies[at].next) {
      const lane_body *const body = &index->bodies[at];
      const bool ahead_of = body->vehicle != vehicle && ahead->offset[i] + body->front > 0.0;
      if (!ahead_of || body->left <= right || body->right >= left) { continue; }
      const double rear = ahead->offset[i] + body->rear;
      /* Of equals the lower row, whatever the order of the list. */
      if (rear < gap || (rear == gap && body->vehicle < leader)) {
        gap = rear;
        leader = body->vehicle;
      }
    }
  }
  const double closing = leader == 0 ? 0.0 : world->vehicle_speed[vehicle] - world->vehicle_speed[leader];
  if (closing > 0.0) { meet(most, soi_max(gap, 0.0) / closing, closing); }
}

/* --- people ------------------------------------------------------------------------------------------------------------ */

/* Where a cart's front will be, and its heading. */
typedef struct pose {
  soi_point at, heading;
} pose;

/* A cart's motion along its path at constant speed and offset. Poses are worked out when they are asked for. */
typedef struct course {
  const soi_model *model;
  const path *ahead;
  double speed, offset, half_width;
  int32_t level;
  bool known[POSES];
  pose poses[POSES];
} course;

static course course_of(const soi_world *world, soi_vehicle_id vehicle, const path *ahead) {
  const soi_model *const model = world->model;
  return (course){
      .model = model,
      .ahead = ahead,
      .speed = world->vehicle_speed[vehicle],
      .offset = world->vehicle_d[vehicle],
      .half_width = soi_type(model, world->vehicle_type[vehicle])->body.width / 2.0,
      .level = model->lanes[world->vehicle_lane[vehicle]].level,
  };
}

/* The pose after i times POSE_STEP. Beyond a path that ends it goes straight on. */
static const pose *pose_at(course *way, uint32_t i) {
  pose *const here = &way->poses[i];
  if (way->known[i]) { return here; }
  const double distance = way->speed * POSE_STEP * i;
  uint32_t part = 0;
  while (part + 1 < way->ahead->count && way->ahead->offset[part + 1] <= distance) { ++part; }
  const soi_lane_id lane = way->ahead->lanes[part];
  const double s = distance - way->ahead->offset[part], beyond = soi_max(s - way->model->lanes[lane].length, 0.0);
  here->at = soi_lane_at(way->model, lane, s, way->offset, &here->heading);
  here->at.x += here->heading.x * beyond;
  here->at.y += here->heading.y * beyond;
  way->known[i] = true;
  return here;
}

/* First time within `limit` seconds at which a disc, `ahead` metres before the middle of a front and `aside` metres left of it,
 * moving with (along, across) against it, touches that front (a segment with round ends of the disc's radius). Negative:
 * not. */
static double touch(double ahead, double aside, double along, double across, double half_width, double radius, double limit) {
  double first = -1.0;
  /* The flat of the front. */
  if (along < 0.0 && ahead >= radius) {
    const double time = (ahead - radius) / -along;
    if (time <= limit && soi_abs(aside + across * time) <= half_width) { first = time; }
  }
  /* Its two corners. */
  for (int side = -1; side <= 1; side += 2) {
    const double y = aside - side * half_width;
    const double a = along * along + across * across, b = ahead * along + y * across, c = ahead * ahead + y * y - radius * radius;
    const double under = b * b - a * c;
    if (a <= 0.0 || b >= 0.0 || c < 0.0 || under < 0.0) { continue; }
    const double time = (-b - soi_sqrt(under)) / a;
    const bool on_front = ahead + along * time >= 0.0;
    if (on_front && time <= limit && (first < 0.0 || time < first)) { first = time; }
  }
  return first;
}

/* Distance from the disc's middle to the front, less the radius. */
static double clearance(double ahead, double aside, double half_width, double radius) {
  return soi_hypot(ahead, soi_max(soi_abs(aside) - half_width, 0.0)) - radius;
}

/* Moves person and cart on until the front meets the person, the person is passed, or the horizon is reached. */
static void meet_person(course *way, soi_point at, soi_point velocity, double radius, threat *most) {
  const double walking = soi_hypot(velocity.x, velocity.y);
  uint32_t i = 0;
  while (i + 1 < POSES) {
    /* The person seen from the front: ahead and to the left of it. */
    const pose *const here = pose_at(way, i);
    const double dx = at.x + velocity.x * POSE_STEP * i - here->at.x, dy = at.y + velocity.y * POSE_STEP * i - here->at.y;
    const double ahead = dx * here->heading.x + dy * here->heading.y, aside = dy * here->heading.x - dx * here->heading.y;
    if (ahead < 0.0) { return; }
    const double room = clearance(ahead, aside, way->half_width, radius);
    const double walk_along = velocity.x * here->heading.x + velocity.y * here->heading.y;
    if (room <= 0.0) {
      meet(most, POSE_STEP * i, way->speed - walk_along);
      return;
    }
    /* As long as they cannot meet, jump ahead. */
    const double apart = room / ((way->speed + walking) * POSE_STEP);
    if (apart > 1.0) {
      i += apart >= POSES ? (uint32_t)POSES : (uint32_t)apart;
      continue;
    }
    const double walk_across = velocity.y * here->heading.x - velocity.x * here->heading.y;
    const double time = touch(ahead, aside, walk_along - way->speed, walk_across, way->half_width, radius, POSE_STEP);
    if (time >= 0.0) {
      meet(most, POSE_STEP * i + time, way->speed - walk_along);
      return;
    }
    ++i;
  }
}

/* Everybody on foot whom the cart could reach within the horizon. */
static void meet_people(const soi_world *world, soi_vehicle_id vehicle, const path *ahead, threat *most) {
  const soi_model *const model = world->model;
  course way = course_of(world, vehicle, ahead);
  const double *const x = world->person_x, *const y = world->person_y;
  const double radius = model->walking.radius;
  const double reach = (way.speed + PERSON_SPEED) * HORIZON + radius + way.half_width, reach_squared = reach * reach;
  const soi_point front = pose_at(&way, 0)->at;
  for (soi_person_id person = 1; person <= world->person_high[0]; ++person) {
    const double dx = x[person] - front.x, dy = y[person] - front.y;
    if (dx * dx + dy * dy > reach_squared || !world->person_body[person]) { continue; }
    if (model->walk_links[world->person_link[person]].level != way.level) { continue; }
    const soi_point velocity = {world->person_vx[person], world->person_vy[person]};
    meet_person(&way, (soi_point){x[person], y[person]}, velocity, radius, most);
  }
}

/* --- the step ---------------------------------------------------------------------------------------------------------- */

/* One pass over all vehicles: the traffic's speed, and who is on the carts' paths. */
static void pass_vehicles(soi_observer *observer, const soi_world *world, bool indexed) {
  double speeds = 0.0;
  uint64_t count = 0;
  for (soi_vehicle_id vehicle = 1; vehicle <= world->vehicle_high[0]; ++vehicle) {
    if (!soi_vehicle_lives(world, vehicle)) { continue; }
    if (world->vehicle_cart[vehicle] == 0) {
      /* Mean speed of the step: what it drove over the time it took. */
      speeds += soi_max(world->vehicle_speed[vehicle] - world->vehicle_acceleration[vehicle] * observer->model->step / 2.0, 0.0);
      ++count;
    }
    if (indexed && is_near(observer->index, world, vehicle)) { index_vehicle(observer->index, world, vehicle); }
  }
  observer->run->traffic_distance += speeds * observer->model->step;
  observer->run->traffic_ticks += count;
}

static void tally_threat(soi_observer *observer, soi_cart_id cart, threat most) {
  soi_cart_tally *const tally = &observer->carts[cart];
  if (most.ttc < 0.0) { return; }
  if (tally->ttc_least < 0.0 || most.ttc < tally->ttc_least) { tally->ttc_least = most.ttc; }
  if (most.ttc < EXPOSED) { ++tally->exposed_ticks; }
  observer->run->drac_most = soi_max(observer->run->drac_most, most.drac);
}

/* The vehicle of a cart that moves, else 0: a cart that stands runs into nobody. */
static uint32_t moving_body(const soi_world *world, soi_cart_id cart) {
  const soi_vehicle_id vehicle = world->cart_vehicle[cart];
  return vehicle != 0 && world->vehicle_speed[vehicle] > 0.0 ? vehicle : 0;
}

void soi_observer_conflicts(soi_observer *observer, const soi_world *world) {
  soi_lane_index *const index = observer->index;
  const uint32_t carts = observer->model->cart_count;
  bool moving = false;
  memset(index->wanted, 0, observer->model->lane_count + 1u);
  for (soi_cart_id cart = 1; cart <= carts; ++cart) {
    const soi_vehicle_id vehicle = moving_body(world, cart);
    if (vehicle == 0) { continue; }
    const path ahead = path_of(world, vehicle);
    want_path(index, observer->model, &ahead);
    moving = true;
  }
  if (moving) {
    index->count = 0;
    memset(index->first, 0, sizeof *index->first * (observer->model->lane_count + 1u));
  }
  pass_vehicles(observer, world, moving);
  for (soi_cart_id cart = 1; cart <= carts; ++cart) {
    const soi_vehicle_id vehicle = moving_body(world, cart);
    if (vehicle == 0) { continue; }
    const path ahead = path_of(world, vehicle);
    threat most = {.ttc = -1.0, .drac = -1.0};
    meet_leader(index, world, vehicle, &ahead, &most);
    meet_people(world, vehicle, &ahead, &most);
    tally_threat(observer, cart, most);
  }
}
