/* Claims on conflict zones: windows of crossing connectors never overlap, the lesser road yields, nobody waits for ever, and nobody
 * stands inside a junction for want of room. */
#include "drive.h"

#include "junction.h"
#include "road_private.h"

static const char *const busy[] = {"traffic.flows.eastbound.rate=350 /h",  "traffic.flows.westbound.rate=350 /h",
                                   "traffic.flows.northbound.rate=100 /h", "traffic.flows.southbound.rate=100 /h",
                                   "traffic.flows.left.rate=60 /h",        "traffic.flows.right.rate=60 /h",
                                   "traffic.flows.across.rate=80 /h",      NULL};

/* Whether a body reaches into a zone of the connector that it is in or has just left. */
static bool is_in_zone(const drive *t, uint32_t row, const soi_conflict_zone *zone) {
  const soi_world *const w = t->world;
  if (w->vehicle_grant[row] != zone->lane) { return false; }
  const soi_lane_id lane = w->vehicle_lane[row];
  if (lane != zone->lane && lane != t->model->lanes[zone->lane].to) { return false; }
  const double past_start = -soi_road_distance_on(w, row, zone->lane, zone->start);
  const double past_end = -soi_road_distance_on(w, row, zone->lane, zone->end + length_of(t, row));
  return past_start > 0.0 && past_end < 0.0;
}

/* How often two bodies were in a pair of zones at one moment, over a busy time. */
static uint32_t count_meetings(drive *t, double seconds, uint32_t *passages) {
  const soi_world *const w = t->world;
  uint32_t meetings = 0;
  while (drive_time_now(t) < seconds) {
    drive_step(t);
    for (uint32_t i = 0; i < w->event_count; ++i) { *passages += w->events[i].kind == SOI_EVENT_VEHICLE_LEFT; }
    sense(t);
    for (uint32_t zone = 1; zone <= t->model->conflict_zone_count; ++zone) {
      const soi_conflict_zone *const mine = &t->model->conflict_zones[zone];
      if (mine->kind != SOI_CONFLICT_ZONE_CROSS || mine->partner < zone) { continue; }
      const soi_conflict_zone *const theirs = &t->model->conflict_zones[mine->partner];
      for (uint32_t a = w->holder_first[mine->lane]; a != 0; a = w->holder_next[a]) {
        if (!is_in_zone(t, a, mine)) { continue; }
        for (uint32_t b = w->holder_first[theirs->lane]; b != 0; b = w->holder_next[b]) { meetings += is_in_zone(t, b, theirs); }
      }
    }
  }
  return meetings;
}

/* Without a signal, and with one, two bodies are never in the same conflict zone. */
static void zones_are_held_by_one(void **state) {
  (void)state;
  uint32_t passages = 0;
  drive *t = drive_open("junction-traffic.yaml", busy);
  assert_int_equal(count_meetings(t, 900.0, &passages), 0);
  assert_int_equal(t->lawful_collisions, 0);
  drive_close(t);
  t = drive_open("crossroads-traffic.yaml",
                 (const char *[]){"traffic.flows.eastbound.rate=600 /h", "traffic.flows.westbound.rate=600 /h",
                                  "traffic.flows.northbound.rate=250 /h", "traffic.flows.far-turn.rate=100 /h",
                                  "traffic.flows.near-turn.rate=100 /h", "traffic.flows.southbound.rate=250 /h", NULL});
  assert_int_equal(count_meetings(t, 900.0, &passages), 0);
  assert_int_equal(t->lawful_collisions, 0);
  drive_close(t);
  print_message("%u vehicles passed\n", passages);
  assert_true(passages > 500);
}

/* --- right of way ---------------------------------------------------------------------------------------------------- */

typedef struct meeting {
  double major, minor; /* s at which each entered the junction; negative: it did not */
  double slowest;      /* m/s of the one on the greater road */
} meeting;

