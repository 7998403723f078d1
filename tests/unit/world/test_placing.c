/* Who is put into the world from outside: parked vehicles and dropped pedestrians, by command and by incident. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <soi/observe.h>

#include "agents.h"
#include "near.h"
#include "place.h"
#include "road.h"

/* A place, its world, and what has happened in it so far. */
typedef struct play {
  place *town;
  soi_world *world;
  uint32_t events[SOI_EVENT_KINDS];
  uint32_t lawful;
} play;

static play play_open(const char *scenario, const char *const *overrides) {
  play self = {.town = place_open(scenario, overrides)};
  assert_non_null(self.town->model);
  self.world = place_world(self.town);
  return self;
}

static void play_close(play *self) {
  soi_world_release(self->world);
  place_close(self->town);
}

static void play_step(play *self) {
  soi_world_step(self->world);
  for (uint32_t i = 0; i < self->world->event_count; ++i) {
    const soi_event *event = &self->world->events[i];
    ++self->events[event->kind];
    const bool collision = event->kind == SOI_EVENT_COLLISION || event->kind == SOI_EVENT_COLLISION_PERSON;
    if (collision && (event->flags & SOI_EVENT_RULE_BROKEN) == 0) { ++self->lawful; }
  }
}

static void play_seconds(play *self, double seconds) {
  const soi_tick end = self->world->tick[0] + (soi_tick)(seconds / self->world->model->step + 0.5);
  while (self->world->tick[0] < end) { play_step(self); }
}

static uint32_t road_named(const play *self, const char *id) {
  const soi_map_definition *map = &self->town->definition.map;
  for (uint32_t i = 0; i < map->roads.count; ++i) {
    if (strcmp(map->roads.items[i].record.id, id) == 0) { return i + 1; }
  }
  fail_msg("no road '%s'", id);
  return 0;
}

static uint32_t gate_named(const play *self, const char *id) {
  const soi_map_definition *map = &self->town->definition.map;
  for (uint32_t i = 0; i < map->gates.count; ++i) {
    if (strcmp(map->gates.items[i].record.id, id) == 0) { return i + 1; }
  }
  fail_msg("no gate '%s'", id);
  return 0;
}

static soi_lane_id lane_of(const play *self, const char *road, uint32_t index) {
  return soi_lane_of(self->town->model, road_named(self, road), SOI_FORWARD, index);
}

/* The vehicle that stands parked, 0 for none. */
static uint32_t parked(const soi_world *world) {
  for (uint32_t row = 1; row <= world->vehicle_high[0]; ++row) {
    if (soi_vehicle_lives(world, row) && soi_vehicle_parked(world, row)) { return row; }
  }
  return 0;
}

static bool park(play *self, soi_lane_id lane, double s, double d, double duration) {
  return soi_world_command(self->world, &(soi_command){0, SOI_COMMAND_PARK, lane, 0, {s, d, duration}});
}

static bool drop(play *self, double x, double y, uint32_t gate, uint32_t rules) {
  return soi_world_command(self->world, &(soi_command){0, SOI_COMMAND_PEDESTRIAN, gate, rules, {x, y, 0.0}});
}

