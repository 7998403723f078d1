/* What contact reports: each touch once, and the time between passages of a zone. */
#include "drive.h"

#include "road_private.h"

static uint32_t contact_now(drive *t, soi_event_kind kind, soi_event *last) {
  t->world->event_count = 0;
  sense(t);
  soi_road_contact(t->world);
  ++t->world->tick[0];
  uint32_t count = 0;
  for (uint32_t i = 0; i < t->world->event_count; ++i) {
    if (t->world->events[i].kind != (uint32_t)kind) { continue; }
    if (last != NULL) { *last = t->world->events[i]; }
    ++count;
  }
  return count;
}

/* The same after motion: what stands there now, against where sense saw it after the call before. */
static uint32_t moved_contact(drive *t, soi_event_kind kind, soi_event *last) {
  t->world->event_count = 0;
  soi_road_contact(t->world);
  ++t->world->tick[0];
  uint32_t count = 0;
  for (uint32_t i = 0; i < t->world->event_count; ++i) {
    if (t->world->events[i].kind != (uint32_t)kind) { continue; }
    if (last != NULL) { *last = t->world->events[i]; }
    ++count;
  }
  sense(t);
  return count;
}

/* --- touching -------------------------------------------------------------------------------------------------------- */

/* One event when two outlines begin to overlap, none while they do, another when they part and meet again. */
static void contact_is_reported_once(void **state) {
  (void)state;
  drive *const t = drive_open("straight-traffic.yaml", NULL);
  soi_world *const w = t->world;
  const soi_lane_id lane = lane_named(t, "single", SOI_FORWARD, 1);
  const uint32_t front = put(t, "car", lane, 105.0, 0.0, 2.0, "single-east");
  const uint32_t rear = put(t, "car", lane, 100.3, 0.0, 5.0, "single-east");
  soi_event event = {0};
  sense(t);
  assert_int_equal(moved_contact(t, SOI_EVENT_COLLISION, &event), 0); /* 10 cm between */
  w->vehicle_s[rear] = 100.5;
  assert_int_equal(moved_contact(t, SOI_EVENT_COLLISION, &event), 1);
  assert_int_equal(event.a, front);
  assert_int_equal(event.b, rear);
  assert_near(event.value, 3.0, 1e-9); /* the speed at which they close */
  assert_int_equal(event.flags, 0);
  assert_near(event.at.x, 100.5, 0.5);
  for (int i = 0; i < 5; ++i) { assert_int_equal(moved_contact(t, SOI_EVENT_COLLISION, NULL), 0); }
  w->vehicle_s[rear] = 95.0;
  assert_int_equal(moved_contact(t, SOI_EVENT_COLLISION, NULL), 0);
  w->vehicle_s[rear] = 100.0;
  assert_int_equal(moved_contact(t, SOI_EVENT_COLLISION, NULL), 0);
  w->vehicle_s[rear] = 101.0;
  assert_int_equal(moved_contact(t, SOI_EVENT_COLLISION, NULL), 1);
  /* beside each other: 1.8 m between the middles of two cars 1.8 m wide */
  w->vehicle_s[rear] = 105.0;
  w->vehicle_d[rear] = -0.95;
  w->vehicle_d[front] = 0.95;
  assert_int_equal(moved_contact(t, SOI_EVENT_COLLISION, NULL), 0);
  drive_close(t);
}

/* Every pair of a heap is a contact of its own, said once. */
static void heap_of_bodies(void **state) {
  (void)state;
  drive *const t = drive_open("straight-traffic.yaml", NULL);
  const soi_lane_id lane = lane_named(t, "single", SOI_FORWARD, 1);
  put(t, "car", lane, 110.0, 0.0, 0.0, "single-east");
  const uint32_t second = put(t, "car", lane, 105.3, 0.0, 0.0, "single-east");
  sense(t);
  t->world->vehicle_s[second] = 106.0;
  assert_int_equal(moved_contact(t, SOI_EVENT_COLLISION, NULL), 1);
  const uint32_t third = put(t, "car", lane, 101.3, 0.0, 3.0, "single-east");
  sense(t);
  t->world->vehicle_s[third] = 102.0;
  assert_int_equal(moved_contact(t, SOI_EVENT_COLLISION, NULL), 1);
  uint32_t again = 0;
  for (int i = 0; i < 10; ++i) { again += moved_contact(t, SOI_EVENT_COLLISION, NULL); }
  assert_int_equal(again, 0);
  /* a fourth that lies over two at once: two contacts, each once */
  const uint32_t fourth = put(t, "car", lane, 108.0, 1.9, 3.0, "single-east");
  sense(t);
  t->world->vehicle_d[fourth] = 1.6;
  assert_int_equal(moved_contact(t, SOI_EVENT_COLLISION, NULL), 2);
  for (int i = 0; i < 10; ++i) { again += moved_contact(t, SOI_EVENT_COLLISION, NULL); }
  assert_int_equal(again, 0);
  drive_close(t);
}