/* One vehicle on the greater road, one on the lesser road so placed that both would come to the junction at one moment. */
static meeting meet(double seconds_away, double minor_later, const char *minor_to) {
  drive *const t = drive_open("junction-traffic.yaml", NULL);
  const soi_world *const w = t->world;
  const soi_lane_id from = lane_named(t, "major-west", SOI_FORWARD, 1), side = lane_named(t, "minor-south", SOI_FORWARD, 1);
  const double fast = 50.0 / 3.6, slow = 40.0 / 3.6;
  const uint32_t major = put(t, "car", from, t->model->lanes[from].length - fast * seconds_away, 0.0, fast, "east");
  const uint32_t minor = put(t, "car", side, t->model->lanes[side].length - slow * (seconds_away + minor_later), 0.0, slow, minor_to);
  meeting seen = {-1.0, -1.0, fast};
  while (drive_time_now(t) < 60.0 && (seen.major < 0.0 || seen.minor < 0.0)) {
    drive_step(t);
    if (seen.major < 0.0) { seen.slowest = fmin(seen.slowest, w->vehicle_speed[major]); }
    if (seen.major < 0.0 && w->vehicle_lane[major] != from) { seen.major = drive_time_now(t); }
    if (seen.minor < 0.0 && w->vehicle_lane[minor] != side) { seen.minor = drive_time_now(t); }
  }
  assert_int_equal(t->events[SOI_EVENT_COLLISION], 0);
  drive_close(t);
  return seen;
}

/* The lesser road yields to who comes at the same time, and the greater one does not slow down for it. */
static void lesser_road_yields(void **state) {
  (void)state;
  for (double away = 6.0; away < 12.0; away += 0.7) {
    const meeting crossing = meet(away, 0.0, "north"), joining = meet(away, 0.0, "east");
    assert_true(crossing.major > 0.0 && joining.major > 0.0);
    assert_true(crossing.minor > crossing.major && joining.minor > joining.major);
    assert_true(crossing.slowest > 13.0 && joining.slowest > 13.0);
    assert_true(crossing.minor < 40.0);
  }
  /* who comes much earlier goes first: yielding is not waiting for the whole road to be empty */
  const meeting early = meet(20.0, -12.0, "north");
  assert_true(early.minor > 0.0 && early.minor < early.major - 5.0);
}

/* Of two equal streams that cross in front of each other, who turns across waits for who goes straight on. */
static void turn_across_yields(void **state) {
  (void)state;
  drive *const t = drive_open("junction-traffic.yaml", NULL);
  const soi_world *const w = t->world;
  const soi_lane_id east = lane_named(t, "major-west", SOI_FORWARD, 1), west = lane_named(t, "major-east", SOI_BACKWARD, 1);
  const uint32_t turning = put(t, "car", east, t->model->lanes[east].length - 60.0, 0.0, 10.0, "south");
  const uint32_t through = put(t, "car", west, t->model->lanes[west].length - 80.0, 0.0, 13.0, "west");
  double turned = 0.0, passed = 0.0, slowest = 13.0;
  while (drive_time_now(t) < 40.0 && (turned <= 0.0 || passed <= 0.0)) {
    drive_step(t);
    if (passed <= 0.0) { slowest = fmin(slowest, w->vehicle_speed[through]); }
    if (passed <= 0.0 && w->vehicle_lane[through] != west) { passed = drive_time_now(t); }
    if (turned <= 0.0 && w->vehicle_lane[turning] != east) { turned = drive_time_now(t); }
  }
  assert_true(passed > 0.0 && turned > passed && slowest > 12.0);
  drive_close(t);
}

