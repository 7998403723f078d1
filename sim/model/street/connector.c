/* Connectors: the lanes through junctions. Every approach shares its lanes out among the exits in their order from the kerb side
 * to the far side, so that paths of one approach never cross each other. */
#include "build.h"

static const double THROUGH_ANGLE = 0.87; /* rad (50 degrees): the straightest exit within it goes on, the others turn */
static const double BACK_ANGLE = 2.7;     /* rad (155 degrees): turns beyond it go back, on the other side of a divided road */
static const double CURVED_ANGLE = 0.35;  /* rad (20 degrees) */
static const double CONNECTOR_STEP = 1.0; /* m */

/* One way out of the junction for an approach. */
typedef struct way_out {
  const soi_arm *arm;
  double angle; /* towards the kerb side, rad: the greatest comes first */
  soi_turn turn;
} way_out;

typedef struct ways_out {
  way_out *items;
  uint32_t count;
  uint32_t through; /* index of the exit that goes on, or count */
} ways_out;

/* The side of the kerb: traffic that keeps left turns left without meeting anyone. */
static double kerb_side(const soi_build *build) { return build->map->drive_on == SOI_SIDE_LEFT ? 1.0 : -1.0; }

/* The roads an approach may go on to; an empty list means all. */
static soi_references onto(const soi_build *build, const soi_arm *approach) {
  const soi_road_definition *const road = soi_road_of(build, approach->road);
  return approach->at_end ? road->onto_forward : road->onto_backward;
}

static bool lists(soi_references list, uint32_t row) {
  for (uint32_t i = 0; i < list.count; ++i) {
    if (list.items[i] == row) { return true; }
  }
  return false;
}

/* Lists the exits for an approach, from the kerb side to the far side. Its own road counts only where there is no other, or where
 * the map says so. */
static ways_out list_exits(soi_build *build, soi_span node_arms, const soi_arm *approach) {
  ways_out ways = {SOI_NEW(&build->scratch, way_out, node_arms.count), 0, 0};
  const soi_point heading = scaled(approach->direction, -1.0);
  const soi_references allowed = onto(build, approach);
  for (uint32_t i = 0; i < node_arms.count; ++i) {
    const soi_arm *const arm = &build->arms[node_arms.first + i];
    if (arm->leaving.count == 0 || !(arm == approach ? lists(allowed, arm->road) : allowed.count == 0 || lists(allowed, arm->road))) {
      continue;
    }
    way_out way = {arm, kerb_side(build) * angle_between(heading, arm->direction), SOI_TURN_THROUGH};
    if (arm == approach || soi_abs(way.angle) > BACK_ANGLE) {
      way.turn = SOI_TURN_BACK;
      way.angle = way.angle > 0.0 ? way.angle - 2.0 * SOI_PI : way.angle;
    }
    /* Insertion keeps equal angles in the order of the roads. */
    uint32_t at = ways.count++;
    for (; at > 0 && ways.items[at - 1].angle < way.angle; --at) { ways.items[at] = ways.items[at - 1]; }
    ways.items[at] = way;
  }
  if (ways.count == 0 && approach->leaving.count > 0) { ways.items[ways.count++] = (way_out){approach, -SOI_PI, SOI_TURN_BACK}; }
  return ways;
}

/* Names the turns: the straightest exit within THROUGH_ANGLE goes on, those before and after it turn. */
static void name_turns(const soi_build *build, ways_out *ways, uint32_t arm_count) {
  const soi_turn near = kerb_side(build) > 0.0 ? SOI_TURN_LEFT : SOI_TURN_RIGHT;
  const soi_turn far = kerb_side(build) > 0.0 ? SOI_TURN_RIGHT : SOI_TURN_LEFT;
  ways->through = ways->count;
  if (ways->count == 1 && ways->items[0].turn == SOI_TURN_BACK) { return; }
  double straightest = arm_count == 2 ? 4.0 : THROUGH_ANGLE;
  for (uint32_t i = 0; i < ways->count; ++i) {
    if (ways->items[i].turn != SOI_TURN_BACK && soi_abs(ways->items[i].angle) < straightest) {
      straightest = soi_abs(ways->items[i].angle);
      ways->through = i;
    }
  }
  for (uint32_t i = 0; i < ways->count; ++i) {
    const bool is_near = ways->through < ways->count ? i < ways->through : ways->items[i].angle > 0.0;
    if (ways->items[i].turn != SOI_TURN_BACK) { ways->items[i].turn = i == ways->through ? SOI_TURN_THROUGH : is_near ? near : far; }
  }
}