/* Side by side over the line between two lanes, and on two connectors that cross. */
static void contact_across_lanes(void **state) {
  (void)state;
  drive *t = drive_open("straight-traffic.yaml", NULL);
  const soi_lane_id kerb = lane_named(t, "double", SOI_FORWARD, 1), inner = lane_named(t, "double", SOI_FORWARD, 2);
  const uint32_t a = put(t, "car", kerb, 100.0, -0.6, 5.0, "double-east");
  put(t, "car", inner, 102.0, 0.6, 5.0, "double-east"); /* 20 cm between their sides */
  sense(t);
  assert_int_equal(moved_contact(t, SOI_EVENT_COLLISION, NULL), 0);
  t->world->vehicle_d[a] = t->world->vehicle_aim[a] = -0.78;
  assert_int_equal(moved_contact(t, SOI_EVENT_COLLISION, NULL), 0);
  t->world->vehicle_d[a] = t->world->vehicle_aim[a] = -0.9;
  assert_int_equal(moved_contact(t, SOI_EVENT_COLLISION, NULL), 1);
  drive_close(t);

  t = drive_open("junction-traffic.yaml", NULL);
  const soi_lane_id in = lane_named(t, "major-west", SOI_FORWARD, 1), side = lane_named(t, "minor-south", SOI_FORWARD, 1);
  const soi_lane_id through = soi_way_connector(t->model, way_named(t, "east"), in);
  const soi_lane_id over = soi_way_connector(t->model, way_named(t, "north"), side);
  const uint32_t first = put(t, "car", through, 8.0, 0.0, 6.0, "east"), second = put(t, "car", over, 3.0, 0.0, 6.0, "north");
  t->world->vehicle_grant[first] = through;
  t->world->vehicle_grant[second] = over;
  t->world->vehicle_rules[second] = SOI_RULE_RED;
  soi_event event = {0};
  uint32_t count = 0;
  sense(t);
  /* the second comes up from the south until it is in the first one's side */
  for (; count == 0 && t->world->vehicle_s[second] < 14.0; t->world->vehicle_s[second] += 0.25) {
    count = moved_contact(t, SOI_EVENT_COLLISION, &event);
  }
  assert_int_equal(count, 1);
  assert_near(event.value, sqrt(72.0), 1e-6); /* at right angles */
  assert_int_equal(event.flags, SOI_EVENT_RULE_BROKEN);
  drive_close(t);
}

/* A body that overlaps from the start and drives off hits nobody; once it closes, it does. */
static void driving_apart_is_no_contact(void **state) {
  (void)state;
  drive *const t = drive_open("straight-traffic.yaml", NULL);
  soi_world *const w = t->world;
  const soi_lane_id lane = lane_named(t, "single", SOI_FORWARD, 1);
  const uint32_t front = put(t, "car", lane, 104.0, 0.0, 2.0, "single-east"), rear = put(t, "car", lane, 100.0, 0.0, 0.0, "single-east");
  sense(t);
  for (int i = 0; i < 2; ++i, w->vehicle_s[front] += 0.2) { assert_int_equal(moved_contact(t, SOI_EVENT_COLLISION, NULL), 0); }
  w->vehicle_s[rear] += 0.3;
  assert_int_equal(moved_contact(t, SOI_EVENT_COLLISION, NULL), 1);
  drive_close(t);
}

/* A side swipe: side by side at one speed, one drifts over until their sides meet. */
static void side_swipe(void **state) {
  (void)state;
  drive *const t = drive_open("straight-traffic.yaml", NULL);
  soi_world *const w = t->world;
  const soi_lane_id kerb = lane_named(t, "double", SOI_FORWARD, 1), inner = lane_named(t, "double", SOI_FORWARD, 2);
  const uint32_t a = put(t, "car", kerb, 100.0, 0.0, 8.0, "double-east"), b = put(t, "car", inner, 101.0, 0.0, 8.0, "double-east");
  sense(t);
  uint32_t count = 0;
  double met = 0.0;
  for (int i = 0; i < 40; ++i) {
    w->vehicle_s[a] += 0.8, w->vehicle_s[b] += 0.8;
    w->vehicle_d[a] = w->vehicle_aim[a] = w->vehicle_d[a] - 0.05;
    const uint32_t now = moved_contact(t, SOI_EVENT_COLLISION, NULL);
    if (now > 0) { met = w->vehicle_d[a]; }
    count += now;
  }
  assert_int_equal(count, 1);
  assert_near(met, -1.45, 0.051); /* lanes of 3.2 m, cars of 1.8 m: they touch at 1.4 m */
  drive_close(t);
}