/* Ranks: the greater road before the lesser, straight on before the near turn before the turn across. */
static void ranks(void **state) {
  (void)state;
  drive *const t = drive_open("junction-traffic.yaml", NULL);
  const soi_lane_id major = lane_named(t, "major-west", SOI_FORWARD, 1), minor = lane_named(t, "minor-south", SOI_FORWARD, 1);
  const int through = soi_junction_rank(t->model, soi_way_connector(t->model, way_named(t, "east"), major));
  const int across = soi_junction_rank(t->model, soi_way_connector(t->model, way_named(t, "south"), major));
  const int minor_through = soi_junction_rank(t->model, soi_way_connector(t->model, way_named(t, "north"), minor));
  const int minor_near = soi_junction_rank(t->model, soi_way_connector(t->model, way_named(t, "west"), minor));
  const int minor_across = soi_junction_rank(t->model, soi_way_connector(t->model, way_named(t, "east"), minor));
  assert_true(through < across && across < minor_through && minor_through < minor_near && minor_near < minor_across);
  drive_close(t);
}

/* Under a greater road full of vehicles the lesser one still gets in: the longest wait at the line stays bounded. */
static void long_waiter_gets_in(void **state) {
  (void)state;
  drive *const t =
      drive_open("junction-traffic.yaml", (const char *[]){"traffic.flows.eastbound.rate=1400 /h", "traffic.flows.westbound.rate=1400 /h",
                                                           "traffic.flows.northbound.rate=60 /h", "traffic.flows.right.rate=60 /h",
                                                           "traffic.flows.right.type=car", NULL});
  const soi_world *const w = t->world;
  const soi_lane_id side = lane_named(t, "minor-south", SOI_FORWARD, 1);
  uint32_t first = 0, entered = 0;
  double since = 0.0, longest = 0.0;
  while (drive_time_now(t) < 1200.0) {
    drive_step(t);
    sense(t);
    /* the first in the lane, once it stands at the line */
    const uint32_t entries = w->lane_entries[side];
    const soi_entry *const last = &w->entries[w->lane_first[side] + entries - 1];
    uint32_t now = entries == 0 || w->vehicle_lane[last->vehicle] != side ? 0 : last->vehicle;
    if (now != 0 && last->front < t->model->lanes[side].length - 8.0) { now = 0; }
    if (now != first) {
      entered += first != 0;
      first = now;
      since = drive_time_now(t);
    }
    if (first != 0) { longest = fmax(longest, drive_time_now(t) - since); }
  }
  print_message("%u vehicles got into the full road, the longest wait in front was %.1f s\n", entered, longest);
  assert_true(entered >= 25);
  assert_true(longest < 60.0);
  assert_int_equal(t->events[SOI_EVENT_DEADLOCK], 0);
  assert_int_equal(t->lawful_collisions, 0);
  drive_close(t);
}

/* --- room beyond the junction ---------------------------------------------------------------------------------------- */

/* With the exit full, nobody stands inside the junction, and the crossing road goes on. */
static void nobody_blocks_the_junction(void **state) {
  (void)state;
  drive *const t =
      drive_open("junction-traffic.yaml", (const char *[]){"traffic.flows.eastbound.rate=500 /h", "traffic.flows.northbound.rate=150 /h",
                                                           "traffic.flows.southbound.rate=150 /h", NULL});
  const soi_world *const w = t->world;
  const soi_lane_id exit = lane_named(t, "major-east", SOI_FORWARD, 1);
  hold_still(t, put(t, "bus", exit, 45.0, 0.0, 0.0, "east"));
  uint32_t passed = 0, waiting = 0;
  while (drive_time_now(t) < 600.0) {
    drive_step(t);
    for (uint32_t i = 0; i < w->event_count; ++i) { passed += w->events[i].kind == SOI_EVENT_VEHICLE_LEFT; }
    for (uint32_t row = 1; row <= w->vehicle_high[0]; ++row) {
      if (!soi_vehicle_lives(w, row)) { continue; }
      const soi_lane *const lane = &t->model->lanes[w->vehicle_lane[row]];
      const double rear = w->vehicle_s[row] - length_of(t, row);
      const bool inside = lane->junction != 0 || (w->vehicle_lane[row] == exit && rear < 0.0);
      if (inside) { assert_true((double)w->vehicle_standing[row] * t->model->step < 4.0); }
      waiting += w->vehicle_cause[row] == SOI_CAUSE_SPACE;
    }
  }
  print_message("%u vehicles of the crossing road passed while the exit was full\n", passed);
  assert_true(passed > 35);
  assert_true(waiting > 1000); /* and those who wait say why */
  assert_int_equal(t->lawful_collisions, 0);
  drive_close(t);
}

