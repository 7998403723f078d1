/* Drives drawn towns and holds each tick to the invariants: nobody teleports, nobody overlaps unreported, passengers are conserved,
 * places and speeds are possible, ids name rows of their tables, scratch is forgotten, and a world restored at any moment goes on as the
 * uninterrupted one does.
 * --step drives them at another step than they have drawn. A failure prints the seed and the command that repeats it.
 * --write puts the first seed's town into a folder instead, for the command to run. */
#define _POSIX_C_SOURCE 200809L /* mkdtemp */

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <soi/soi.h>

#include "town.h"

typedef struct witness {
  soi_point *people;
  uint32_t *person_generation;
  soi_point *bodies;
  uint32_t *body_generation;
} witness;

static uint64_t seed_now;
static const char *step_wanted; /* null: as the town has drawn it */

static bool broken(const soi_world *world, const char *what, uint32_t row, double value) {
  fprintf(stderr, "seed %llu, tick %llu: %s (row %u, %g)\nrepeat: swarm --seeds %llu..%llu%s%s%s\n", (unsigned long long)seed_now,
          (unsigned long long)world->tick[0], what, row, value, (unsigned long long)seed_now, (unsigned long long)seed_now,
          step_wanted != NULL ? " --step '" : "", step_wanted != NULL ? step_wanted : "", step_wanted != NULL ? "'" : "");
  return false;
}

/* A line about a vehicle, to start looking from. */
static void tell_vehicle(const soi_world *world, uint32_t row) {
  const soi_lane *lane = &world->model->lanes[world->vehicle_lane[row]];
  const soi_point at = {world->body_x[row], world->body_y[row]};
  fprintf(stderr,
          "  vehicle %u (%.1f m, cart %u): lane %u (%s, from %u to %u, %.1f m), s %.2f, d %.2f to %.2f, %.2f m/s, grant %u (order %llu), "
          "next %u, "
          "tails %u %u, cause %u of %u, at (%.1f, %.1f)\n",
          row, soi_type(world->model, world->vehicle_type[row])->body.length, world->vehicle_cart[row], world->vehicle_lane[row],
          lane->junction != 0 ? "connector" : "road", lane->from, lane->to, lane->length, world->vehicle_s[row], world->vehicle_d[row],
          world->vehicle_aim[row], world->vehicle_speed[row], world->vehicle_grant[row],
          (unsigned long long)world->vehicle_grant_order[row], world->vehicle_next[row], world->vehicle_tail[row * 3],
          world->vehicle_tail[row * 3 + 1], world->vehicle_cause[row], world->vehicle_cause_of[row], at.x, at.y);
}

static void tell_person(const soi_world *world, uint32_t row) {
  fprintf(stderr, "  person %u: at (%.2f, %.2f), %.2f, %.2f m/s, link %u (crossing %u), crossing state %u, errand %u\n", row,
          world->person_x[row], world->person_y[row], world->person_vx[row], world->person_vy[row], world->person_link[row],
          world->model->walk_links[world->person_link[row]].crossing, world->person_crossing[row], world->person_errand[row]);
}

static soi_point front_of(const soi_world *world, uint32_t row) {
  return soi_lane_at(world->model, world->vehicle_lane[row], world->vehicle_s[row], world->vehicle_d[row], NULL);
}

static double apart(soi_point a, soi_point b) { return hypot(a.x - b.x, a.y - b.y); }

/* Vehicles: on their lanes, at possible speeds, no further than their speed allows since the last tick. */
static bool vehicles_sound(const soi_world *world, witness *last) {
  for (uint32_t row = 1; row <= world->vehicle_high[0]; ++row) {
    if (!soi_vehicle_lives(world, row)) { continue; }
    const soi_lane *lane = &world->model->lanes[world->vehicle_lane[row]];
    const double speed = world->vehicle_speed[row];
    if (!(world->vehicle_s[row] >= 0.0 && world->vehicle_s[row] <= lane->length + 1e-9)) {
      return broken(world, "off its lane", row, world->vehicle_s[row]);
    }
    if (!(speed >= 0.0 && speed < 40.0)) { return broken(world, "an impossible speed", row, speed); }
    if (!(fabs(world->vehicle_acceleration[row]) < 12.0 + 1e-9)) {
      return broken(world, "an impossible acceleration", row, world->vehicle_acceleration[row]);
    }
    if (lane->junction != 0 && world->vehicle_grant[row] != world->vehicle_lane[row]) {
      return broken(world, "in a junction without a grant", row, 0);
    }
    const soi_point at = front_of(world, row);
    if (last->body_generation[row] == world->vehicle_generation[row]) {
      const double most = (speed + 12.0 * world->model->step) * world->model->step + 0.35; /* lanes' samples and joints */
      if (apart(at, last->bodies[row]) > most) { return broken(world, "a vehicle teleported, m", row, apart(at, last->bodies[row])); }
    }
    last->bodies[row] = at;
    last->body_generation[row] = world->vehicle_generation[row];
  }
  return true;
}

