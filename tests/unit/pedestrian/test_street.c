/* People on foot in small places: how fast, how dense, round corners, past each other, and never into each other. */
#include "scene.h"

/* Two gates and a straight corridor between them. */
static scene *corridor(double length, double width) {
  scene *const self = scene_open();
  const uint32_t west = scene_node(self, 0.0, 0.0), east = scene_node(self, length, 0.0);
  scene_link(self, SOI_WALK_CORRIDOR, west, east, width);
  const uint32_t west_gate = scene_gate(self, west, width), east_gate = scene_gate(self, east, width);
  scene_flow(self, west_gate, east_gate);
  scene_flow(self, east_gate, west_gate);
  return self;
}

/* RiMEA 1 (as JuPedSim reads it): 40 m at 1.33 m/s in 26 to 34 s. */
static void free_walk_takes_its_time(void **state) {
  (void)state;
  scene *const self = corridor(41.0, 2.0);
  soi_world *const world = scene_begin(self, NULL);
  const uint32_t person = scene_put(self, 1, 1, 2, 0.0, 0.0);
  world->person_wish[person] = 1.33f;
  while (soi_person_lives(world, person) && world->tick[0] < 1000) { scene_step(self); }
  print_message("40 m in %.1f s\n", (double)world->tick[0] * 0.1);
  assert_in_range(world->tick[0], 260, 340);
  scene_close(self);
}

/* A stream against a stream: both come through, nobody is run into. */
static void opposite_streams_pass(void **state) {
  (void)state;
  for (int rate = 2; rate <= 6; rate += 2) {
    scene *const self = corridor(30.0, 2.0);
    self->flows[1].rate = self->flows[2].rate = 0.1 * rate;
    self->flows[1].finish = self->flows[2].finish = 1200;
    soi_world *const world = scene_begin(self, NULL);
    uint32_t born = 0;
    while (world->tick[0] < 3000 && (world->tick[0] < 1200 || world->person_count[0] > 0)) {
      scene_step(self);
      born = world->birth_serial[0];
    }
    print_message("%.1f people/s each way in 2 m: %u came, all through at %.1f s, overlap at most %.3f m\n", 0.1 * rate, born,
                  (double)world->tick[0] * 0.1, self->worst_overlap);
    assert_int_equal(world->person_count[0], 0);
    assert_true(born > 20);
    assert_true(self->worst_overlap < 0.05);
    scene_close(self);
  }
}

/* Round a corner of two corridors: nobody leaves them, everybody arrives (RiMEA 6). */
static void corner_is_kept(void **state) {
  (void)state;
  for (int turn = 0; turn < 4; ++turn) {
    const double way = turn % 2 ? 1.0 : -1.0, half = turn < 2 ? 1.0 : 2.0;
    scene *const self = scene_open();
    const uint32_t a = scene_node(self, 0.0, 0.0), b = scene_node(self, 12.0, 0.0), c = scene_node(self, 12.0, 12.0 * way);
    scene_link(self, SOI_WALK_CORRIDOR, a, b, 2.0);
    scene_link(self, SOI_WALK_CORRIDOR, b, c, 2.0 * half);
    const uint32_t from = scene_gate(self, a, 2.0), to = scene_gate(self, c, 2.0);
    scene_flow(self, from, to);
    self->flows[1].rate = 0.7;
    self->flows[1].finish = 300;
    soi_world *const world = scene_begin(self, NULL);
    while (world->tick[0] < 1500) {
      scene_step(self);
      for (uint32_t i = 1; i <= world->person_high[0]; ++i) {
        const double x = world->person_x[i], y = world->person_y[i] * way;
        const bool in_first = x > -0.5 && x < 12.0 + half && y > -1.0 && y < 1.0;
        const bool in_second = x > 12.0 - half && x < 12.0 + half && y > -1.0 && y < 12.5;
        if (world->person_body[i] && !in_first && !in_second) { fail_msg("outside at (%.2f, %.2f)", x, y); }
      }
    }
    assert_int_equal(world->person_count[0], 0);
    assert_true(world->birth_serial[0] > 10 && self->worst_overlap < 0.05);
    scene_close(self);
  }
}