/* The room asked for is the body and its gap, less what those with a grant will take. */
static void room_is_pledged(void **state) {
  (void)state;
  drive *const t = drive_open("junction-traffic.yaml", NULL);
  soi_world *const w = t->world;
  const soi_lane_id in = lane_named(t, "major-west", SOI_FORWARD, 1), exit = lane_named(t, "major-east", SOI_FORWARD, 1);
  const soi_lane_id side = lane_named(t, "minor-south", SOI_FORWARD, 1);
  const soi_lane_id connector = connector_between(t, in, exit), from_side = connector_between(t, side, exit);
  const uint32_t row = put(t, "car", in, t->model->lanes[in].length - 10.0, 0.0, 0.0, "east");
  const uint32_t other = put(t, "car", side, t->model->lanes[side].length - 10.0, 0.0, 0.0, "east");
  const uint32_t parked = put(t, "car", exit, 4.6 + 6.5, 0.0, 0.0, "east");
  uint32_t last;
  sense(t);
  assert_false(soi_junction_space(w, row, connector, &last)); /* 6.5 m for a car of 4.6 m that keeps 2 m */
  assert_int_equal(last, parked);
  w->vehicle_s[parked] += 0.2;
  sense(t);
  assert_true(soi_junction_space(w, row, connector, &last));
  w->vehicle_grant[other] = from_side;
  sense(t);
  assert_false(soi_junction_space(w, row, connector, &last));
  w->vehicle_s[parked] += 6.6;
  sense(t);
  assert_true(soi_junction_space(w, row, connector, &last));
  drive_close(t);
}

/* --- the order of grants --------------------------------------------------------------------------------------------- */

/* A claim is refused while a holder of a crossing connector would still be in the way, granted once it is past. */
static void claims_see_holders(void **state) {
  (void)state;
  drive *const t = drive_open("junction-traffic.yaml", NULL);
  soi_world *const w = t->world;
  const soi_lane_id major = lane_named(t, "major-west", SOI_FORWARD, 1), minor = lane_named(t, "minor-south", SOI_FORWARD, 1);
  const soi_lane_id through = soi_way_connector(t->model, way_named(t, "east"), major);
  const soi_lane_id over = soi_way_connector(t->model, way_named(t, "north"), minor);
  const uint32_t holder = put(t, "car", major, t->model->lanes[major].length - 45.0, 0.0, 12.0, "east");
  const uint32_t row = put(t, "car", minor, t->model->lanes[minor].length - 3.0, 0.0, 0.0, "north");
  uint32_t other;
  sense(t);
  assert_false(soi_junction_conflict(w, row, over, &other));
  w->vehicle_grant[holder] = through;
  sense(t);
  assert_true(soi_junction_conflict(w, row, over, &other));
  assert_int_equal(other, holder);
  /* the holder's rear beyond all it crosses */
  w->vehicle_lane[holder] = t->model->lanes[through].to;
  w->vehicle_s[holder] = length_of(t, holder) + 1.0;
  sense(t);
  assert_false(soi_junction_conflict(w, row, over, &other));
  drive_close(t);
}

/* Who takes another for its leader asks after it, though their outlines would pass each other by a hand and it has more right: else it
 * would hold the junction against the one it stands behind, for ever. */