/* Adds the connector from one lane to another. */
static void add_connector(soi_build *build, soi_junction_id junction, soi_lane_id from, soi_lane_id to, soi_turn turn) {
  const soi_lane start = build->lanes.items[from];
  const soi_lane end = build->lanes.items[to];
  const uint32_t first = start.first_point + start.segments, last = end.first_point;
  const soi_point start_heading = build->headings.items[first], end_heading = build->headings.items[last];
  double length = 0.0, radius = 0.0;
  const soi_knots knots = soi_curve(&build->scratch, build->points.items[first], start_heading, build->points.items[last], end_heading,
                                    CONNECTOR_STEP, &length, &radius);
  soi_lane *const lane = soi_table_add(&build->scratch, &build->lanes);
  *lane = (soi_lane){
      .junction = junction,
      .direction = start.direction,
      .road_class = start.road_class,
      .level = start.level,
      .turn = turn,
      .from = from,
      .to = to,
      .width = soi_min(start.width, end.width),
      .speed_limit = soi_min(start.speed_limit, end.speed_limit),
  };
  soi_lane_draw(build, lane, knots, length);
  lane->stop_line = length;
  lane->curved = turn == SOI_TURN_BACK || soi_abs(angle_between(start_heading, end_heading)) > CURVED_ANGLE;
  lane->curve_speed = soi_min(lane->speed_limit, soi_sqrt(2.0 * radius));
}

/* A lane of a span by its place from the kerb, from 1; places beyond either edge mean the edge. */
static soi_lane_id lane_number(soi_span lanes, int64_t index) {
  const int64_t last = (int64_t)lanes.count;
  return lanes.first + (uint32_t)((index < 1 ? 1 : index > last ? last : index) - 1);
}

/* What the lanes low..high of an approach do at one exit, and whether they line up at the kerb or at the innermost lane. */
typedef struct share {
  uint32_t low, high;
  bool from_kerb;
} share;

static void connect_lane(soi_build *build, soi_junction_id junction, const soi_arm *approach, const ways_out *ways, const share *shares,
                         uint32_t index) {
  for (uint32_t i = 0; i < ways->count; ++i) {
    if (index < shares[i].low || index > shares[i].high) { continue; }
    const soi_span exit = ways->items[i].arm->leaving;
    const int64_t target =
        shares[i].from_kerb ? (int64_t)index - shares[i].low + 1 : (int64_t)exit.count - ((int64_t)shares[i].high - (int64_t)index);
    add_connector(build, junction, lane_number(approach->entering, index), lane_number(exit, target), ways->items[i].turn);
  }
}

/* The exit most lanes lead to: the one that goes on, or the straightest where all lie on one side. Where that is a lesser road
 * than the approach, or nothing goes on, the only exit that is a road of the approach's own kind. Else none (count). */
static uint32_t main_exit(const soi_build *build, const ways_out *ways, soi_road_class approach) {
  const bool all_near = ways->items[ways->count - 1].angle > 0.0, all_far = ways->items[0].angle <= 0.0;
  const uint32_t straight = ways->through < ways->count ? ways->through : all_near ? ways->count - 1 : all_far ? 0 : ways->count;
  if (straight < ways->count && soi_road_of(build, ways->items[straight].arm->road)->road_class >= approach) { return straight; }
  uint32_t equals = 0, best = straight;
  for (uint32_t i = 0; i < ways->count; ++i) {
    if (soi_road_of(build, ways->items[i].arm->road)->road_class >= approach) {
      best = i;
      ++equals;
    }
  }
  return equals == 1 ? best : straight;
}

/* Shares lanes out where one exit takes most of them. The lanes of the edges also turn; where the exit is too narrow for all,
 * those that turn leave it to the others first. */
static void share_around(const ways_out *ways, uint32_t main, uint32_t lanes, share *shares) {
  const uint32_t room = ways->items[main].arm->leaving.count;
  const bool near = main > 0, far = main + 1 < ways->count;
  share middle = {1, lanes, ways->items[main].turn == SOI_TURN_THROUGH || ways->items[main].angle > 0.0};
  if (near && middle.high - middle.low + 1 > room && middle.low < middle.high) { ++middle.low; }
  if (far && middle.high - middle.low + 1 > room && middle.low < middle.high) { --middle.high; }
  for (uint32_t i = 0; i < ways->count; ++i) {
    shares[i] = i < main ? (share){1, 1, true} : i > main ? (share){lanes, lanes, false} : middle;
  }
}

