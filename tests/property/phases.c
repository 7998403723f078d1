/* Holds the world's manifest to what happens: the state and the scratch are compared around every phase of every step, over the scenarios
 * given and drawn towns. A field that is written in a phase which its row does not name is a fault; so is, with --all, a phase that is named
 * and in which nobody ever was seen to write it. What births and removals write is the group's, see SOI_WORLD_GROUPS. */
#define _POSIX_C_SOURCE 200809L /* mkdtemp */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <soi/soi.h>

#include "manifest.h"
#include "step.h"
#include "town.h"

enum { FIELDS_MOST = 512, WHERE = 128 };

/* What was seen of a field, over all runs. */
typedef struct seen {
  uint32_t phases;                    /* in which it was written */
  uint32_t breaches[SOI_PHASE_COUNT]; /* times that it was where it may not be */
  char where[SOI_PHASE_COUNT][WHERE]; /* the first of them */
} seen;

static seen of_field[FIELDS_MOST];
static uint32_t births_seen[SOI_GROUP_COUNT];

/* The world as it was before the phase, as far as it was used since. */
typedef struct witness {
  const soi_world *world;
  const char *called;
  char *before;
} witness;

static char *before_of(const witness *w, const soi_field *field) {
  return w->before + (soi_field_start(w->world, field) - w->world->state);
}

/* How a group's row was numbered before the phase, and now; both are one for groups whose rows do not come and go. */
static const soi_field *generations[SOI_GROUP_COUNT];

static bool is_turned(const witness *w, soi_group group, uint32_t row) {
  const soi_field *const field = generations[group];
  return field != NULL && memcmp(before_of(w, field) + row * sizeof(uint32_t), soi_field_start(w->world, field) + row * sizeof(uint32_t),
                                 sizeof(uint32_t)) != 0;
}

static void note_breach(const witness *w, seen *s, soi_phase phase, uint32_t row) {
  if (s->breaches[phase]++ > 0) { return; }
  snprintf(s->where[phase], WHERE, "%s, tick %llu, row %u", w->called, (unsigned long long)w->world->tick[0], row);
}

static void compare_rows(const witness *w, const soi_field *field, seen *s, soi_phase phase, uint32_t rows) {
  const size_t bytes = (size_t)field->size * field->per_row;
  const char *before = before_of(w, field), *now = soi_field_start(w->world, field);
  const bool named = (field->phases >> phase & 1u) != 0;
  for (uint32_t row = 0; row < rows; ++row, before += bytes, now += bytes) {
    if (memcmp(before, now, bytes) == 0) { continue; }
    s->phases |= 1u << phase;
    const bool whole = !field->scratch && is_turned(w, field->group, row);
    if (whole) { births_seen[field->group] |= 1u << phase; }
    if (!named && !(whole && (soi_group_births(field->group) >> phase & 1u) != 0)) { note_breach(w, s, phase, row); }
    if (named) { return; }
  }
}

/* All fields but the generations, by which births are known: they are compared and taken over last. */
static void compare_field(const witness *w, uint32_t i, soi_phase phase) {
  const soi_field *const field = soi_world_field(i);
  const uint32_t rows = soi_group_rows_used(w->world, field->group);
  if (memcmp(before_of(w, field), soi_field_start(w->world, field), (size_t)rows * field->per_row * field->size) != 0) {
    compare_rows(w, field, &of_field[i], phase, rows);
  }
}

static void take_over(const witness *w, const soi_field *field) {
  const size_t bytes = (size_t)soi_group_rows_used(w->world, field->group) * field->per_row * field->size;
  memcpy(before_of(w, field), soi_field_start(w->world, field), bytes);
}

static void compare_all(const witness *w, soi_phase phase) {
  for (uint32_t i = 0; soi_world_field(i) != NULL; ++i) { compare_field(w, i, phase); }
  for (uint32_t i = 0; soi_world_field(i) != NULL; ++i) { take_over(w, soi_world_field(i)); }
}

/* A step, compared phase by phase. */
static void step(const witness *w, soi_world *world) {
  soi_world_spoil_scratch(world, world->tick[0]);
  memcpy(w->before, world->state, world->state_bytes + world->scratch_bytes);
  world->event_count = 0;
  for (const soi_step_part *part = soi_step_parts; part->run != NULL; ++part) {
    part->run(world);
    if (part[1].phase != part->phase) { compare_all(w, part->phase); }
  }
}

/* Breaks a cart down for some seconds while it is held, and one whose boarding has ended: by chance that is rare. */
static void trouble(soi_world *world) {
  for (soi_cart_id cart = 1; cart <= world->model->cart_count; ++cart) {
    const bool held = soi_cart_does(world, cart, SOI_CART_HOLDING), boarded = world->cart_ready_tick[cart] != 0;
    if ((!held && !boarded) || soi_cart_broken(world, cart) || world->tick[0] % 5 != 0) { continue; }
    const soi_command command = {.kind = SOI_COMMAND_BREAKDOWN, .target = cart, .values = {3.0}};
    soi_world_command(world, &command);
  }
}