/* People: finite, no faster than a run, and they appear at places, not across the town. */
static bool people_sound(const soi_world *world, witness *last) {
  for (uint32_t row = 1; row <= world->person_high[0]; ++row) {
    if (!soi_person_lives(world, row) || !world->person_body[row]) {
      last->person_generation[row] = 0;
      continue;
    }
    const soi_point at = {world->person_x[row], world->person_y[row]};
    if (!(fabs(at.x) < 1e5 && fabs(at.y) < 1e5)) { return broken(world, "a person is nowhere", row, at.x); }
    if (last->person_generation[row] == world->person_generation[row] && apart(at, last->people[row]) > 3.0 * world->model->step + 0.05) {
      return broken(world, "a person teleported, m", row, apart(at, last->people[row]));
    }
    last->people[row] = at;
    last->person_generation[row] = world->person_generation[row];
  }
  return true;
}

/* Created = outside + walking + waiting + riding + served + refused + gave up. */
static bool passengers_conserved(const soi_world *world) {
  uint32_t here = 0;
  for (uint32_t row = 1; row <= world->person_high[0]; ++row) {
    const uint8_t errand = soi_person_lives(world, row) ? world->person_errand[row] : SOI_ERRAND_NONE;
    here += errand != SOI_ERRAND_NONE && errand != SOI_ERRAND_WALK && errand != SOI_ERRAND_GIVEN_UP;
  }
  const uint32_t sum =
      here + world->passengers_outside[0] + world->passengers_served[0] + world->passengers_refused[0] + world->passengers_gave_up[0];
  return sum == world->passengers_created[0] || broken(world, "passengers lost, now", sum, world->passengers_created[0]);
}

/* Riders: each cart's list has as many as it counts, and no more than it has places. */
static bool riders_sound(const soi_world *world) {
  for (uint32_t cart = 1; cart <= world->model->cart_count; ++cart) {
    const soi_vehicle_type *type = soi_type(world->model, world->model->carts[cart].type);
    uint32_t riders = 0;
    for (uint32_t row = world->cart_first_rider[cart]; row != 0 && riders < 1000; row = world->person_next[row]) {
      if (world->person_cart[row] != cart || world->person_errand[row] != SOI_ERRAND_RIDE) {
        return broken(world, "a stranger rides", row, cart);
      }
      ++riders;
    }
    if (riders != world->cart_riders[cart]) { return broken(world, "riders miscounted", cart, riders); }
    if (riders > type->places.seats + type->places.standing) { return broken(world, "too many riders", cart, riders); }
  }
  return true;
}

/* Journeys: whoever is about an errand has a way out to a gate as its last leg, nobody else has one, and no leg is nobody's. */
static bool journeys_sound(const soi_world *world) {
  uint32_t legs = 0;
  for (uint32_t row = 1; row <= world->person_high[0]; ++row) {
    soi_leg_id last = soi_leg_id_none;
    for (soi_leg_id leg = world->person_leg[row]; leg != 0 && legs <= world->leg_count[0]; leg = world->leg_next[leg], ++legs) {
      last = leg;
    }
    const bool travels = world->person_errand[row] != SOI_ERRAND_NONE && world->person_errand[row] != SOI_ERRAND_WALK;
    if (travels != (world->leg_gate[last] != 0)) { return broken(world, "a journey without an end, its last leg", row, last); }
  }
  return legs == world->leg_count[0] || broken(world, "legs miscounted", legs, world->leg_count[0]);
}