/* Shares lanes out where nothing goes on and there are turns to both sides: the kerb half turns near, the inner half far. */
static void share_halves(const ways_out *ways, uint32_t lanes, share *shares) {
  const uint32_t half = (lanes + 1) / 2;
  uint32_t near = 0;
  while (near < ways->count && ways->items[near].angle > 0.0) { ++near; }
  for (uint32_t i = 0; i < ways->count; ++i) {
    const share last_near = {1, half, true}, first_far = {lanes > 1 ? half + 1 : 1, lanes, false};
    shares[i] = i + 1 == near ? last_near : i == near ? first_far : i < near ? (share){1, 1, true} : (share){lanes, lanes, false};
  }
}

/* --- lanes that are told where to lead --------------------------------------------------------------------------------- */

/* Whether a lane's text has the word for a turn. */
static bool has_turn(const char *text, soi_turn turn) {
  static const char *const words[] = {
      [SOI_TURN_THROUGH] = "through", [SOI_TURN_LEFT] = "left", [SOI_TURN_RIGHT] = "right", [SOI_TURN_BACK] = "back"};
  const char *const word = words[turn];
  for (const char *at = text; *at != '\0';) {
    uint32_t length = 0, same = 0;
    while (at[length] != '\0' && at[length] != ' ') {
      same += same == length && word[same] == at[length] ? 1 : 0;
      ++length;
    }
    if (same == length && word[length] == '\0') { return true; }
    at += length + (at[length] == ' ' ? 1 : 0);
  }
  return false;
}

/* Shares lanes out as the map says. Exits it has no lane for keep the share they have; where that would make paths cross, or a
 * lane would lead nowhere, false: then the map's lanes do not fit its exits, and all keep their shares. */
static bool share_as_told(const soi_build *build, const soi_arm *approach, const ways_out *ways, uint32_t lanes, share *shares) {
  const soi_road_definition *const road = soi_road_of(build, approach->road);
  const soi_texts texts = approach->at_end ? road->turn_lanes_forward : road->turn_lanes_backward;
  if (texts.count != lanes) { return false; }
  const bool kerb_left = build->map->drive_on == SOI_SIDE_LEFT;
  uint64_t used = 0;
  for (uint32_t i = 0; i < ways->count; ++i) {
    uint32_t low = 0, high = 0;
    for (uint32_t index = 1; index <= lanes; ++index) {
      if (has_turn(texts.items[kerb_left ? index - 1 : lanes - index], ways->items[i].turn)) {
        low = low == 0 ? index : low;
        high = index;
      }
    }
    if (low > 0) {
      shares[i].low = low;
      shares[i].high = high;
    }
    for (uint32_t index = shares[i].low; index <= shares[i].high; ++index) { used |= 1ull << index; }
    if (i > 0 && (shares[i].low < shares[i - 1].low || shares[i].high < shares[i - 1].high)) { return false; }
  }
  return used == (1ull << (lanes + 1)) - 2;
}

/* All connectors of one approach, lane by lane from the kerb. */
static void connect_approach(soi_build *build, soi_junction_id junction, soi_span node_arms, const soi_arm *approach) {
  const uint32_t lanes = approach->entering.count;
  if (lanes == 0) { return; }
  ways_out ways = list_exits(build, node_arms, approach);
  if (ways.count == 0) {
    const soi_road_definition *const road = soi_road_of(build, approach->road);
    const uint32_t node = approach->at_end ? road->to : road->from;
    soi_error_add(build->errors, road->record.mark,
                  "traffic on road '%s' finds no way on at node '%s'; a road with a lane that leads away expected", road->record.id,
                  build->map->nodes.items[node - 1].record.id);
    return;
  }
  name_turns(build, &ways, node_arms.count);
  share *const shares = SOI_NEW(&build->scratch, share, ways.count);
  const uint32_t main = main_exit(build, &ways, soi_road_of(build, approach->road)->road_class);
  if (main < ways.count) {
    share_around(&ways, main, lanes, shares);
  } else {
    share_halves(&ways, lanes, shares);
  }
  share *const told = SOI_NEW(&build->scratch, share, ways.count);
  for (uint32_t i = 0; i < ways.count; ++i) { told[i] = shares[i]; }
  const bool fits = share_as_told(build, approach, &ways, lanes, told);
  for (uint32_t index = 1; index <= lanes; ++index) { connect_lane(build, junction, approach, &ways, fits ? told : shares, index); }
}

/* The connector of a junction that leads into a lane, one that goes straight on rather than a turn; 0 for none. */
static soi_lane_id leads_into(const soi_build *build, soi_span connectors, soi_lane_id lane) {
  soi_lane_id best = 0;
  for (uint32_t row = connectors.first; row < connectors.first + connectors.count; ++row) {
    if (build->lanes.items[row].to == lane && (best == 0 || build->lanes.items[row].turn == SOI_TURN_THROUGH)) { best = row; }
  }
  return best;
}