static void who_follows_asks_later(void **state) {
  (void)state;
  drive *const t = drive_open("junction-traffic.yaml", NULL);
  soi_world *const w = t->world;
  const soi_lane_id lane = lane_named(t, "major-west", SOI_FORWARD, 1);
  const double line = t->model->lanes[lane].length;
  const uint32_t first = put(t, "motorcycle", lane, line - 1.0, -0.83, 0.0, "south"),
                 behind = put(t, "motorcycle", lane, line - 4.0, 0.0, 0.0, "east");
  const uint32_t rows[] = {first, behind};
  sense(t);
  assert_int_equal(soi_road_leader(w, behind, 10.0, soi_road_side_margin(w, behind)).vehicle, first);
  for (int i = 0; i < 2; ++i) { w->intent_connector[rows[i]] = w->vehicle_next[rows[i]]; }
  assert_true(soi_junction_rank(t->model, w->vehicle_next[behind]) < soi_junction_rank(t->model, w->vehicle_next[first]));
  soi_road_claim(w);
  assert_true((w->granted[first] & SOI_GRANTED_CONNECTOR) != 0);
  assert_true((w->granted[behind] & SOI_GRANTED_CONNECTOR) == 0);
  drive_close(t);
}

/* What was granted to the one before in the last step is no grant now: who stands behind it loses its own. */
static void old_grants_are_forgotten(void **state) {
  (void)state;
  drive *const t = drive_open("junction-traffic.yaml", NULL);
  soi_world *const w = t->world;
  const soi_lane_id lane = lane_named(t, "major-west", SOI_FORWARD, 1);
  const double line = t->model->lanes[lane].length;
  const uint32_t behind = put(t, "car", lane, line - 8.0, 0.0, 0.0, "east"), first = put(t, "car", lane, line - 1.0, 0.0, 0.0, "east");
  sense(t);
  w->vehicle_grant[behind] = w->intent_connector[behind] = w->vehicle_next[behind];
  w->granted[first] = SOI_GRANTED_CONNECTOR;
  soi_road_claim(w);
  assert_true((w->granted[behind] & SOI_GRANTED_CONNECTOR) == 0);
  drive_close(t);
}

/* Whoever stands right behind a zone is out of the way of a car that crosses, but not of a bus: it cuts the bend. Two buses need 3 m. */
static void long_bodies_need_more_room(void **state) {
  (void)state;
  drive *const t = drive_open("twins-traffic.yaml", NULL);
  soi_world *const w = t->world;
  const soi_lane_id between = lane_named(t, "between", SOI_FORWARD, 1), side = lane_named(t, "first-south", SOI_FORWARD, 1);
  const soi_lane_id through = connector_between(t, lane_named(t, "in", SOI_FORWARD, 1), between);
  const soi_lane_id over = soi_way_connector(t->model, way_named(t, "north"), side);
  double end = 0.0;
  for (uint32_t i = 0; i < t->model->lanes[through].conflict_zones.count; ++i) {
    const soi_conflict_zone *const zone = &t->model->conflict_zones[t->model->lanes[through].conflict_zones.first + i];
    if (zone->kind == SOI_CONFLICT_ZONE_CROSS && t->model->conflict_zones[zone->partner].lane == over) { end = zone->end; }
  }
  assert_true(end > 0.0);
  const uint32_t standing = put(t, "car", between, end + 4.6 + 1.0 - t->model->lanes[through].length, 0.0, 0.0, "east");
  w->vehicle_tail[standing * SOI_TAILS] = w->vehicle_grant[standing] = through;
  const uint32_t car = put(t, "car", side, 100.0, 0.0, 5.0, "north"),
                 bus = put(t, "bus", side, t->model->lanes[side].length - 0.1, 0.0, 5.0, "north");
  uint32_t holder;
  sense(t);
  memset(w->lane_reserved, 0, t->model->lane_count + 1u);
  assert_true(soi_junction_conflict(w, bus, over, &holder));
  assert_int_equal(holder, standing);
  w->vehicle_s[car] = w->vehicle_s[bus], w->vehicle_s[bus] = 80.0;
  sense(t);
  assert_false(soi_junction_conflict(w, car, over, &holder));
  w->vehicle_s[bus] = w->vehicle_s[car];
  w->vehicle_s[standing] += 1.1;
  sense(t);
  assert_false(soi_junction_conflict(w, bus, over, &holder));
  w->vehicle_type[standing] = type_named(t, "bus");
  for (int i = 0; i < 2; ++i) {
    w->vehicle_s[standing] = end + length_of(t, standing) + 2.1 + i - t->model->lanes[through].length;
    sense(t);
    assert_int_equal(soi_junction_conflict(w, bus, over, &holder), i == 0);
    assert_false(soi_junction_conflict(w, car, over, &holder));
  }
  drive_close(t);
}