/* It stands for its time with others passing beside it, drives off, and leaves over an end of the map. */
static void a_parked_van_stands_and_drives_off(void **state) {
  (void)state;
  const char *const busy[] = {"traffic.flows.double.rate=700 /h", NULL};
  play self = play_open("straight-traffic.yaml", busy);
  const soi_lane_id lane = lane_of(&self, "double", 1);
  play_seconds(&self, 200.0);
  assert_true(park(&self, lane, 900.0, 0.4, 120.0));
  while (parked(self.world) == 0 && self.world->tick[0] < 4000) { play_step(&self); }
  const uint32_t van = parked(self.world);
  assert_int_not_equal(van, 0);
  const soi_vehicle_handle handle = soi_vehicle_handle_of(self.world, van);
  const uint32_t through = self.events[SOI_EVENT_VEHICLE_LEFT];
  assert_near(self.world->vehicle_s[van], 900.0, 1e-9);
  play_seconds(&self, 115.0);
  assert_int_equal(parked(self.world), van);
  assert_near(self.world->vehicle_s[van], 900.0, 1e-9);
  assert_near(self.world->vehicle_d[van], 0.4, 1e-9);
  assert_int_equal(self.world->vehicle_cause[van], SOI_CAUSE_BREAKDOWN);
  print_message("%u vehicles left the map while the van stood\n", self.events[SOI_EVENT_VEHICLE_LEFT] - through);
  assert_true(self.events[SOI_EVENT_VEHICLE_LEFT] - through > 8);
  play_seconds(&self, 10.0);
  assert_int_equal(parked(self.world), 0);
  assert_int_equal(soi_vehicle_row(self.world, handle), van);
  assert_true(self.world->vehicle_speed[van] > 1.0 && self.world->vehicle_delay[van] < 6.0);
  play_seconds(&self, 150.0);
  assert_int_equal(soi_vehicle_row(self.world, handle), 0);
  assert_int_equal(self.lawful, 0);
  assert_int_equal(self.world->command_count[0], 0);
  play_close(&self);
}

/* Without a duration it stands to the end, unless it is told to go. */
static void a_parked_van_can_be_sent_off(void **state) {
  (void)state;
  play self = play_open("straight-traffic.yaml", NULL);
  assert_true(park(&self, lane_of(&self, "single", 1), 500.0, 0.0, 0.0));
  play_seconds(&self, 600.0);
  const uint32_t van = parked(self.world);
  assert_int_not_equal(van, 0);
  const soi_command go = {0, SOI_COMMAND_DRIVE_OFF, van, self.world->vehicle_generation[van], {0}};
  assert_true(soi_world_command(self.world, &go));
  play_seconds(&self, 3.0);
  assert_int_equal(parked(self.world), 0);
  assert_true(self.world->vehicle_speed[van] > 1.0);
  assert_int_equal(self.world->command_count[0], 0);
  play_close(&self);
}

/* A place that is taken, or that somebody comes up to too fast, is waited for; a crossing is kept clear. */
static void a_van_waits_for_room(void **state) {
  (void)state;
  play self = play_open("straight-traffic.yaml", NULL);
  const soi_lane_id lane = lane_of(&self, "single", 1);
  assert_true(park(&self, lane, 800.0, 0.0, 60.0));
  assert_true(park(&self, lane, 798.0, 0.0, 60.0));
  assert_true(park(&self, lane, 1501.0, 0.0, 60.0));
  play_seconds(&self, 1.0);
  assert_int_equal(self.world->vehicle_count[0], 2);
  double furthest = 0.0;
  for (uint32_t row = 1; row <= 2; ++row) { furthest = fmax(furthest, self.world->vehicle_s[row]); }
  assert_true(furthest < 1498.0);
  assert_int_equal(self.world->command_count[0], 3);
  play_seconds(&self, 70.0);
  assert_int_equal(self.events[SOI_EVENT_VEHICLE_ENTERED], 3);
  play_close(&self);
}

/* --- put off ----------------------------------------------------------------------------------------------------------- */

/* Runs to the scenario's end and gives what its observer tells of those that had to wait, a line each. */
static char *tell_put_off(const char *scenario, const char *const *overrides, play *self) {
  static char told[2048];
  *self = play_open(scenario, overrides);
  soi_observer *const observer = soi_observer_create(self->town->model, soi_memory_libc());
  while (self->world->tick[0] < self->town->model->end) {
    play_step(self);
    soi_observer_step(observer, self->world);
  }
  soi_arena arena = soi_arena_make(soi_memory_libc());
  told[0] = '\0';
  const char *message;
  for (uint32_t i = 0; (message = soi_put_off_message(observer, self->world, i, &arena)) != NULL; ++i) {
    strcat(strcat(told, message), "\n");
  }
  soi_arena_release(&arena);
  soi_observer_release(observer);
  return told;
}

