/* What a road says about its ends: where it stops short of a wide junction, which roads its traffic may go on to, what its lanes
 * are for, and who gives way. */
#include "plan.h"

/* A crossroads in left-hand traffic: two lanes come from the west, a road leaves to the north, east and south. */
#define CROSSROADS(west, south) \
  "drive_on: left\n" \
  "nodes: {o: {at: [0, 0]}, w: {at: [-100, 0]}, n: {at: [0, 100]}, e: {at: [100, 0]}, s: {at: [0, -100]}}\n" \
  "roads:\n" \
  "  west: {from: w, to: o, lanes_forward: 2, lanes_backward: 0" west "}\n" \
  "  north: {from: o, to: n}\n" \
  "  east: {from: o, to: e}\n" \
  "  south: {from: s, to: o" south "}\n"

typedef struct place {
  soi_definition definition;
  soi_model *model;
} place;

static place build(const char *text) {
  place p;
  memset(&p, 0, sizeof p);
  soi_errors errors = {.arena = &p.definition.arena};
  assert_true(soi_load_map_text(&p.definition, "test.yaml", text, strlen(text), &errors));
  p.model = soi_model_build(&p.definition, soi_memory_libc(), &errors);
  if (p.model == NULL) { fail_msg("%s", errors.items[0].message); }
  return p;
}

static void release(place *p) {
  soi_model_release(p->model);
  soi_definition_release(&p->definition);
}

static uint32_t road(const place *p, const char *id) {
  for (uint32_t i = 0; i < p->definition.map.roads.count; ++i) {
    if (strcmp(p->definition.map.roads.items[i].record.id, id) == 0) { return i + 1; }
  }
  fail_msg("no road %s", id);
  return 0;
}

/* The connector from lane `index` of one road to another road, 0 when there is none. */
static soi_lane_id connector(const place *p, const char *from, uint32_t index, const char *to) {
  for (soi_lane_id row = 1; row <= p->model->lane_count; ++row) {
    const soi_lane *const lane = &p->model->lanes[row];
    if (lane->junction != 0 && p->model->lanes[lane->from].road == road(p, from) && p->model->lanes[lane->to].road == road(p, to) &&
        (index == 0 || p->model->lanes[lane->from].index == index)) {
      return row;
    }
  }
  return 0;
}

static void traffic_goes_on_only_where_it_may(void **state) {
  (void)state;
  place free = build(CROSSROADS("", "")), told = build(CROSSROADS(", onto_forward: [east, south]", ""));
  assert_true(connector(&free, "west", 0, "north") != 0);
  assert_true(connector(&told, "west", 0, "north") == 0);
  assert_true(connector(&told, "west", 0, "east") != 0 && connector(&told, "west", 0, "south") != 0);
  release(&free);
  release(&told);
}

static void a_road_that_lists_itself_turns_back(void **state) {
  (void)state;
  place p = build(CROSSROADS("", ", onto_forward: [east, south]"));
  const soi_lane_id back = connector(&p, "south", 1, "south");
  assert_true(back != 0);
  assert_int_equal(p.model->lanes[back].turn, SOI_TURN_BACK);
  release(&p);
}

static void lanes_lead_where_they_are_told(void **state) {
  (void)state;
  /* From left to right: the left lane is the kerb's in left-hand traffic. */
  place p = build(CROSSROADS(", turn_lanes_forward: [left, through right]", ""));
  assert_true(connector(&p, "west", 1, "north") != 0 && connector(&p, "west", 2, "north") == 0);
  assert_true(connector(&p, "west", 1, "east") == 0 && connector(&p, "west", 2, "east") != 0);
  assert_true(connector(&p, "west", 1, "south") == 0 && connector(&p, "west", 2, "south") != 0);
  release(&p);
}

static void lanes_that_fit_no_exit_are_shared_as_ever(void **state) {
  (void)state;
  /* Told so, the left lane would lead nowhere. */
  place p = build(CROSSROADS(", onto_forward: [east], turn_lanes_forward: [left, through]", ""));
  assert_true(connector(&p, "west", 1, "east") != 0 && connector(&p, "west", 2, "east") != 0);
  release(&p);
}

static void who_gives_way_yields_to_all_others(void **state) {
  (void)state;
  place p = build(CROSSROADS(", yields_forward: yes, class: primary", ""));
  const soi_lane_id own = connector(&p, "west", 0, "east"), other = connector(&p, "south", 0, "north");
  bool met = false;
  for (uint32_t i = 0; i < p.model->lanes[own].conflict_zones.count; ++i) {
    const soi_conflict_zone *const zone = &p.model->conflict_zones[p.model->lanes[own].conflict_zones.first + i];
    if (zone->partner == 0 || p.model->conflict_zones[zone->partner].lane != other) { continue; }
    met = true;
    assert_int_equal(zone->right, SOI_YIELDS);
  }
  assert_true(met);
  release(&p);
}