/* A bus keeps the zones of the last junction until its rear has left them, also when it holds a grant for the next one by then, or none. */
static void tail_keeps_its_zones(void **state) {
  (void)state;
  drive *const t = drive_open("twins-traffic.yaml", NULL);
  soi_world *const w = t->world;
  const soi_lane_id in = lane_named(t, "in", SOI_FORWARD, 1), between = lane_named(t, "between", SOI_FORWARD, 1);
  const soi_lane_id side = lane_named(t, "first-south", SOI_FORWARD, 1), through = connector_between(t, in, between);
  const soi_lane_id over = soi_way_connector(t->model, way_named(t, "north"), side);
  const uint32_t bus = put(t, "bus", between, 1.0, 0.0, 0.0, "east");
  const uint32_t car = put(t, "car", side, t->model->lanes[side].length - 0.1, 0.0, 0.0, "north");
  w->vehicle_tail[bus * SOI_TAILS] = through;
  const soi_lane_id grants[] = {through, soi_way_connector(t->model, way_named(t, "east"), between), 0};
  uint32_t holder;
  double distance;
  for (uint32_t i = 0; i < 3; ++i) {
    w->vehicle_grant[bus] = grants[i];
    w->vehicle_grant[car] = 0;
    w->vehicle_s[bus] = 1.0;
    sense(t);
    memset(w->lane_reserved, 0, t->model->lane_count + 1u);
    assert_true(soi_junction_conflict(w, car, over, &holder));
    assert_int_equal(holder, bus);
    /* a car that was let in before waits inside */
    w->vehicle_grant[car] = over;
    sense(t);
    assert_int_equal(soi_junction_wait(w, car, over, &distance), bus);
    /* the rear out of the junction */
    w->vehicle_s[bus] = length_of(t, bus) + 3.0;
    sense(t);
    assert_int_equal(soi_junction_wait(w, car, over, &distance), 0);
  }
  drive_close(t);
}

/* Dense traffic over both: no two bodies in a pair of zones, by where they are and not by what they hold. */
static void twins_in_dense_traffic(void **state) {
  (void)state;
  drive *const t =
      drive_open("twins-traffic.yaml", (const char *[]){"traffic.flows.eastbound.rate=350 /h", "traffic.flows.westbound.rate=350 /h",
                                                        "traffic.flows.first.rate=200 /h", "traffic.flows.second.rate=200 /h", NULL});
  const soi_world *const w = t->world;
  uint32_t meetings = 0;
  while (drive_time_now(t) < 1800.0) {
    drive_step(t);
    sense(t);
    for (uint32_t row = 1; row <= t->model->conflict_zone_count; ++row) {
      const soi_conflict_zone *const mine = &t->model->conflict_zones[row];
      if (mine->kind != SOI_CONFLICT_ZONE_CROSS || mine->partner < row) { continue; }
      const soi_conflict_zone *const theirs = &t->model->conflict_zones[mine->partner];
      for (uint32_t i = 0; i < w->lane_entries[mine->lane]; ++i) {
        const soi_entry *const a = &w->entries[w->lane_first[mine->lane] + i];
        for (uint32_t k = 0; k < w->lane_entries[theirs->lane]; ++k) {
          const soi_entry *const b = &w->entries[w->lane_first[theirs->lane] + k];
          meetings += a->front > mine->start && a->rear < mine->end && b->front > theirs->start && b->rear < theirs->end;
        }
      }
    }
  }
  print_message("%u vehicles passed the twins\n", t->events[SOI_EVENT_VEHICLE_LEFT]);
  assert_true(t->events[SOI_EVENT_VEHICLE_LEFT] > 400);
  assert_int_equal(meetings, 0);
  assert_int_equal(t->lawful_collisions, 0);
  assert_int_equal(t->events[SOI_EVENT_DEADLOCK], 0);
  drive_close(t);
}