/* Behind a van that stands from 08:01 to 08:03 and pulls away; and one that never finds room. Each is told once, and that it is late. */
static void an_incident_tells_that_it_was_put_off(void **state) {
  (void)state;
  const char *const vans[] = {"duration=10 min",
                              "incidents.first={kind: parked_vehicle, at: 08:01, duration: 2 min, road: single, from: 800 m}",
                              "incidents.van={kind: parked_vehicle, at: 08:02, duration: 1 min, road: single, from: 798 m}",
                              "incidents.ever={kind: parked_vehicle, at: 08:05, road: single, from: 900 m}",
                              "incidents.never={kind: parked_vehicle, at: 08:06:30, road: single, from: 899 m}",
                              NULL};
  play self;
  assert_string_equal(tell_put_off("straight-traffic.yaml", vans, &self),
                      "incident van (parked_vehicle) put off from 08:02:00 to 08:03:02.700: a vehicle was there\n"
                      "incident never (parked_vehicle) put off from 08:06:30, and had not taken place by 08:10:00: a vehicle was there\n");
  assert_int_equal(self.events[SOI_EVENT_PUT_OFF], 2);
  assert_int_equal(self.events[SOI_EVENT_LATE], 1);
  play_close(&self);
}

/* The reason is the real one: who comes too fast, who stands there on foot, a full table. One that finds room says nothing. */
static void the_reason_is_the_real_one(void **state) {
  (void)state;
  const char *const busy[] = {"duration=12 min", "traffic.flows.single.rate=1000 /h",
                              "incidents.van={kind: parked_vehicle, at: 08:10, duration: 10 s, road: single, from: 900 m}", NULL};
  const char *const crowd[] = {"duration=8 min", "pedestrians.flows.over.rate=20000 /h",
                               "incidents.walker={kind: pedestrian, at: 08:06, place: [1500, 4.5], gate: kerb-south}", NULL};
  const char *const full[] = {"duration=5 min", "capacity.vehicles=1",
                              "incidents.a={kind: parked_vehicle, at: 08:01, duration: 1 min, road: single, from: 1900 m}",
                              "incidents.b={kind: parked_vehicle, at: 08:01:30, duration: 1 min, road: double, from: 300 m}", NULL};
  const char *const quiet[] = {"duration=5 min", "incidents.a={kind: parked_vehicle, at: 08:01, road: single, from: 100 m}",
                               "incidents.b={kind: pedestrian, at: 08:01, place: [1500, 4.5], gate: kerb-south}", NULL};
  play self;
  const char *told = tell_put_off("straight-traffic.yaml", busy, &self);
  print_message("%s", told);
  assert_non_null(strstr(told, "incident van (parked_vehicle) put off from 08:10:00"));
  assert_non_null(strstr(told, "a vehicle came up that could not have stopped gently"));
  play_close(&self);
  told = tell_put_off("straight-traffic.yaml", crowd, &self);
  print_message("%s", told);
  assert_non_null(strstr(told, "incident walker (pedestrian) put off from 08:06:00"));
  assert_non_null(strstr(told, "somebody on foot was there"));
  play_close(&self);
  told = tell_put_off("straight-traffic.yaml", full, &self);
  print_message("%s", told);
  assert_non_null(strstr(told, "incident b (parked_vehicle) put off from 08:01:30"));
  assert_non_null(strstr(told, "there was no free row"));
  play_close(&self);
  assert_string_equal(tell_put_off("straight-traffic.yaml", quiet, &self), "");
  play_close(&self);
}