static void drive(const soi_model *model, const char *called, uint64_t ticks) {
  soi_world *const world = soi_world_create(model, soi_memory_libc(), NULL);
  const witness w = {world, called, malloc(world->state_bytes + world->scratch_bytes)};
  const soi_command crowd = {.tick = 100, .kind = SOI_COMMAND_CROWD, .target = 1, .extra = 5};
  if (model->people_flow_count > 0) { soi_world_command(world, &crowd); }
  while (world->tick[0] < model->end && world->tick[0] < ticks) {
    if (world->tick[0] % 3000 < 600) { trouble(world); }
    step(&w, world);
  }
  free(w.before);
  soi_world_release(world);
}

static bool run(const char *path, const char *called, uint64_t ticks) {
  soi_definition definition;
  soi_definition_init(&definition, soi_memory_libc());
  soi_arena arena = soi_arena_make(soi_memory_libc());
  soi_errors errors = {.arena = &arena};
  const bool good = soi_load_scenario(&definition, path, NULL, 0, &errors);
  soi_model *const model = good ? soi_model_build(&definition, soi_memory_libc(), &errors) : NULL;
  if (model != NULL) {
    drive(model, called, ticks);
    soi_model_release(model);
  } else {
    fprintf(stderr, "%s: cannot be read; soi check says why\n", path);
  }
  soi_definition_release(&definition);
  soi_arena_release(&arena);
  return model != NULL;
}

static bool run_towns(uint64_t first, uint64_t last, uint64_t ticks) {
  char directory[] = "/tmp/soi-phases-XXXXXX", scenario[64], map[64], called[64];
  if (mkdtemp(directory) == NULL) { return perror("mkdtemp"), false; }
  snprintf(scenario, sizeof scenario, "%s/scenario.yaml", directory);
  snprintf(map, sizeof map, "%s/map.yaml", directory);
  bool good = true;
  for (uint64_t seed = first; good && seed <= last; ++seed) {
    snprintf(called, sizeof called, "town %llu", (unsigned long long)seed);
    good = town_write(directory, seed) && run(scenario, called, ticks);
  }
  remove(scenario);
  remove(map);
  rmdir(directory);
  return good;
}

/* --- what is told ------------------------------------------------------------------------------------------------------- */

static uint32_t tell_breaches(const soi_field *field, const seen *s) {
  uint32_t count = 0;
  for (uint32_t phase = 0; phase < SOI_PHASE_COUNT; ++phase) {
    if (s->breaches[phase] == 0) { continue; }
    printf("%s: written in phase %s, but its row in world_fields.h says %s; %u times, first: %s\n", field->name, soi_phase_name(phase),
           field->phase, s->breaches[phase], s->where[phase]);
    ++count;
  }
  return count;
}

/* Not to be seen in these runs, and why. */
static const char *const unseen[][2] = {
    {"vehicle_contact", "nobody collides"},
    {"person_contact", "nobody collides"},
    {"person_crossing", "nobody joins a queue or boards from a kerb"},
};

static bool is_excused(const char *name) {
  for (size_t i = 0; i < sizeof unseen / sizeof *unseen; ++i) {
    if (strcmp(name, unseen[i][0]) == 0) { return true; }
  }
  return false;
}

static uint32_t tell_unseen(const char *name, uint32_t said, uint32_t found) {
  uint32_t count = 0;
  for (uint32_t phase = 0; phase < SOI_PHASE_COUNT; ++phase) {
    if ((said & ~found) >> phase & 1u && !is_excused(name)) {
      printf("%s: never seen written in phase %s, which world_fields.h names\n", name, soi_phase_name(phase));
      ++count;
    }
  }
  return count;
}

static uint32_t tell(bool all) {
  static const char *const groups[] = {
#define NAME(symbol, ...) #symbol,
      SOI_WORLD_GROUPS(NAME)};
  uint32_t count = 0;
  for (uint32_t i = 0; soi_world_field(i) != NULL; ++i) {
    count += tell_breaches(soi_world_field(i), &of_field[i]);
    if (all) { count += tell_unseen(soi_world_field(i)->name, soi_world_field(i)->phases, of_field[i].phases); }
  }
  for (uint32_t group = 0; all && group < SOI_GROUP_COUNT; ++group) {
    count += tell_unseen(groups[group], soi_group_births((soi_group)group), births_seen[group]);
  }
  return count;
}

int main(int argc, char **argv) {
  unsigned long long first = 1, last = 0, ticks = UINT64_MAX;
  bool all = false, good = true;
  for (uint32_t i = 0; soi_world_field(i) != NULL; ++i) {
    const soi_field *const field = soi_world_field(i);
    if (strstr(field->name, "_generation") != NULL && soi_group_births(field->group) != 0 && !field->scratch) {
      generations[field->group] = field;
    }
  }
  for (int i = 1; good && i < argc; ++i) {
    if (strcmp(argv[i], "--all") == 0) {
      all = true;
    } else if (strcmp(argv[i], "--ticks") == 0 && i + 1 < argc) {
      ticks = strtoull(argv[++i], NULL, 10);
    } else if (strcmp(argv[i], "--seeds") == 0 && i + 1 < argc && sscanf(argv[i + 1], "%llu..%llu", &first, &last) == 2) {
      good = run_towns(first, last, ticks);
      ++i;
    } else {
      good = run(argv[i], argv[i], ticks);
    }
  }
  const uint32_t wrong = tell(all);
  printf("%u breaches of the manifest\n", wrong);
  return !good || wrong > 0 ? 1 : 0;
}