/* Bodies on one lane that overlap must have been reported as a contact. */
static bool overlaps_reported(const soi_world *world) {
  const soi_model *model = world->model;
  for (uint32_t a = 1; a <= world->vehicle_high[0]; ++a) {
    if (!soi_vehicle_lives(world, a)) { continue; }
    const soi_vehicle_type *type_a = soi_type(model, world->vehicle_type[a]);
    for (uint32_t b = a + 1; b <= world->vehicle_high[0]; ++b) {
      if (!soi_vehicle_lives(world, b) || world->vehicle_lane[b] != world->vehicle_lane[a]) { continue; }
      const soi_vehicle_type *type_b = soi_type(model, world->vehicle_type[b]);
      const double ahead = world->vehicle_s[a] - world->vehicle_s[b];
      const bool along = ahead < type_a->body.length - 0.6 && -ahead < type_b->body.length - 0.6; /* deeper than one step's motion */
      const bool across = fabs(world->vehicle_d[a] - world->vehicle_d[b]) < 0.5 * (type_a->body.width + type_b->body.width) - 0.2;
      const bool known = world->vehicle_contact[a] != 0 && world->vehicle_contact[b] != 0;
      if (along && across && !known) { return broken(world, "an overlap nobody reported, with", a, b); }
    }
  }
  return true;
}

/* Every id in the rows that are used names a row of its table. */
static bool ids_sound(const soi_world *world) {
  for (uint32_t i = 0; soi_world_field(i) != NULL; ++i) {
    const soi_field *const field = soi_world_field(i);
    const uint32_t most = soi_id_rows(world->model, field->type);
    uint32_t rows;
    const uint32_t *const values = soi_world_field_data(world, field, &rows);
    if (field->group == SOI_GROUP_VEHICLE) { rows = world->vehicle_high[0] + 1; }
    if (field->group == SOI_GROUP_PERSON) { rows = world->person_high[0] + 1; }
    for (uint32_t k = 0; most != UINT32_MAX && k < rows * field->per_row; ++k) {
      if (values[k] > most) { return broken(world, field->name, k / field->per_row, values[k]); }
    }
  }
  return true;
}

static bool sound(const soi_world *world, witness *last) {
  return vehicles_sound(world, last) && people_sound(world, last) && passengers_conserved(world) && riders_sound(world) &&
         journeys_sound(world) && (world->tick[0] % 10 != 0 || overlaps_reported(world)) &&
         ((world->tick[0] % 50 != 0 && world->tick[0] < world->model->end) || ids_sound(world));
}

/* Lawful drivers do not collide; deadlocks do not arise. */
static bool events_sound(const soi_world *world) {
  for (uint32_t i = 0; i < world->event_count; ++i) {
    const soi_event *event = &world->events[i];
    const bool collision = event->kind == SOI_EVENT_COLLISION || event->kind == SOI_EVENT_COLLISION_PERSON;
    if (collision && (event->flags & SOI_EVENT_RULE_BROKEN) == 0) {
      const bool person = event->kind == SOI_EVENT_COLLISION_PERSON;
      tell_vehicle(world, event->a);
      if (person) {
        tell_person(world, event->b);
      } else {
        tell_vehicle(world, event->b);
      }
      return broken(world, person ? "a lawful vehicle hits a person, row" : "lawful vehicles collide, the other", event->a, event->b);
    }
    if (event->kind == SOI_EVENT_DEADLOCK) { return broken(world, "a deadlock, members", event->a, event->b); }
  }
  return true;
}

/* Whether both worlds are in the same state, and the last step told the same of both. */
static bool twins(const soi_world *world, const soi_world *twin) {
  soi_difference difference;
  const bool told = world->event_count == twin->event_count;
  if (!told) { return broken(world, "the restored run tells of other events", world->event_count, twin->event_count); }
  if (memcmp(world->state, twin->state, world->state_bytes) == 0 || !soi_world_difference(world, twin, &difference)) { return true; }
  fprintf(stderr, "after restoring: field %s, row %u: %.17g and %.17g\n", difference.field->name, difference.row, difference.a,
          difference.b);
  return broken(world, "the restored run goes another way", difference.row, 0);
}

/* Runs a world to the end. A twin is restored from it time and again, and steps beside it on scratch that is noise each time: at every
 * tick the two are the same, or a step has read what is neither saved nor made anew. */
static bool drive(const soi_model *model, soi_world *world, soi_world *twin, witness *last) {
  enum { ticks_between = 601 };
  void *snapshot = malloc(soi_snapshot_size(world));
  bool good = snapshot != NULL;
  while (good && world->tick[0] < model->end) {
    if ((world->tick[0] + seed_now) % ticks_between == 0) {
      soi_snapshot_save(world, snapshot);
      if (!soi_snapshot_restore(twin, snapshot, soi_snapshot_size(world))) { good = broken(world, "a snapshot was refused", 0, 0); }
    }
    soi_world_spoil_scratch(twin, seed_now + world->tick[0]);
    soi_world_step(world);
    soi_world_step(twin);
    good = good && sound(world, last) && events_sound(world) && twins(world, twin);
  }
  free(snapshot);
  return good;
}