/* Somebody stands in the way: people go round. */
static void standing_bodies_are_passed(void **state) {
  (void)state;
  for (int across = -3; across <= 3; ++across) {
    scene *const self = corridor(20.0, 3.0);
    soi_world *const world = scene_begin(self, NULL);
    self->stops[1] = (soi_stop){.queue = {10.0, 0.2 * across}, .queue_step = {0.0, 0.5}};
    for (uint32_t i = 0; i < 3; ++i) {
      const uint32_t stander = scene_put(self, 1, 1, 2, 10.0, 0.2 * across + 0.5 * i);
      world->person_errand[stander] = SOI_ERRAND_QUEUE;
      world->person_stop[stander] = 1;
      world->person_place[stander] = i;
    }
    const uint32_t walker = scene_put(self, 1, 1, 2, 1.0, 0.0);
    world->person_side[walker] = 0.3f;
    while (soi_person_lives(world, walker) && world->tick[0] < 600) { scene_step(self); }
    print_message("three abreast from %+.1f m: passed after %.1f s, overlap %.3f m\n", 0.2 * across, (double)world->tick[0] * 0.1,
                  self->worst_overlap);
    assert_true(world->tick[0] < 400);
    assert_true(self->worst_overlap < 0.05);
    scene_close(self);
  }
}

/* A line of people along the way is walked along, not into. */
static void queue_along_the_way_is_passed(void **state) {
  (void)state;
  scene *const self = corridor(40.0, 2.5);
  soi_world *const world = scene_begin(self, NULL);
  self->stops[1] = (soi_stop){.queue = {30.0, 0.7}, .queue_step = {-0.7, 0.0}};
  for (uint32_t i = 0; i < 25; ++i) {
    const uint32_t stander = scene_put(self, 1, 1, 2, 30.0 - 0.7 * i, 0.7);
    world->person_errand[stander] = SOI_ERRAND_QUEUE;
    world->person_stop[stander] = 1;
    world->person_place[stander] = i;
  }
  self->flows[1].rate = self->flows[2].rate = 0.2;
  self->flows[1].finish = self->flows[2].finish = 900;
  while (world->tick[0] < 2500) { scene_step(self); }
  print_message("%u walkers, %u still there, overlap %.3f m\n", world->birth_serial[0] - 25, world->person_count[0] - 25,
                self->worst_overlap);
  assert_int_equal(world->person_count[0], 25);
  assert_true(self->worst_overlap < 0.05);
  scene_close(self);
}

/* A queue that forms, closes up and stands still. */
static void queue_stands_in_line(void **state) {
  (void)state;
  scene *const self = corridor(30.0, 3.0);
  soi_world *const world = scene_begin(self, NULL);
  self->stops[1] = (soi_stop){.queue = {20.0, 1.0}, .queue_step = {-0.7, 0.0}};
  for (uint32_t i = 0; i < 10; ++i) {
    const uint32_t person = scene_put(self, 1, 1, 2, 12.0 - 0.9 * i, 0.1 * (i % 3));
    world->person_errand[person] = SOI_ERRAND_QUEUE;
    world->person_stop[person] = 1;
    world->person_place[person] = i;
  }
  for (int i = 0; i < 400; ++i) { scene_step(self); }
  for (uint32_t i = 1; i <= 10; ++i) {
    assert_true(hypot(world->person_x[i] - (20.0 - 0.7 * (i - 1)), world->person_y[i] - 1.0) < 0.06);
    assert_true(world->person_vx[i] == 0.0 && world->person_vy[i] == 0.0);
  }
  /* The first goes; the others move up. */
  soi_person_remove(world, 1);
  for (uint32_t i = 2; i <= 10; ++i) { --world->person_place[i]; }
  const soi_tick before = world->tick[0];
  while (world->person_x[10] < 20.0 - 0.7 * 8 - 0.06 && world->tick[0] < before + 300) { scene_step(self); }
  print_message("moved up in %.1f s, overlap %.3f m\n", (double)(world->tick[0] - before) * 0.1, self->worst_overlap);
  assert_true(world->tick[0] < before + 200);
  assert_true(self->worst_overlap < 0.05);
  scene_close(self);
}

