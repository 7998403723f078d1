/* The world: layout by the manifest, snapshots, hash, first difference, commands, scratch, rows and handles. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "agents.h"
#include "cells.h"
#include "copy.h"
#include "near.h"
#include "place.h"
#include "random.h"

static place *town;

static int open_town(void **state) {
  (void)state;
  town = place_open("crossroads-morning.yaml", NULL);
  return town->model == NULL;
}

static int close_town(void **state) {
  (void)state;
  place_close(town);
  return 0;
}

static void run_to(soi_world *world, soi_tick tick) {
  while (world->tick[0] < tick) { soi_world_step(world); }
}

/* Every field of the manifest lies in the one allocation, on its own bytes. */
static void fields_do_not_overlap(void **state) {
  (void)state;
  soi_world *world = place_world(town);
  const char *last_end = world->state;
  for (uint32_t i = 0; soi_world_field(i) != NULL; ++i) {
    const soi_field *field = soi_world_field(i);
    uint32_t rows;
    const char *data = soi_world_field_data(world, field, &rows);
    assert_true(data >= last_end);
    assert_int_equal((uintptr_t)data % 64, 0);
    last_end = data + (size_t)rows * field->per_row * field->size;
    assert_true(last_end <= (field->scratch ? world->scratch + world->scratch_bytes : world->state + world->state_bytes));
    assert_true(field->doc != NULL && field->phase[0] != '\0');
  }
  soi_world_release(world);
}

/* Restored at 20 random ticks, the run ends in the same hash. */
static void restores_at_random_ticks(void **state) {
  (void)state;
  const soi_tick end = 4000;
  soi_world *world = place_world(town), *second = place_world(town);
  const size_t size = soi_snapshot_size(world);
  char *snapshots = malloc(20 * size);
  soi_tick ticks[20];
  for (uint32_t i = 0; i < 20; ++i) { ticks[i] = soi_random_bits(2026, SOI_DRAW_TEST, i, 0, 0) % end; }
  while (world->tick[0] < end) {
    for (uint32_t i = 0; i < 20; ++i) {
      if (ticks[i] == world->tick[0]) { soi_snapshot_save(world, snapshots + i * size); }
    }
    soi_world_step(world);
  }
  for (uint32_t i = 0; i < 20; ++i) {
    assert_true(soi_snapshot_restore(second, snapshots + i * size, size));
    assert_int_equal(second->tick[0], ticks[i]);
    run_to(second, end);
    soi_difference difference;
    if (soi_world_difference(world, second, &difference)) {
      print_error("restored at tick %u: %s row %u: %.17g and %.17g\n", (unsigned)ticks[i], difference.field->name, difference.row,
                  difference.a, difference.b);
    }
    assert_true(soi_world_hash(second) == soi_world_hash(world));
  }
  free(snapshots);
  soi_world_release(world);
  soi_world_release(second);
}

/* A second world to which every copy is applied stays the first to the byte, and the copies hold much less than the state. */
static void copies_hold_what_changed(void **state) {
  (void)state;
  soi_world *world = place_world(town), *second = place_world(town);
  soi_copier *copier = soi_copier_create(second, soi_memory_libc());
  void *copy = malloc(soi_copy_most(world));
  size_t bytes = 0;
  enum { COPIES = 2000 };
  for (uint32_t i = 0; i < COPIES; ++i) {
    soi_world_step(world);
    /* Now and then a whole field changes, often back to what it was: what is taken without comparing must be compared rightly afterwards. */
    const bool shaken = i % 200 >= 100;
    for (uint32_t crossing = 1; shaken && crossing <= town->model->crossing_count; ++crossing) {
      world->crossing_waiting[crossing] = (uint32_t)soi_random_bits(2028, SOI_DRAW_TEST, i, 0, 0) % 2u;
    }
    const size_t count = soi_copy_changes(copier, world, copy);
    assert_true(count <= soi_copy_most(world));
    soi_copy_apply(second, copy, count);
    assert_memory_equal(second->state, world->state, world->state_bytes);
    bytes += count;
  }
  assert_true(bytes / COPIES < soi_copy_most(world) / 3);
  free(copy);
  soi_copier_release(copier);
  soi_world_release(world);
  soi_world_release(second);
}

