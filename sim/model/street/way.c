/* Ways of vehicles: the destinations in use, and what it costs to reach each from the start of every lane. Searched backwards
 * from the destination (Dijkstra 1959), lane changes included. */
#include "build.h"

static const double FAR_TURN_COST = 5.0;  /* s, for waiting for a gap in oncoming traffic */
static const double SIGNAL_COST = 10.0;   /* s */
static const double BODY = 12.0;          /* m of the lane that a vehicle is past when its first change begins: the longest, at least */
static const double CHANGE_PAUSE = 4.0;   /* s from one change to the next */
static const double HURRIED_COST = 900.0; /* s, for changes with less room than that: drivers may miss their lane, so only where
                                              there is no other way */
static const double BACK_COST = 15.0;     /* s */
static const double AT_THE_END = 1.0;     /* m past a way's end that still count as there */

/* --- costs ----------------------------------------------------------------------------------------------------------- */

static double drive_speed(const soi_lane *lane) { return soi_max(soi_min(lane->speed_limit, lane->curve_speed), 0.1); }

/* Seconds to drive a lane from end to end, waiting at its start included. */
static double lane_cost(const soi_build *build, const soi_lane *lane) {
  double cost = lane->length / drive_speed(lane);
  if (lane->junction != 0) {
    const soi_turn far = build->map->drive_on == SOI_SIDE_LEFT ? SOI_TURN_RIGHT : SOI_TURN_LEFT;
    cost += lane->turn == far ? FAR_TURN_COST : lane->turn == SOI_TURN_BACK ? BACK_COST : 0.0;
    cost += lane->signal != 0 ? SIGNAL_COST : 0.0;
  }
  return cost;
}

/* Room for the body on the lane, a pause between changes, and the last one done before the end, as road/lane_change.c has it. */
double soi_lane_change_room(const soi_model *model, uint32_t changes, double speed) {
  const double easy = soi_max(BODY, model->longest_body) + (SOI_CHANGE_TIME + ((double)changes - 1.0) * CHANGE_PAUSE) * speed;
  return changes == 0 ? 0.0 : soi_max(SOI_LANE_CHANGE_ROOM * changes, easy);
}

/* Seconds that so many changes over room metres of a lane count for at a speed; SOI_NO_WAY where there is no room. */
static double change_cost(const soi_model *model, uint32_t changes, double room, double speed) {
  const double cost = SOI_CHANGE_COST * changes;
  if (room < SOI_LANE_CHANGE_ROOM * changes) { return SOI_NO_WAY; }
  return room < soi_lane_change_room(model, changes, speed) ? cost + HURRIED_COST : cost;
}

static uint32_t lanes_between(const soi_lane *a, const soi_lane *b) {
  return a->index > b->index ? a->index - b->index : b->index - a->index;
}

/* The lanes of the same road and direction are consecutive rows: the first of them, and how many there are. */
static soi_span siblings(const soi_model *model, soi_lane_id lane) {
  const soi_lane *const row = &model->lanes[lane];
  if (row->junction != 0) { return (soi_span){lane, 1}; }
  soi_span span = {lane - (row->index - 1), 1};
  while (model->lanes[span.first + span.count - 1].inner != 0) { ++span.count; }
  return span;
}

/* --- one cost table -------------------------------------------------------------------------------------------------- */

typedef struct search {
  const soi_build *build;
  double *cost; /* [lane] */
  soi_heap heap;
} search;

/* Offers a cost for being in lane `through` and using it over room metres, to that lane and, with lane changes, to its siblings.
 */
static void offer(search *run, soi_lane_id through, double cost, double room) {
  const soi_model *const model = run->build->model;
  const soi_span lanes = siblings(model, through);
  for (uint32_t i = 0; i < lanes.count; ++i) {
    const soi_lane_id lane = lanes.first + i;
    const uint32_t changes = lanes_between(&model->lanes[lane], &model->lanes[through]);
    const double offered = cost + change_cost(model, changes, room, drive_speed(&model->lanes[through]));
    if (offered < run->cost[lane]) {
      run->cost[lane] = offered;
      soi_heap_push(&run->heap, offered, lane);
    }
  }
}