/* A swinging tail: a bus that turns away from the car beside it still touches it with its rear corner. */
static void swinging_tail(void **state) {
  (void)state;
  drive *const t = drive_open("crossroads-traffic.yaml", NULL);
  soi_world *const w = t->world;
  const soi_lane_id kerb = lane_named(t, "main-west", SOI_FORWARD, 1), inner = lane_named(t, "main-west", SOI_FORWARD, 2);
  const soi_lane_id turn = soi_way_connector(t->model, way_named(t, "far-north"), kerb);
  const double end = t->model->lanes[kerb].length;
  const uint32_t bus = put(t, "bus", kerb, end, 0.0, 3.0, "far-north");
  const uint32_t car = put(t, "car", inner, end - 0.5, 0.95, 0.0, "far-east"); /* 10 cm beside the bus, over the line */
  sense(t);
  uint32_t count = 0;
  double swung = 0.0;
  for (int i = 1; i <= 60 && count == 0; ++i) {
    w->vehicle_lane[bus] = w->vehicle_grant[bus] = turn;
    w->vehicle_tail[bus * SOI_TAILS] = kerb;
    w->vehicle_s[bus] = 0.3 * i;
    soi_point heading;
    (void)soi_vehicle_at(w, bus, &heading);
    swung = heading.y;
    count = moved_contact(t, SOI_EVENT_COLLISION, NULL);
  }
  (void)car;
  print_message("touched when the bus had turned by %.2f\n", swung);
  assert_int_equal(count, 1);
  assert_true(swung > 0.02);
  drive_close(t);
}

/* The longest and widest that a scenario may have: one comes out of a junction, another waits to turn across its way. The corners of their
 * fronts meet, though the middles are further apart than either is long. */
static void corners_of_long_buses(void **state) {
  (void)state;
  static const char *const longest[] = {"vehicle_types.bus.body.length=25 m", "vehicle_types.bus.body.width=3 m", NULL};
  drive *const t = drive_open("junction-traffic.yaml", longest);
  soi_world *const w = t->world;
  const soi_lane_id in = lane_named(t, "major-west", SOI_FORWARD, 1), against = lane_named(t, "major-east", SOI_BACKWARD, 1);
  const soi_lane_id through = soi_way_connector(t->model, way_named(t, "east"), in);
  const soi_lane_id turn = soi_way_connector(t->model, way_named(t, "north"), against);
  const double end = t->model->lanes[through].length;
  const uint32_t first = put(t, "bus", through, end - 0.3, -0.25, 3.0, "east"), second = put(t, "bus", turn, 0.05, -0.25, 0.0, "north");
  w->vehicle_tail[SOI_TAILS * first] = in, w->vehicle_tail[SOI_TAILS * second] = against;
  w->vehicle_grant[first] = through, w->vehicle_grant[second] = turn;
  sense(t);
  const double apart = hypot(w->body_x[first] - w->body_x[second], w->body_y[first] - w->body_y[second]);
  assert_int_equal(moved_contact(t, SOI_EVENT_COLLISION, NULL), 0);
  w->vehicle_s[first] = end;
  assert_int_equal(moved_contact(t, SOI_EVENT_COLLISION, NULL), 1);
  assert_near(apart, 25.4, 0.1);
  drive_close(t);
}

/* --- people ---------------------------------------------------------------------------------------------------------- */