/* A cart's start is put off by a van across its depot, a closed lane, a breakdown in the depot and an empty battery. */
static void a_start_that_was_put_off_is_told(void **state) {
  (void)state;
  static const struct {
    const char *override, *told;
  } cases[] = {
      {"incidents.a={kind: parked_vehicle, at: '08:01', duration: 2 min, road: main-east, from: 81 m}",
       "there was no gap in the lane at its depot"},
      {"incidents.a={kind: closed_lane, at: '08:01', duration: 2 min, road: main-east, from: 70 m, to: 90 m}",
       "the lane at its depot was closed"},
      {"incidents.a={kind: breakdown, at: '08:01', duration: 2 min, cart: cart-2}", "it was broken down"},
      {"fleet.cart-2.charge=5 %", "its battery was too low"},
  };
  for (uint32_t i = 0; i < sizeof cases / sizeof cases[0]; ++i) {
    play self;
    const char *const told = tell_put_off("crossroads-morning.yaml", (const char *[]){"duration=6 min", cases[i].override, NULL}, &self);
    print_message("%s", told);
    assert_non_null(strstr(told, "start of cart-2 put off from 08:02:00"));
    assert_non_null(strstr(told, cases[i].told));
    assert_int_equal(strstr(told, "had not taken place") != NULL, i == 3);
    play_close(&self);
  }
}

/* A full queue of commands puts an incident off, too; a tool's command that waits is told as one. */
static void a_full_queue_and_a_command_are_told(void **state) {
  (void)state;
  const char *const late[] = {"incidents.van={kind: parked_vehicle, at: 08:00:10, duration: 10 s, road: single, from: 900 m}", NULL};
  play self = play_open("straight-traffic.yaml", late);
  soi_observer *const observer = soi_observer_create(self.town->model, soi_memory_libc());
  const soi_lane_id lane = lane_of(&self, "double", 1);
  assert_true(park(&self, lane, 500.0, 0.0, 0.0));
  assert_true(park(&self, lane, 500.0, 0.0, 0.0));
  const soi_command later = {200, SOI_COMMAND_RAIN, 0, 0, {0.0, 0.0, 0.0}};
  while (soi_world_command(self.world, &later)) { continue; }
  while (self.world->tick[0] < 300) {
    play_step(&self);
    soi_observer_step(observer, self.world);
  }
  soi_arena arena = soi_arena_make(soi_memory_libc());
  assert_string_equal(soi_put_off_message(observer, self.world, 0, &arena),
                      "command park put off from 08:00:00, and had not taken place by 08:00:30: a vehicle was there");
  assert_string_equal(soi_put_off_message(observer, self.world, 1, &arena),
                      "incident van (parked_vehicle) put off from 08:00:10 to 08:00:20.100: too many commands waited before it");
  assert_null(soi_put_off_message(observer, self.world, 2, &arena));
  assert_int_equal(self.events[SOI_EVENT_PUT_OFF], 2);
  assert_int_equal(self.events[SOI_EVENT_LATE], 1);
  soi_arena_release(&arena);
  soi_observer_release(observer);
  play_close(&self);
}

/* What makes no sense is refused. */
static void refuses_what_cannot_be(void **state) {
  (void)state;
  play self = play_open("crossroads-morning.yaml", NULL);
  const soi_lane_id lane = lane_of(&self, "main-east", 1);
  soi_lane_id connector = 1;
  while (self.town->model->lanes[connector].junction == 0) { ++connector; }
  assert_false(park(&self, connector, 1.0, 0.0, 10.0));
  assert_false(park(&self, lane, 5000.0, 0.0, 10.0));
  assert_false(park(&self, lane, 50.0, 9.0, 10.0));
  assert_false(park(&self, lane, 50.0, 0.0, -1.0));
  assert_false(park(&self, 0, 50.0, 0.0, 1.0));
  const uint32_t cart = self.town->definition.scenario.fleet.items[0].row.type;
  assert_false(soi_world_command(self.world, &(soi_command){0, SOI_COMMAND_PARK, lane, cart, {50.0, 0.0, 10.0}}));
  assert_false(drop(&self, 150.0, -150.0, 0, 0));
  assert_false(drop(&self, NAN, 0.0, 0, 0));
  assert_false(drop(&self, 60.0, 8.0, 99, 0));
  assert_int_equal(self.world->command_count[0], 0);
  play_close(&self);
}