/* A ring of three roads, clockwise as traffic keeps left, with a street at each node. */
static const char RING[] =
    "drive_on: left\n"
    "nodes: {a: {at: [0, 20]}, b: {at: [17, -10]}, c: {at: [-17, -10]}, n: {at: [0, 120]}, e: {at: [110, -60]}, w: {at: [-110, -60]}}\n"
    "roads:\n"
    "  ab: {from: a, to: b, via: [[17, 10]], lanes_backward: 0, roundabout: yes}\n"
    "  bc: {from: b, to: c, via: [[0, -20]], lanes_backward: 0, roundabout: yes}\n"
    "  ca: {from: c, to: a, via: [[-17, 10]], lanes_backward: 0, roundabout: yes}\n"
    "  north: {from: n, to: a, class: primary}\n"
    "  east: {from: e, to: b}\n"
    "  west: {from: w, to: c}\n";

static void a_ring_goes_before_those_who_enter_it(void **state) {
  (void)state;
  place p = build(RING);
  assert_int_equal(p.model->roundabout_count, 1);
  assert_int_equal(p.model->roundabouts[1].lanes.count, 3);
  assert_true(p.model->roundabouts[1].places >= 3);
  const soi_lane_id enters = connector(&p, "north", 1, "ab"), goes_on = connector(&p, "ca", 1, "ab");
  assert_true(p.model->lanes[enters].gives_way && !p.model->lanes[goes_on].gives_way);
  bool met = false;
  for (uint32_t i = 0; i < p.model->lanes[enters].conflict_zones.count; ++i) {
    const soi_conflict_zone *const zone = &p.model->conflict_zones[p.model->lanes[enters].conflict_zones.first + i];
    if (p.model->conflict_zones[zone->partner].lane != goes_on) { continue; }
    met = true;
    assert_int_equal(zone->right, SOI_YIELDS);
  }
  assert_true(met);
  release(&p);
}

static void a_road_apart_from_its_node_ends_where_it_says(void **state) {
  (void)state;
  place p = build(CROSSROADS(", via: [[-30, 4]], apart_to: yes", ""));
  for (soi_lane_id row = 1; row <= p.model->lane_count; ++row) {
    const soi_lane *const lane = &p.model->lanes[row];
    if (lane->road != road(&p, "west")) { continue; }
    soi_point heading;
    const soi_point end = soi_lane_at(p.model, row, lane->length, 0.0, &heading);
    /* Beside the point, half a lane to either side, with the heading of the last piece. */
    const double away = (end.x + 30.0) * heading.x + (end.y - 4.0) * heading.y;
    assert_true(away > -0.01 && away < 0.01);
    assert_true(end.y > 2.4 && end.y < 5.6);
  }
  release(&p);
}

static void mistakes_are_told(void **state) {
  (void)state;
  static const char *const texts[][2] = {
      {CROSSROADS(", turn_lanes_forward: [left]", ""), "roads.west.turn_lanes_forward: 1 lane; expected 2, as many as the road has"},
      {CROSSROADS(", turn_lanes_forward: [left, ahead]", ""),
       "roads.west.turn_lanes_forward: 'ahead' is not where a lane leads; expected words of left, through, right, back"},
      {CROSSROADS(", apart_from: yes, apart_to: yes, via: [[-50, 0]]", ""),
       "roads.west.to: the road is shorter than 1 m; expected nodes further apart"},
  };
  for (size_t i = 0; i < sizeof texts / sizeof texts[0]; ++i) {
    soi_definition definition = {0};
    soi_errors errors = {.arena = &definition.arena};
    assert_false(soi_load_map_text(&definition, "test.yaml", texts[i][0], strlen(texts[i][0]), &errors));
    assert_string_equal(errors.items[0].message, texts[i][1]);
    soi_definition_release(&definition);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(traffic_goes_on_only_where_it_may),
      cmocka_unit_test(a_road_that_lists_itself_turns_back),
      cmocka_unit_test(lanes_lead_where_they_are_told),
      cmocka_unit_test(lanes_that_fit_no_exit_are_shared_as_ever),
      cmocka_unit_test(who_gives_way_yields_to_all_others),
      cmocka_unit_test(a_ring_goes_before_those_who_enter_it),
      cmocka_unit_test(a_road_apart_from_its_node_ends_where_it_says),
      cmocka_unit_test(mistakes_are_told),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