/* Whoever stands on a crossing is hit once by the car that comes; a person who brushes a standing car is not. */
static void person_on_a_crossing(void **state) {
  (void)state;
  drive *const t = drive_open("straight-traffic.yaml", NULL);
  soi_world *const w = t->world;
  const uint32_t crossing = crossing_named(t, "zebra-single");
  const soi_crossing *const zebra = &t->model->crossings[crossing];
  const soi_lane_id lane = lane_named(t, "single", SOI_FORWARD, 1);
  const soi_point middle = soi_lane_at(t->model, lane, 1500.0, 0.0, NULL);
  const uint32_t person = soi_person_add(w);
  w->person_body[person] = 1;
  w->person_x[person] = middle.x;
  w->person_y[person] = middle.y;
  w->person_link[person] = zebra->link;
  w->person_crossing[person] = SOI_CROSSING_ON;
  w->person_errand[person] = SOI_ERRAND_WALK;
  const uint32_t car = put(t, "car", lane, 1499.7, 0.0, 4.0, "single-east");
  soi_event event = {0};
  sense(t);
  assert_int_equal(moved_contact(t, SOI_EVENT_COLLISION_PERSON, &event), 0); /* 30 cm before a body of 20 cm */
  w->vehicle_s[car] = 1499.9;
  assert_int_equal(moved_contact(t, SOI_EVENT_COLLISION_PERSON, &event), 1);
  assert_int_equal(event.a, car);
  assert_int_equal(event.b, person);
  assert_near(event.value, 4.0, 1e-9);
  assert_int_equal(event.flags, 0);
  for (int i = 0; i < 5; ++i) { assert_int_equal(moved_contact(t, SOI_EVENT_COLLISION_PERSON, NULL), 0); }
  /* away, and back at a car that stands */
  w->vehicle_s[car] = 1499.7;
  assert_int_equal(moved_contact(t, SOI_EVENT_COLLISION_PERSON, NULL), 0);
  w->vehicle_s[car] = 1499.9;
  w->vehicle_speed[car] = 0.0;
  assert_int_equal(moved_contact(t, SOI_EVENT_COLLISION_PERSON, NULL), 0);
  /* a driver who ignores zebras breaks a rule */
  w->vehicle_s[car] = 1499.7;
  assert_int_equal(moved_contact(t, SOI_EVENT_COLLISION_PERSON, NULL), 0);
  w->vehicle_s[car] = 1499.9;
  w->vehicle_speed[car] = 2.0;
  w->vehicle_rules[car] = SOI_RULE_ZEBRA;
  assert_int_equal(moved_contact(t, SOI_EVENT_COLLISION_PERSON, &event), 1);
  assert_int_equal(event.flags, SOI_EVENT_RULE_BROKEN);
  drive_close(t);
}

/* Whoever follows a bus as it drives off, 30 cm behind it and as fast, is not hit: both places are those of one moment. */
static void person_behind_a_bus(void **state) {
  (void)state;
  drive *const t = drive_open("straight-traffic.yaml", NULL);
  soi_world *const w = t->world;
  const double way = 1.4 * t->model->step;
  const soi_lane_id lane = lane_named(t, "single", SOI_FORWARD, 1);
  const uint32_t bus = put(t, "bus", lane, 1505.0, 0.0, 1.4, "single-east"), person = soi_person_add(w);
  soi_point along;
  const soi_point start = soi_lane_at(t->model, lane, 1505.0 - length_of(t, bus) - 0.3, 0.0, &along);
  w->person_body[person] = 1;
  w->person_x[person] = start.x, w->person_y[person] = start.y;
  w->person_vx[person] = 1.4 * along.x, w->person_vy[person] = 1.4 * along.y;
  w->person_link[person] = t->model->crossings[crossing_named(t, "zebra-single")].link;
  w->person_crossing[person] = SOI_CROSSING_ON;
  w->person_errand[person] = SOI_ERRAND_WALK;
  for (int i = 0; i < 3; ++i) {
    w->event_count = 0;
    sense(t);
    w->vehicle_s[bus] += way;
    w->person_x[person] += way * along.x, w->person_y[person] += way * along.y;
    soi_road_contact(w);
    assert_int_equal(w->event_count, 0);
  }
  /* but whoever stands nearer than its own 20 cm is */
  w->vehicle_s[bus] -= 0.2;
  w->person_vx[person] = w->person_vy[person] = 0.0;
  assert_int_equal(moved_contact(t, SOI_EVENT_COLLISION_PERSON, NULL), 1);
  drive_close(t);
}

/* Somebody beside the road right at the front of a cart, for whose length and way in a step contact must look far enough. */
static void person_at_the_front_of_a_cart(void **state) {
  (void)state;
  static const char *const sizes[][5] = {
      {"vehicle_types.cart.body.length=12 m", NULL},
      {"vehicle_types.cart.body.length=25 m", NULL},
      {"vehicle_types.cart.body.length=12 m", "vehicle_types.cart.body.top_speed=80 km/h", "step=250 ms", NULL},
  };
  for (size_t i = 0; i < sizeof sizes / sizeof *sizes; ++i) {
    drive *const t = drive_open("crossroads-morning.yaml", sizes[i]);
    soi_world *const w = t->world;
    const double speed = i < 2 ? 2.0 : 20.0, way = speed * t->model->step;
    const uint32_t cart = put(t, "cart", lane_named(t, "main-west", SOI_FORWARD, 1), 100.0, 0.0, speed, "far-east");
    const soi_point front = front_point(t, cart);
    const uint32_t person = soi_person_add(w);
    w->vehicle_cart[cart] = 1, w->cart_vehicle[1] = cart;
    w->person_body[person] = 1, w->person_link[person] = 1, w->person_errand[person] = SOI_ERRAND_WALK;
    w->person_x[person] = front.x + way, w->person_y[person] = front.y + 0.6;
    sense(t);
    w->vehicle_s[cart] += way;
    soi_event event = {0};
    assert_int_equal(moved_contact(t, SOI_EVENT_COLLISION_PERSON, &event), 1);
    assert_int_equal(event.a, cart);
    assert_int_equal(event.b, person);
    drive_close(t);
  }
}