/* Who asks first: unsigned before signed whatever the class, the greater road before the lesser, straight on before a turn; with a signal
 * there are no signs. */
static void rank_of_claims(void **state) {
  (void)state;
  drive *const t = drive_open("junction-traffic.yaml", NULL);
  const soi_lane_id major = lane_named(t, "major-west", SOI_FORWARD, 1), minor = lane_named(t, "minor-south", SOI_FORWARD, 1);
  const soi_lane_id through = soi_way_connector(t->model, way_named(t, "east"), major),
                    turn = soi_way_connector(t->model, way_named(t, "north"), major);
  const soi_lane_id over = soi_way_connector(t->model, way_named(t, "north"), minor);
  soi_model model = *t->model;
  soi_lane lanes[3] = {t->model->lanes[through], t->model->lanes[turn], t->model->lanes[over]};
  assert_int_equal(lanes[0].signal, 0);
  model.lanes = lanes;
  assert_true(soi_junction_rank(&model, 0) < soi_junction_rank(&model, 1));
  assert_true(soi_junction_rank(&model, 1) < soi_junction_rank(&model, 2));
  lanes[2].gives_way = false;
  lanes[0].gives_way = lanes[1].gives_way = true;
  assert_true(soi_junction_rank(&model, 2) < soi_junction_rank(&model, 0));
  assert_true(soi_junction_rank(&model, 0) < soi_junction_rank(&model, 1));
  lanes[0].signal = lanes[2].signal = 1;
  assert_int_equal(soi_junction_rank(&model, 0), soi_junction_rank(&model, 2));
  drive_close(t);
}

/* The rearmost body beyond a junction counts, though a longer one reaches back past those before it. */
static void longest_body_takes_the_room(void **state) {
  (void)state;
  drive *const t = drive_open("junction-traffic.yaml", (const char *const[]){"vehicle_types.bus.body.length=25 m", NULL});
  const soi_lane_id in = lane_named(t, "major-west", SOI_FORWARD, 1), beyond = lane_named(t, "major-east", SOI_FORWARD, 1);
  put(t, "motorcycle", beyond, 6.0, -0.8, 0.0, "east");               /* its rear at 4.1 m */
  put(t, "motorcycle", beyond, 24.5, -0.8, 0.0, "east");              /* its front more than 20 m further on */
  const uint32_t bus = put(t, "bus", beyond, 28.0, 0.9, 0.0, "east"); /* its rear at 3 m */
  const uint32_t car = put(t, "car", in, t->model->lanes[in].length - 5.0, 0.0, 0.0, "east");
  uint32_t last = 0;
  sense(t);
  assert_false(soi_junction_space(t->world, car, soi_way_connector(t->model, way_named(t, "east"), in), &last));
  assert_int_equal(last, bus);
  drive_close(t);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(zones_are_held_by_one),
      cmocka_unit_test(lesser_road_yields),
      cmocka_unit_test(turn_across_yields),
      cmocka_unit_test(ranks),
      cmocka_unit_test(long_waiter_gets_in),
      cmocka_unit_test(nobody_blocks_the_junction),
      cmocka_unit_test(room_is_pledged),
      cmocka_unit_test(claims_see_holders),
      cmocka_unit_test(tail_keeps_its_zones),
      cmocka_unit_test(twins_in_dense_traffic),
      cmocka_unit_test(who_follows_asks_later),
      cmocka_unit_test(old_grants_are_forgotten),
      cmocka_unit_test(long_bodies_need_more_room),
      cmocka_unit_test(rank_of_claims),
      cmocka_unit_test(longest_body_takes_the_room),
  };
  return cmocka_run_group_tests_name("road.junction", tests, NULL, NULL);
}