/* Dropped on the sidewalk, it crosses at the zebra to its gate and is gone; it is no passenger. */
static void a_dropped_pedestrian_walks_to_its_gate(void **state) {
  (void)state;
  const char *const quiet[] = {"pedestrians.flows.over.rate=0.001 /h", "pedestrians.flows.along.rate=0.001 /h", "passengers.flows={}",
                               NULL};
  play self = play_open("crossroads-morning.yaml", quiet);
  play_seconds(&self, 60.0);
  assert_int_equal(self.world->person_count[0], 0);
  assert_true(drop(&self, -4.5, 80.0, gate_named(&self, "main-gate"), 0));
  play_seconds(&self, 1.0);
  assert_int_equal(self.world->person_count[0], 1);
  assert_int_equal(self.world->person_errand[1], SOI_ERRAND_WALK);
  assert_true(hypot(self.world->person_x[1] + 4.5, self.world->person_y[1] - 80.0) < 2.0);
  bool crossed = false;
  while (self.world->person_count[0] > 0 && self.world->tick[0] < 4000) {
    crossed = crossed || self.world->person_crossing[1] == SOI_CROSSING_ON;
    play_step(&self);
  }
  print_message("at its gate after %.1f s\n", (double)self.world->tick[0] * 0.1 - 60.0);
  assert_true(crossed && self.world->tick[0] < 4000);
  assert_int_equal(self.world->passengers_created[0], 0);
  assert_int_equal(self.lawful, 0);
  play_close(&self);
}

/* Dropped into the road on a zebra, again and again in traffic: nobody is put in front of a vehicle that could not stop. */
static void nobody_is_dropped_under_a_wheel(void **state) {
  (void)state;
  const char *const lawful[] = {"vehicle_types.car.driver.ignores_zebra=0 %", NULL};
  play self = play_open("crossroads-morning.yaml", lawful);
  uint32_t dropped = 0;
  for (uint32_t i = 0; i < 60; ++i) {
    assert_true(drop(&self, 60.0, 6.0 - 0.2 * i, 0, 0));
    play_seconds(&self, 10.0);
    dropped = self.events[SOI_EVENT_COMMAND];
  }
  print_message("%u of 60 dropped on the zebra, %u collisions in which nobody broke a rule\n", dropped, self.lawful);
  assert_true(dropped >= 50);
  assert_int_equal(self.lawful, 0);
  play_close(&self);
}

/* Incidents of a scenario go the way of commands: the same hash as if the commands had been given. */
static void incidents_do_what_commands_do(void **state) {
  (void)state;
  const char *const told[] = {
      "incidents.van={kind: parked_vehicle, at: 08:01, duration: 90 s, road: main-east, lane: 2, from: 120 m, offset: 0.3 m}",
      "incidents.walker={kind: pedestrian, at: 08:02, place: [50, 9.5], gate: far-gate, jaywalks: yes}", NULL};
  play first = play_open("crossroads-morning.yaml", told), second = play_open("crossroads-morning.yaml", NULL);
  play_seconds(&second, 60.0);
  assert_true(
      park(&second, lane_of(&second, "main-east", 2), soi_lane_s(second.town->model, lane_of(&second, "main-east", 2), 120.0), 0.3, 90.0));
  play_seconds(&second, 60.0);
  assert_true(drop(&second, 50.0, 9.5, gate_named(&second, "far-gate"), SOI_RULE_JAYWALK));
  play_seconds(&second, 300.0);
  play_seconds(&first, 420.0);
  assert_int_equal(first.events[SOI_EVENT_COMMAND], 3);
  /* the incidents' own marks are all that differs */
  memset(first.world->incident_done, 0, 3);
  soi_difference difference;
  if (soi_world_difference(first.world, second.world, &difference)) {
    fail_msg("%s row %u: %.17g and %.17g", difference.field->name, difference.row, difference.a, difference.b);
  }
  play_close(&first);
  play_close(&second);
}