/* A snapshot that was cut, altered or taken of another model is refused, and the world stays as it was. */
static void refuses_bad_snapshots(void **state) {
  (void)state;
  soi_world *world = place_world(town);
  run_to(world, 100);
  const uint64_t hash = soi_world_hash(world);
  const size_t size = soi_snapshot_size(world);
  char *snapshot = malloc(size);
  soi_snapshot_save(world, snapshot);
  assert_false(soi_snapshot_restore(world, snapshot, size - 1));
  for (size_t at = 0; at < size; at += size / 37 + 1) {
    snapshot[at] ^= 4;
    assert_false(soi_snapshot_restore(world, snapshot, size));
    snapshot[at] ^= 4;
  }
  assert_true(soi_world_hash(world) == hash);
  assert_true(soi_snapshot_restore(world, snapshot, size));
  free(snapshot);
  soi_world_release(world);
}

/* Noise in the scratch before each step changes nothing. */
static void scratch_is_forgotten(void **state) {
  (void)state;
  soi_world *clean = place_world(town), *noisy = place_world(town);
  for (uint64_t tick = 0; tick < 3000; ++tick) {
    soi_world_spoil_scratch(noisy, tick + 1);
    soi_world_step(clean);
    soi_world_step(noisy);
    if (tick % 100 == 0) { assert_true(soi_world_hash(clean) == soi_world_hash(noisy)); }
  }
  soi_world_release(clean);
  soi_world_release(noisy);
}

/* The first difference names field, row and both values. */
static void names_the_first_difference(void **state) {
  (void)state;
  soi_world *a = place_world(town), *b = place_world(town);
  run_to(a, 600);
  run_to(b, 600);
  soi_difference difference;
  assert_false(soi_world_difference(a, b, &difference));
  b->vehicle_speed[3] += 0.5;
  assert_true(soi_world_difference(a, b, &difference));
  assert_string_equal(difference.field->name, "vehicle_speed");
  assert_int_equal(difference.row, 3);
  assert_near(difference.b - difference.a, 0.5, 1e-12);
  assert_true(soi_world_hash(a) != soi_world_hash(b));
  soi_world_release(a);
  soi_world_release(b);
}

/* Rows: a freed row comes back with a new generation, and the old handle is stale. */
static void handles_go_stale(void **state) {
  (void)state;
  soi_world *world = place_world(town);
  const uint32_t row = soi_vehicle_add(world);
  const soi_vehicle_handle handle = soi_vehicle_handle_of(world, row);
  assert_int_equal(soi_vehicle_row(world, handle), row);
  soi_vehicle_remove(world, row);
  assert_int_equal(soi_vehicle_row(world, handle), 0);
  assert_int_equal(soi_vehicle_add(world), row);
  assert_int_equal(soi_vehicle_row(world, handle), 0);
  for (uint32_t i = 1; i < town->model->vehicle_capacity; ++i) { assert_int_not_equal(soi_vehicle_add(world), 0); }
  assert_int_equal(soi_vehicle_add(world), 0);
  assert_int_equal(world->vehicle_count[0], town->model->vehicle_capacity);
  soi_world_release(world);
}

static uint32_t events_of(const soi_world *world, soi_event_kind kind) {
  uint32_t count = 0;
  for (uint32_t i = 0; i < world->event_count; ++i) { count += world->events[i].kind == kind; }
  return count;
}

/* Commands run at their tick in the order of giving; what makes no sense is refused. */
static void commands_run_at_their_tick(void **state) {
  (void)state;
  soi_world *world = place_world(town);
  assert_true(soi_world_command(world, &(soi_command){20, SOI_COMMAND_RAIN, 0, 0, {30.0, 500.0, 5.0}}));
  assert_true(soi_world_command(world, &(soi_command){10, SOI_COMMAND_BREAKDOWN, 1, 0, {1.0, 0.0, 0.0}}));
  assert_true(soi_world_command(world, &(soi_command){0, SOI_COMMAND_CLOSE_LANE, 1, 0, {5.0, 20.0, 0.0}}));
  assert_false(soi_world_command(world, &(soi_command){0, SOI_COMMAND_BREAKDOWN, 99, 0, {0}}));
  assert_false(soi_world_command(world, &(soi_command){0, 77, 1, 0, {0}}));
  assert_false(soi_world_command(world, &(soi_command){0, SOI_COMMAND_RAIN, 0, 0, {NAN, 0.0, 0.0}}));
  soi_world_step(world);
  assert_int_equal(events_of(world, SOI_EVENT_LANE_CLOSED), 1);
  assert_int_equal(world->command_count[0], 2);
  run_to(world, 11);
  assert_true(soi_cart_broken(world, 1));
  run_to(world, 21);
  assert_false(soi_cart_broken(world, 1));
  assert_near(world->rain[0], 30.0, 0.0);
  run_to(world, 72);
  assert_near(world->rain[0], 0.0, 0.0);
  assert_int_equal(world->command_count[0], 0);
  for (int i = 0; i < SOI_COMMAND_CAPACITY; ++i) {
    assert_true(soi_world_command(world, &(soi_command){1000, SOI_COMMAND_REPAIR, 1, 0, {0}}));
  }
  assert_false(soi_world_command(world, &(soi_command){1000, SOI_COMMAND_REPAIR, 1, 0, {0}}));
  soi_world_release(world);
}