/* The lanes where a way ends. */
static void offer_goals(search *run, const soi_way *way) {
  const soi_model *const model = run->build->model;
  if (way->lane != 0) {
    offer(run, way->lane, way->s / drive_speed(&model->lanes[way->lane]), way->s);
    return;
  }
  const soi_span arms = run->build->node_arms[way->node];
  for (uint32_t i = 0; i < arms.count; ++i) {
    const soi_span entering = run->build->arms[arms.first + i].entering;
    for (soi_lane_id lane = entering.first; lane < entering.first + entering.count; ++lane) {
      offer(run, lane, lane_cost(run->build, &model->lanes[lane]), model->lanes[lane].length);
    }
  }
}

static void fill_costs(soi_build *build, uint32_t way_row, double *cost) {
  const soi_model *const model = build->model;
  search run = {.build = build, .cost = cost, .heap = {.arena = &build->scratch}};
  for (soi_lane_id lane = 0; lane <= model->lane_count; ++lane) { cost[lane] = SOI_NO_WAY; }
  offer_goals(&run, &model->ways[way_row]);
  soi_heap_item item;
  while (soi_heap_pop(&run.heap, &item)) {
    if (item.cost > cost[item.row]) { continue; /* reached more cheaply since */ }
    const soi_span in = model->lanes[item.row].in;
    for (uint32_t i = 0; i < in.count; ++i) {
      const soi_lane_id before = model->lane_links[in.first + i];
      offer(&run, before, item.cost + lane_cost(build, &model->lanes[before]), model->lanes[before].length);
    }
  }
  float *const row = soi_way_costs(model, way_row);
  for (soi_lane_id lane = 0; lane <= model->lane_count; ++lane) { row[lane] = (float)cost[lane]; }
}

/* --- following a way ------------------------------------------------------------------------------------------------- */

/* Where a step along a way leads: into lane `lane` at s 0, or to the goal. */
typedef struct way_step {
  soi_lane_id lane;
  double length, time;
  bool arrived, found;
} way_step;

static double travel_time(const soi_lane *lane, double metres, double top_speed) { return metres / soi_min(drive_speed(lane), top_speed); }

/* The cheapest way on from s on a lane: straight to a goal ahead, or over the end of the lane or of a sibling. */
static way_step step_on(const soi_build *build, soi_lane_id lane, double s, soi_way_id way_row, double top_speed) {
  const soi_model *const model = build->model;
  const soi_way *const way = &model->ways[way_row];
  const soi_lane *const here = &model->lanes[lane];
  const soi_span lanes = siblings(model, lane);
  way_step best = {0};
  double least = SOI_NO_WAY;
  for (uint32_t i = 0; i < lanes.count; ++i) {
    const soi_lane *const sibling = &model->lanes[lanes.first + i];
    const uint32_t changes = lanes_between(here, sibling);
    const double left = here->length - s, speed = soi_min(drive_speed(sibling), top_speed);
    if (way->lane == lanes.first + i && way->s - s >= 0.1) {
      const double time = travel_time(here, way->s - s, top_speed), cost = change_cost(model, changes, way->s - s, speed) + time;
      if (cost < least) {
        least = cost;
        best = (way_step){.length = way->s - s, .time = time, .arrived = true, .found = true};
      }
    }
    const double change = change_cost(model, changes, left, speed);
    for (uint32_t link = 0; link < sibling->out.count; ++link) {
      const soi_lane_id next = model->lane_links[sibling->out.first + link];
      const double cost = change + travel_time(here, left, top_speed) + soi_way_cost(model, way_row, next);
      if (cost < least) {
        least = cost;
        best = (way_step){next, left, travel_time(here, left, top_speed), false, true};
      }
    }
  }
  return best;
}