/* Pointing at the map finds the lane and the way on foot. */
static void pointing_finds_what_is_near(void **state) {
  (void)state;
  play self = play_open("crossroads-morning.yaml", NULL);
  double s, d;
  const soi_lane_id lane = soi_lane_near(self.town->model, (soi_point){100.0, 6.0}, 3.0, &s, &d);
  assert_int_equal(lane, lane_of(&self, "main-east", 1));
  const soi_point back = soi_lane_at(self.town->model, lane, s, d, NULL);
  assert_near(back.x, 100.0, 1e-6);
  assert_near(back.y, 6.0, 1e-6);
  assert_int_equal(soi_lane_near(self.town->model, (soi_point){100.0, 100.0}, 3.0, &s, &d), 0);
  soi_point on;
  assert_int_not_equal(soi_walk_link_near(self.town->model, (soi_point){100.0, 8.0}, 5.0, &on), 0);
  assert_true(hypot(on.x - 100.0, on.y - 8.0) < 2.0);
  play_close(&self);
}

/* --- breakdowns ------------------------------------------------------------------------------------------------------- */

/* A cart that breaks down at its stop does not dwell meanwhile: two minutes later it departs, and the dwell is as short as ever. */
static void a_breakdown_is_no_dwell(void **state) {
  (void)state;
  play self = play_open("crossroads-morning.yaml", NULL);
  soi_world *const world = self.world;
  while (world->cart_errand[1] != SOI_CART_SERVING && world->tick[0] < 12000) { play_step(&self); }
  assert_int_equal(world->cart_errand[1], SOI_CART_SERVING);
  const soi_tick arrived = world->tick[0];
  const soi_command stall = {0, SOI_COMMAND_BREAKDOWN, 1, 0, {120.0, 0.0, 0.0}};
  assert_true(soi_world_command(world, &stall));
  double dwell = -1.0;
  while (dwell < 0.0 && world->tick[0] < arrived + 3000) {
    play_step(&self);
    for (uint32_t i = 0; i < world->event_count; ++i) {
      if (world->events[i].kind == SOI_EVENT_CART_DEPARTED && world->events[i].a == 1) { dwell = world->events[i].value; }
    }
  }
  print_message("departed %.1f s after it arrived, dwell %.1f s\n", 0.1 * (double)(world->tick[0] - arrived), dwell);
  assert_true(world->tick[0] - arrived > 1200);
  assert_true(dwell > 4.0 && dwell < 60.0);
  play_close(&self);
}

/* --- births ---------------------------------------------------------------------------------------------------------- */

/* A body that lies over a place, standing, until it is removed. */
static void hold_over(play *self, uint32_t row, soi_lane_id lane, double s, double d) {
  self->world->vehicle_lane[row] = lane;
  self->world->vehicle_s[row] = s;
  self->world->vehicle_d[row] = self->world->vehicle_aim[row] = d;
  self->world->vehicle_speed[row] = 0.0;
}