/* Called to a cart's door: people come within reach of it and stand there, also while somebody else is served. */
static void door_is_reached(void **state) {
  (void)state;
  scene *const self = corridor(30.0, 4.0);
  self->model.types = (soi_vehicle_type[]){{0}, {.body.length = 3.6, .body.width = 1.3}};
  self->model.carts = (soi_cart[]){{0}, {.type = 1}};
  self->model.cart_count = 1;
  const uint32_t lane = scene_lane(self, (soi_point){0.0, -4.0}, (soi_point){1.0, 0.0});
  soi_world *const world = scene_begin(self, NULL);
  /* A cart whose middle is at (15, -4): the door's place is half a metre off its left side. */
  world->cart_vehicle[1] = 1;
  world->vehicle_type[1] = 1;
  world->vehicle_lane[1] = lane;
  world->vehicle_s[1] = 50.0 + 15.0 + 1.8;
  const soi_point door = {15.0, -4.0 + 0.65 + 0.5};
  for (uint32_t i = 0; i < 3; ++i) {
    const uint32_t person = scene_put(self, 1, 1, 2, 19.0 + 0.7 * i, -1.2);
    world->person_errand[person] = SOI_ERRAND_BOARD;
    world->person_cart[person] = 1;
  }
  for (int i = 0; i < 150; ++i) { scene_step(self); }
  double nearest = 9.0;
  for (uint32_t i = 1; i <= 3; ++i) {
    const double away = hypot(world->person_x[i] - door.x, world->person_y[i] - door.y);
    nearest = fmin(nearest, away);
    assert_true(away < 1.4);
    assert_true(hypot(world->person_vx[i], world->person_vy[i]) < 0.05);
  }
  assert_true(nearest < 0.9);
  assert_true(self->worst_overlap < 0.05);
  scene_close(self);
}

/* A crowd of 300 behind a row that walks at a given speed in a corridor of 3 m: everybody comes to that speed, and what shows
 * is the density. Measured over 8 m behind the row, in the last 30 of 90 s. */
static double density_at(double speed, double *measured) {
  scene *const self = corridor(300.0, 3.0);
  soi_world *const world = scene_begin(self, NULL);
  for (uint32_t i = 0; i < 300; ++i) {
    const uint32_t row = i / 6, file = i % 6;
    const double y = (file - 2.5) * 0.44, x = row == 0 ? 40.0 : 40.0 - 0.7 * row - 0.2 * (file % 2);
    const uint32_t person = scene_put(self, 1, 1, 2, x, y);
    world->person_side[person] = (float)(y / 1.2);
    world->person_wish[person] = row == 0 ? (float)speed : 1.34f;
  }
  double people = 0.0, speeds = 0.0;
  for (int step = 0; step < 900; ++step) {
    scene_step(self);
    const double head = world->person_x[1];
    for (uint32_t i = 1; i <= 300 && step >= 600; ++i) {
      if (world->person_body[i] && world->person_x[i] > head - 10.0 && world->person_x[i] < head - 2.0) {
        people += 1.0;
        speeds += world->person_vx[i];
      }
    }
  }
  *measured = speeds / people;
  assert_true(self->worst_overlap < 0.05);
  scene_close(self);
  return people / (300.0 * 8.0 * 3.0);
}