bool soi_way_measure(const soi_build *build, soi_lane_id lane, double s, soi_way_id way, double top_speed, double *length, double *time) {
  *length = *time = 0.0;
  /* No way is longer than all lanes once, and once more for a goal just behind. */
  for (uint32_t steps = 0; steps <= 2 * build->model->lane_count + 2; ++steps) {
    const way_step step = step_on(build, lane, s, way, top_speed);
    if (!step.found) { return false; }
    *length += step.length;
    *time += step.time;
    if (step.arrived) { return true; }
    lane = step.lane;
    s = 0.0;
  }
  return false;
}

/* --- destinations ---------------------------------------------------------------------------------------------------- */

static soi_way_id add_way(soi_build *build, soi_way way) {
  *soi_table_add(&build->scratch, &build->ways) = way;
  return build->ways.count - 1;
}

/* Ends of the map that vehicles are bound for, in the order of the flows, each once. */
static void add_end_ways(soi_build *build) {
  const soi_traffic_definition *const traffic = &build->definition->scenario.traffic;
  for (uint32_t i = 0; i < traffic->flows.count; ++i) {
    const uint32_t node = traffic->flows.items[i].to;
    bool known = false;
    for (soi_way_id way = 1; way < build->ways.count; ++way) { known = known || build->ways.items[way].node == node; }
    if (!known && node != 0) { (void)add_way(build, (soi_way){.node = node}); }
  }
}

void soi_build_ways(soi_build *build) {
  soi_model *const model = build->model;
  (void)soi_table_add(&build->scratch, &build->ways);
  add_end_ways(build);
  for (uint32_t row = 1; row <= model->stop_count; ++row) {
    soi_stop *const stop = &model->stops[row];
    if (stop->lane != 0) { stop->way = add_way(build, (soi_way){.lane = stop->lane, .s = stop->s}); }
  }
  for (uint32_t row = 1; row <= model->depot_count; ++row) {
    soi_depot *const depot = &model->depots[row];
    if (depot->lane != 0) { depot->way = add_way(build, (soi_way){.lane = depot->lane, .s = depot->s}); }
  }
  model->ways = soi_table_publish(&model->arena, &build->ways);
  model->way_count = build->ways.count - 1;
  model->way_cost = SOI_NEW(&model->arena, float, (size_t)build->ways.count *(model->lane_count + 1));
  double *const cost = SOI_NEW(&build->scratch, double, (size_t)model->lane_count + 1);
  for (soi_way_id way = 1; way <= model->way_count; ++way) { fill_costs(build, way, cost); }
}

double soi_way_seconds(const soi_model *model, soi_way_id way, soi_lane_id lane, double s) {
  const soi_lane *place = &model->lanes[lane];
  const double speed = soi_max(soi_min(place->speed_limit, place->curve_speed), 0.1);
  const double ahead = soi_way_cost(model, way, lane) - s / speed;
  if (ahead >= -AT_THE_END / speed) { return soi_max(ahead, 0.0); }
  /* past the end, which lies on this lane: over the next lane and round */
  double least = SOI_NO_WAY;
  for (uint32_t i = 0; i < place->out.count; ++i) {
    least = soi_min(least, soi_way_cost(model, way, model->lane_links[place->out.first + i]));
  }
  return (place->length - s) / speed + least;
}

soi_lane_id soi_way_connector(const soi_model *model, soi_way_id way, soi_lane_id lane) {
  const soi_span out = model->lanes[lane].out;
  const float *cost = soi_way_costs(model, way);
  soi_lane_id best = 0;
  for (uint32_t i = 0; i < out.count; ++i) {
    const soi_lane_id next = model->lane_links[out.first + i];
    if (cost[next] < SOI_NO_WAY && (best == 0 || cost[next] < cost[best])) { best = next; }
  }
  return best;
}