/* Nobody on foot is born under a vehicle that lies over the gate; the crowd comes out when it is gone. */
static void nobody_is_born_under_a_body(void **state) {
  (void)state;
  play self = play_open("crossroads-morning.yaml", NULL);
  soi_world *const world = self.world;
  const soi_lane_id lane = soi_lane_of(self.town->model, road_named(&self, "main-east"), SOI_FORWARD, 1);
  double s, d;
  const soi_lane_id near = soi_lane_near(self.town->model, (soi_point){100.0, 9.9}, 20.0, &s, &d);
  assert_int_equal(near, lane);
  const uint32_t bus = soi_road_add(world, 3, lane, s + 5.9, d, 0.0, soi_exit_near(self.town->model, lane));
  const soi_command crowd = {0, SOI_COMMAND_CROWD, 1, 30, {0.0, 0.0, 0.0}}; /* out of main-gate, where it lies */
  assert_true(soi_world_command(world, &crowd));
  for (int i = 0; i < 200; ++i) {
    hold_over(&self, bus, lane, s + 5.9, d);
    play_step(&self);
    for (uint32_t person = 1; person <= world->person_high[0]; ++person) {
      assert_false(world->person_body[person] && world->person_flow[person] == 1);
    }
  }
  assert_true(world->people_flow_waiting[1] >= 30);
  soi_vehicle_remove(world, bus);
  play_seconds(&self, 30.0);
  assert_true(world->people_flow_waiting[1] < 30);
  assert_int_equal(self.lawful, 0);
  play_close(&self);
}

/* No vehicle is born into one of another lane that reaches over where it would stand, nor onto somebody on foot. */
static void no_vehicle_is_born_into_a_body(void **state) {
  (void)state;
  for (int on_foot = 0; on_foot < 2; ++on_foot) {
    play self = play_open("straight-traffic.yaml", (const char *[]){"traffic.flows.single.rate=3000 /h", NULL});
    soi_world *const world = self.world;
    const soi_lane_id lane = lane_of(&self, "single", 1),
                      against = soi_lane_of(self.town->model, road_named(&self, "single"), SOI_BACKWARD, 1);
    const soi_point at = soi_lane_at(self.town->model, lane, 2.0, 0.0, NULL);
    uint32_t row = 0;
    if (on_foot) {
      row = soi_person_add(world);
      world->person_body[row] = 1;
      world->person_errand[row] = SOI_ERRAND_WALK;
      world->person_way[row] = 1;
      world->person_link[row] = 1;
      world->person_toward[row] = self.town->model->walk_links[1].a;
      world->person_x[row] = at.x, world->person_y[row] = at.y;
    } else {
      row = soi_road_add(world, 5, against, 1996.0, 2.6, 0.0, soi_exit_near(self.town->model, against));
    }
    for (int i = 0; i < 100; ++i) {
      if (on_foot) {
        world->person_x[row] = at.x, world->person_y[row] = at.y, world->person_vx[row] = world->person_vy[row] = 0.0;
      } else {
        hold_over(&self, row, against, 1996.0, -2.6);
      }
      play_step(&self);
      assert_int_equal(self.events[SOI_EVENT_VEHICLE_ENTERED], 0);
    }
    if (on_foot) {
      soi_person_remove(world, row);
    } else {
      soi_vehicle_remove(world, row);
    }
    play_seconds(&self, 10.0);
    assert_true(self.events[SOI_EVENT_VEHICLE_ENTERED] > 0);
    play_close(&self);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_parked_van_stands_and_drives_off),
      cmocka_unit_test(a_parked_van_can_be_sent_off),
      cmocka_unit_test(a_van_waits_for_room),
      cmocka_unit_test(refuses_what_cannot_be),
      cmocka_unit_test(an_incident_tells_that_it_was_put_off),
      cmocka_unit_test(the_reason_is_the_real_one),
      cmocka_unit_test(a_full_queue_and_a_command_are_told),
      cmocka_unit_test(a_start_that_was_put_off_is_told),
      cmocka_unit_test(a_dropped_pedestrian_walks_to_its_gate),
      cmocka_unit_test(nobody_is_dropped_under_a_wheel),
      cmocka_unit_test(incidents_do_what_commands_do),
      cmocka_unit_test(pointing_finds_what_is_near),
      cmocka_unit_test(nobody_is_born_under_a_body),
      cmocka_unit_test(a_breakdown_is_no_dwell),
      cmocka_unit_test(no_vehicle_is_born_into_a_body),
  };
  return cmocka_run_group_tests_name("placing", tests, NULL, NULL);
}