/* Weidmann's speed at a density, from the shared table; negative when the table is absent. */
static double weidmann(double density) {
  FILE *const file = fopen(SOI_SOURCE_DIR "/../shared/data/oracles/weidmann_fd.csv", "r");
  if (file == NULL) { return -1.0; }
  char line[128];
  double rho, v, found = 0.0;
  while (fgets(line, sizeof line, file) != NULL) {
    if (sscanf(line, "%lf,%lf", &rho, &v) == 2 && rho <= density) { found = v; }
  }
  fclose(file);
  return found;
}

/* Speed against density: within 0.2 m/s of Weidmann's mean curve from free walking to 4 people/m2. The curve is a fit to
 * scattered measurements with about that spread; more is not claimed. */
static void speed_falls_with_density(void **state) {
  (void)state;
  if (weidmann(1.0) < 0.0) {
    print_message("../shared/data/oracles/weidmann_fd.csv is absent\n");
    skip();
  }
  double last = 9.0;
  for (int i = 1; i <= 13; i += 2) {
    double speed;
    const double density = density_at(0.1 * i, &speed);
    print_message("%.2f people/m2: %.2f m/s, Weidmann %.2f\n", density, speed, weidmann(density));
    assert_true(density < last);
    assert_true(fabs(speed - weidmann(density)) < 0.2);
    last = density;
  }
}

static void split_rows(void *context, soi_task task, void *argument, uint32_t first, uint32_t last) {
  (void)context;
  const uint32_t middle = first + (last - first) / 2;
  task(argument, middle, last);
  task(argument, first, middle);
}

/* Two pieces, in either order, give the state of one; and scratch carries nothing from step to step. */
static void pieces_do_not_matter(void **state) {
  (void)state;
  uint64_t hash[3];
  for (int run = 0; run < 3; ++run) {
    scene *const self = corridor(30.0, 3.0);
    self->flows[1].rate = self->flows[2].rate = 0.8;
    const soi_parallel parallel = {split_rows, NULL};
    soi_world *const world = scene_begin(self, run == 1 ? &parallel : NULL);
    for (int i = 0; i < 600; ++i) {
      if (run == 2) { soi_world_spoil_scratch(world, 99); }
      scene_step(self);
    }
    assert_true(world->person_count[0] > 20);
    hash[run] = soi_world_hash(world);
    scene_close(self);
  }
  assert_int_equal(hash[0], hash[1]);
  assert_int_equal(hash[0], hash[2]);
}

/* Every person who comes is outside, inside or gone; a full table keeps the others waiting and says so. */
static void people_are_conserved(void **state) {
  (void)state;
  scene *const self = corridor(30.0, 3.0);
  self->flows[1].rate = self->flows[2].rate = 0.9;
  self->model.person_capacity = 25;
  soi_world *const world = scene_begin(self, NULL);
  uint32_t full = 0;
  for (int i = 0; i < 1500; ++i) {
    scene_step(self);
    const uint32_t drawn = world->people_flow_drawn[1] + world->people_flow_drawn[2] - 2;
    const uint32_t outside = world->people_flow_waiting[1] + world->people_flow_waiting[2];
    assert_int_equal(drawn, world->birth_serial[0] + outside);
    assert_true(world->person_count[0] <= 25);
    uint32_t told = 0;
    for (uint32_t e = 0; e < world->event_count; ++e) { told += world->events[e].kind == SOI_EVENT_ROOM_FULL; }
    assert_true(told <= 1);
    full += told;
  }
  assert_true(full > 0 && full == world->overflow_people[0]);
  scene_close(self);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(free_walk_takes_its_time),
      cmocka_unit_test(opposite_streams_pass),
      cmocka_unit_test(corner_is_kept),
      cmocka_unit_test(standing_bodies_are_passed),
      cmocka_unit_test(queue_along_the_way_is_passed),
      cmocka_unit_test(queue_stands_in_line),
      cmocka_unit_test(door_is_reached),
      cmocka_unit_test(speed_falls_with_density),
      cmocka_unit_test(pieces_do_not_matter),
      cmocka_unit_test(people_are_conserved),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