static bool run_model(const soi_model *model) {
  soi_world *world = soi_world_create(model, soi_memory_libc(), NULL), *twin = soi_world_create(model, soi_memory_libc(), NULL);
  witness last = {
      calloc(model->person_capacity + 1, sizeof *last.people), calloc(model->person_capacity + 1, sizeof *last.person_generation),
      calloc(model->vehicle_capacity + 1, sizeof *last.bodies), calloc(model->vehicle_capacity + 1, sizeof *last.body_generation)};
  const bool good = drive(model, world, twin, &last);
  if (good && getenv("SWARM_VERBOSE") != NULL) {
    fprintf(stderr, "seed %llu: %u passengers, %u served, %u gave up, %u vehicles at the end\n", (unsigned long long)seed_now,
            world->passengers_created[0], world->passengers_served[0], world->passengers_gave_up[0], world->vehicle_count[0]);
  }
  free(last.people), free(last.person_generation), free(last.bodies), free(last.body_generation);
  soi_world_release(world);
  soi_world_release(twin);
  return good;
}

static bool run_seed(const char *directory, uint64_t seed) {
  seed_now = seed;
  char path[4096];
  snprintf(path, sizeof path, "%s/scenario.yaml", directory);
  if (!town_write(directory, seed)) { return fprintf(stderr, "cannot write %s\n", path), false; }
  soi_definition definition;
  soi_definition_init(&definition, soi_memory_libc());
  soi_arena arena = soi_arena_make(soi_memory_libc());
  soi_errors errors = {.arena = &arena};
  char step[64];
  snprintf(step, sizeof step, "step=%s", step_wanted != NULL ? step_wanted : "");
  const char *const overrides[] = {step};
  bool good = soi_load_scenario(&definition, path, overrides, step_wanted != NULL ? 1 : 0, &errors);
  soi_model *model = good ? soi_model_build(&definition, soi_memory_libc(), &errors) : NULL;
  for (uint32_t i = 0; i < errors.count; ++i) {
    char text[1024];
    soi_error_text(&definition, &errors.items[i], text, sizeof text);
    fprintf(stderr, "seed %llu: %s\n", (unsigned long long)seed, text);
  }
  good = model != NULL && run_model(model);
  if (model != NULL) { soi_model_release(model); }
  soi_definition_release(&definition);
  soi_arena_release(&arena);
  return good;
}

int main(int argc, char **argv) {
  unsigned long long first = 1, last = 20;
  const char *folder = NULL;
  for (int i = 1; i < argc; i += 2) {
    const bool seeds = i + 1 < argc && strcmp(argv[i], "--seeds") == 0 && sscanf(argv[i + 1], "%llu..%llu", &first, &last) == 2;
    const bool step = i + 1 < argc && strcmp(argv[i], "--step") == 0;
    const bool write = i + 1 < argc && strcmp(argv[i], "--write") == 0;
    if (step) { step_wanted = argv[i + 1]; }
    if (write) { folder = argv[i + 1]; }
    if (!seeds && !step && !write) { last = 0; }
  }
  if (last < first) { return fprintf(stderr, "usage: swarm [--seeds FIRST..LAST] [--step STEP] [--write FOLDER]\n"), 2; }
  if (folder != NULL) { return town_write(folder, first) ? 0 : 3; }
  char directory[] = "/tmp/soi-swarm-XXXXXX";
  if (mkdtemp(directory) == NULL) { return perror("mkdtemp"), 3; }
  unsigned failed = 0;
  time_t told = time(NULL);
  for (unsigned long long seed = first; seed <= last; ++seed) {
    failed += !run_seed(directory, seed);
    if (time(NULL) - told < 60) { continue; }
    told = time(NULL);
    fprintf(stderr, "still at seeds %llu..%llu: %llu done, %u failed\n", first, last, seed - first + 1, failed);
  }
  char path[64];
  snprintf(path, sizeof path, "%s/map.yaml", directory);
  if (failed == 0 || getenv("SWARM_KEEP") == NULL) {
    remove(path);
    snprintf(path, sizeof path, "%s/scenario.yaml", directory);
    remove(path);
    rmdir(directory);
  }
  printf("%llu passed, %u failed\n", last - first + 1 - failed, failed);
  return failed == 0 ? 0 : 1;
}