/* --- post-encroachment ----------------------------------------------------------------------------------------------- */

/* A cart leaves a zone; another body enters the zone's partner this much later: the event says how long that was, once. */
static void encroachment(void **state) {
  (void)state;
  drive *const t = drive_open("junction-traffic.yaml", NULL);
  soi_world *const w = t->world;
  const double dt = t->model->step;
  const soi_lane_id in = lane_named(t, "major-west", SOI_FORWARD, 1), side = lane_named(t, "minor-south", SOI_FORWARD, 1);
  const soi_lane_id through = soi_way_connector(t->model, way_named(t, "east"), in);
  const soi_lane_id over = soi_way_connector(t->model, way_named(t, "north"), side);
  uint32_t row = 0;
  for (uint32_t zone = 1; zone <= t->model->conflict_zone_count; ++zone) {
    const soi_conflict_zone *const z = &t->model->conflict_zones[zone];
    if (z->kind == SOI_CONFLICT_ZONE_CROSS && z->lane == through && t->model->conflict_zones[z->partner].lane == over) { row = zone; }
  }
  assert_int_not_equal(row, 0);
  const soi_conflict_zone *const zone = &t->model->conflict_zones[row], *const partner = &t->model->conflict_zones[zone->partner];
  w->tick[0] = 100;
  for (int later = 8; later <= 48; later += 20) {
    /* by hand, at 5 m/s each: the first one's rear leaves at tick k, the other one's front enters later ticks on */
    const double way = 5.0 * dt;
    const uint32_t first = put(t, "car", through, 1.0, 0.0, 5.0, "east"), second = put(t, "car", over, 1.0, 0.0, 5.0, "north");
    w->vehicle_cart[first] = 1;
    w->vehicle_grant[first] = through;
    w->vehicle_grant[second] = over;
    soi_event event = {0};
    uint32_t count = 0;
    for (int k = -3; k < later + 4; ++k) {
      const double at_first = zone->end + length_of(t, first) + way * (k + 0.5);
      const soi_lane *const lane = &t->model->lanes[through];
      w->vehicle_lane[first] = at_first > lane->length ? lane->to : through;
      w->vehicle_s[first] = at_first > lane->length ? at_first - lane->length : at_first;
      w->vehicle_tail[3 * first] = at_first > lane->length ? through : in;
      w->vehicle_s[second] = fmax(partner->start + way * (k - later + 0.5), 0.0);
      soi_event found;
      const uint32_t now = contact_now(t, SOI_EVENT_ENCROACHMENT, &found);
      for (uint32_t i = 0; i < w->event_count; ++i) {
        const soi_event *const e = &w->events[i];
        if (e->kind != SOI_EVENT_ENCROACHMENT || e->a != second || e->b != zone->partner) { continue; }
        event = *e;
        ++count;
      }
      assert_true(now <= 2);
    }
    assert_int_equal(count, 1);
    assert_near(event.value, later * dt, 1e-9);
    assert_int_equal(event.flags & SOI_EVENT_WITH_CART, SOI_EVENT_WITH_CART);
    w->vehicle_cart[first] = 0;
    soi_vehicle_remove(w, first);
    soi_vehicle_remove(w, second);
    w->tick[0] += 100;
  }
  drive_close(t);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(contact_is_reported_once),
      cmocka_unit_test(heap_of_bodies),
      cmocka_unit_test(contact_across_lanes),
      cmocka_unit_test(person_on_a_crossing),
      cmocka_unit_test(person_behind_a_bus),
      cmocka_unit_test(encroachment),
      cmocka_unit_test(driving_apart_is_no_contact),
      cmocka_unit_test(side_swipe),
      cmocka_unit_test(swinging_tail),
      cmocka_unit_test(corners_of_long_buses),
      cmocka_unit_test(person_at_the_front_of_a_cart),
  };
  return cmocka_run_group_tests_name("road.contact", tests, NULL, NULL);
}