static void count_visit(void *context, uint32_t person, double distance) {
  (void)person;
  *(double *)context += 1.0 + distance * 0.0;
}

/* The index finds exactly those within the radius. */
static void cells_find_the_near(void **state) {
  (void)state;
  soi_world *world = place_world(town);
  for (uint32_t i = 0; i < 250; ++i) {
    const uint32_t row = soi_person_add(world);
    world->person_body[row] = 1;
    world->person_x[row] = 40.0 * soi_random(1, SOI_DRAW_TEST, i, 0, 0) - 20.0;
    world->person_y[row] = 40.0 * soi_random(1, SOI_DRAW_TEST, i, 0, 1) - 20.0;
  }
  soi_cells_build(world);
  for (double radius = 0.5; radius < 15.0; radius *= 1.7) {
    double found = 0.0, expected = 0.0;
    soi_cells_visit(world, (soi_point){1.0, -2.0}, radius, count_visit, &found);
    for (uint32_t row = 1; row <= 250; ++row) { expected += hypot(world->person_x[row] - 1.0, world->person_y[row] + 2.0) <= radius; }
    assert_near(found, expected, 0.0);
  }
  soi_world_release(world);
}

typedef struct visits {
  uint32_t count, rows[1200];
} visits;

static void note_visit(void *context, uint32_t person, double distance) {
  (void)distance;
  visits *const v = context;
  v->rows[v->count++] = person;
}

/* A crowd gets more cells, up to one a person; whoever looks round in it finds the same people in the same order. */
static void cells_of_any_number(void **state) {
  (void)state;
  place *const crowded = place_open("crossroads-morning.yaml", (const char *const[]){"capacity.people=20000", NULL});
  soi_world *const world = place_world(crowded);
  assert_int_equal(world->capacity[SOI_GROUP_CELL], 32768);
  for (uint32_t i = 0; i < 1000; ++i) {
    const uint32_t row = soi_person_add(world);
    world->person_body[row] = 1;
    world->person_x[row] = 300.0 * soi_random(1, SOI_DRAW_TEST, i, 0, 0) - 150.0;
    world->person_y[row] = 120.0 * soi_random(1, SOI_DRAW_TEST, i, 0, 1) - 60.0;
  }
  soi_cells_build(world);
  assert_int_equal(world->cell_count[0], 1024);
  visits first = {0}, again;
  soi_cells_visit(world, (soi_point){-3.0, 4.0}, 60.0, note_visit, &first);
  assert_true(first.count > 100);
  for (uint32_t people = 2000; people <= 20000; people += 9000) {
    world->person_count[0] = people;
    soi_cells_build(world);
    assert_int_equal(world->cell_count[0], soi_cells_for(people));
    again.count = 0;
    soi_cells_visit(world, (soi_point){-3.0, 4.0}, 60.0, note_visit, &again);
    assert_int_equal(again.count, first.count);
    assert_memory_equal(again.rows, first.rows, first.count * sizeof *first.rows);
  }
  soi_world_release(world);
  place_close(crowded);
}

/* Squares that share a cell are far apart, and so are those beside them, whatever the number of cells. */
static void cells_are_shared_far_apart(void **state) {
  (void)state;
  for (uint32_t count = SOI_CELLS_LEAST; count <= 1u << 20; count *= 2) {
    for (int32_t row = -16; row <= 16; ++row) {
      for (int32_t column = -16; column <= 16; ++column) {
        if ((column != 0 || row != 0) && soi_cell(column, row, count) == soi_cell(0, 0, count)) {
          fail_msg("%u cells: %d, %d", count, column, row);
        }
      }
    }
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(fields_do_not_overlap), cmocka_unit_test(restores_at_random_ticks),   cmocka_unit_test(copies_hold_what_changed),
      cmocka_unit_test(refuses_bad_snapshots), cmocka_unit_test(scratch_is_forgotten),       cmocka_unit_test(names_the_first_difference),
      cmocka_unit_test(handles_go_stale),      cmocka_unit_test(commands_run_at_their_tick), cmocka_unit_test(cells_find_the_near),
      cmocka_unit_test(cells_of_any_number),   cmocka_unit_test(cells_are_shared_far_apart),
  };
  return cmocka_run_group_tests_name("world", tests, open_town, close_town);
}