/* The nearest lane beside one that traffic comes straight into, of an exit's: the connector by which it comes, 0 for none. */
static soi_lane_id straight_beside(const soi_build *build, soi_span connectors, soi_span exit, soi_lane_id lane) {
  for (uint32_t away = 1; away < exit.count; ++away) {
    const soi_lane_id sides[2] = {lane >= exit.first + away ? lane - away : 0, lane + away < exit.first + exit.count ? lane + away : 0};
    for (int i = 0; i < 2; ++i) {
      const soi_lane_id by = sides[i] != 0 ? leads_into(build, connectors, sides[i]) : 0;
      if (by != 0 && build->lanes.items[by].turn == SOI_TURN_THROUGH) { return by; }
    }
  }
  return 0;
}

/* Lanes that begin in a junction, where a road grows wider or for a turn ahead, are come into from where traffic goes straight into
 * the lane beside them. */
static void feed_new_lanes(soi_build *build, soi_junction_id junction, soi_span arms, soi_span connectors) {
  for (uint32_t i = 0; i < arms.count; ++i) {
    const soi_span exit = build->arms[arms.first + i].leaving;
    for (soi_lane_id lane = exit.first; lane < exit.first + exit.count; ++lane) {
      const soi_lane_id by = leads_into(build, connectors, lane) == 0 ? straight_beside(build, connectors, exit, lane) : 0;
      if (by != 0) { add_connector(build, junction, build->lanes.items[by].from, lane, SOI_TURN_THROUGH); }
    }
  }
}

/* Fills lane_links: for every lane those it leads to, then those that lead to it, in the order of their rows. */
static void link_lanes(soi_build *build) {
  const uint32_t count = build->lanes.count;
  soi_lane *const lanes = build->lanes.items;
  uint32_t connectors = 0;
  for (uint32_t row = 1; row < count; ++row) {
    if (lanes[row].junction == 0) { continue; }
    ++connectors;
    ++lanes[lanes[row].from].out.count;
    ++lanes[lanes[row].to].in.count;
    lanes[row].out.count = lanes[row].in.count = 1;
  }
  /* Each connector makes four entries; row 0 stays empty. */
  soi_lane_id *const links = SOI_NEW(&build->model->arena, soi_lane_id, 4 * (size_t)connectors + 1);
  uint32_t used = 1;
  for (uint32_t row = 1; row < count; ++row) {
    lanes[row].out.first = used;
    used += lanes[row].out.count;
    lanes[row].in.first = used;
    used += lanes[row].in.count;
    lanes[row].out.count = lanes[row].in.count = 0;
  }
  for (uint32_t row = 1; row < count; ++row) {
    if (lanes[row].junction == 0) { continue; }
    soi_lane *const from = &lanes[lanes[row].from];
    soi_lane *const to = &lanes[lanes[row].to];
    links[from->out.first + from->out.count++] = row;
    links[to->in.first + to->in.count++] = row;
    links[lanes[row].in.first + lanes[row].in.count++] = lanes[row].from;
    links[lanes[row].out.first + lanes[row].out.count++] = lanes[row].to;
  }
  build->model->lane_links = links;
  build->model->lane_link_count = used;
}

/* The radius within which all the connectors of a junction lie. */
static void measure_junction(const soi_build *build, soi_junction *junction) {
  for (uint32_t i = 0; i < junction->connectors.count; ++i) {
    const soi_lane *const lane = &build->lanes.items[junction->connectors.first + i];
    const soi_points points = soi_lane_points(build, lane);
    for (uint32_t point = 0; point < points.count; ++point) {
      junction->radius = soi_max(junction->radius, distance(junction->at, points.items[point]) + 0.5 * lane->width);
    }
  }
}

void soi_build_connectors(soi_build *build) {
  soi_model *const model = build->model;
  for (uint32_t row = 1; row <= model->junction_count; ++row) {
    soi_junction *const junction = &model->junctions[row];
    const soi_span arms = build->node_arms[junction->node];
    junction->connectors.first = build->lanes.count;
    for (uint32_t i = 0; i < arms.count; ++i) { connect_approach(build, row, arms, &build->arms[arms.first + i]); }
    const uint32_t first = junction->connectors.first;
    feed_new_lanes(build, row, arms, (soi_span){first, build->lanes.count - first});
    junction->connectors.count = build->lanes.count - junction->connectors.first;
    measure_junction(build, junction);
  }
  link_lanes(build);
}
