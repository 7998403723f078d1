/* The file of a baseline: JSON, an entry a scenario, figures in columns with a place a seed. It holds to the sources, not to where they lie
 * or what --set changes: that is what one compares. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "baseline.h"
#include "compare.h"
#include "output.h"
#include "terminal.h"

typedef char hash_text[24]; /* or a seed */

static const char *print_hash(hash_text text, uint64_t hash) {
  snprintf(text, sizeof(hash_text), "%016" PRIx64, hash);
  return text;
}

static const char *text_at(const json_t *object, const char *key) {
  const char *const text = json_string_value(json_object_get(object, key));
  return text == NULL ? "" : text;
}

/* --- the scenarios' sources ------------------------------------------------------------------------------------------------ */

static void read_sources(baseline_scenario *self, const char *path) {
  soi_arena arena = soi_arena_make(soi_memory_libc());
  soi_errors errors = {.arena = &arena};
  soi_definition definition = {.share = session_share(&arena)};
  hash_text hash;
  *self = (baseline_scenario){.path = path, .files = json_array()};
  self->passed_over = !soi_load_scenario(&definition, path, NULL, 0, &errors) || soi_definition_is_part(&definition);
  self->source = session_sources_hash(&definition);
  self->seed = definition.scenario.seed;
  for (uint32_t i = 0; i < definition.files.count; ++i) {
    const soi_source *const source = &definition.files.items[i];
    if (session_source_is_file(source)) {
      json_array_append_new(self->files,
                            json_pack("[s, s]", terminal_visible(source->path), print_hash(hash, session_source_hash(source))));
    }
  }
  soi_definition_release(&definition);
  soi_arena_release(&arena);
}

/* --- reading --------------------------------------------------------------------------------------------------------------- */

/* Whether an entry has the shape that this program writes. */
static bool is_entry(const json_t *entry) {
  const json_t *const seeds = json_object_get(entry, "seeds");
  json_t *const figures = json_object_get(entry, "figures");
  const size_t count = json_array_size(seeds);
  bool good = count > 0 && *text_at(entry, "scenario") != '\0' && *text_at(entry, "source") != '\0' && json_is_object(figures) &&
              json_array_size(json_object_get(entry, "behaviour")) == count;
  for (size_t i = 0; good && i < count; ++i) {
    good = json_is_string(json_array_get(seeds, i)) && json_is_string(json_array_get(json_object_get(entry, "behaviour"), i));
  }
  for (void *at = json_object_iter(figures); good && at != NULL; at = json_object_iter_next(figures, at)) {
    good = json_array_size(json_object_iter_value(at)) == count;
  }
  return good;
}

static bool read_file(tool_baseline *self, const char *path) {
  json_error_t error = {0};
  size_t i;
  json_t *entry;
  self->file = json_load_file(path, 0, &error);
  if (self->file == NULL) {
    terminal_complain("test", "--baseline: %s:%d:%d: %s; expected a file of --save-baseline", path, error.line, error.column, error.text);
    return false;
  }
  const json_t *const entries = json_object_get(self->file, "baseline");
  bool good = json_is_array(entries);
  json_array_foreach(entries, i, entry) { good = good && is_entry(entry); }
  if (!good) { terminal_complain("test", "--baseline: %s is no baseline; expected a file of --save-baseline", path); }
  return good;
}

int baseline_seed(const json_t *entry, uint64_t seed) {
  char text[24];
  size_t i;
  json_t *one;
  snprintf(text, sizeof text, "%" PRIu64, seed);
  json_array_foreach(json_object_get(entry, "seeds"), i, one) {
    if (strcmp(json_string_value(one), text) == 0) { return (int)i; }
  }
  return -1;
}

/* The entry of the same sources, else the one of the same path, which then is stale. */
static json_t *find_entry(const tool_baseline *self, const baseline_scenario *scenario) {
  json_t *const entries = json_object_get(self->file, "baseline"), *found = NULL, *entry;
  size_t i;
  hash_text hash;
  print_hash(hash, scenario->source);
  json_array_foreach(entries, i, entry) {
    if (strcmp(text_at(entry, "source"), hash) == 0) { return entry; }
    if (strcmp(text_at(entry, "scenario"), terminal_visible(scenario->path)) == 0) { found = entry; }
  }
  return found;
}

/* The first of the files that is not what it was. */
static const char *changed_file(const baseline_scenario *self) {
  const json_t *const then = json_object_get(self->saved, "files");
  size_t i;
  json_t *now;
  json_array_foreach(self->files, i, now) {
    const json_t *const old = json_array_get(then, i);
    if (old == NULL || !json_equal(json_array_get(old, 1), json_array_get(now, 1))) { return json_string_value(json_array_get(now, 0)); }
  }
  return "it reads fewer files";
}

static bool complain_of_seeds(const tool_baseline *self, const baseline_scenario *scenario, const char *file) {
  const tool_arguments *const arguments = self->arguments;
  uint32_t missing = 0;
  uint64_t first = 0;
  for (uint32_t i = 0; i < arguments->seed_count; ++i) {
    if (baseline_seed(scenario->saved, arguments->seeds[i]) < 0 && missing++ == 0) { first = arguments->seeds[i]; }
  }
  if (arguments->seed_count == 0 && arguments->set_count == 0 && baseline_seed(scenario->saved, scenario->seed) < 0) {
    missing = 1, first = scenario->seed;
  }
  if (missing == 0) { return false; }
  char *const more = missing > 1 ? terminal_format(" and %u more", missing - 1) : terminal_copy("");
  terminal_complain("test", "--baseline: %s has %zu seeds of %s, but not %" PRIu64 "%s; test with its seeds, or save it anew with all",
                    file, json_array_size(json_object_get(scenario->saved, "seeds")), scenario->path, first, more);
  free(more);
  return true;
}

/* False, and a message, when the file has nothing to compare a scenario with. */
static bool match(const tool_baseline *self, baseline_scenario *scenario, const char *file) {
  hash_text hash;
  scenario->saved = find_entry(self, scenario);
  if (scenario->saved == NULL) {
    terminal_complain("test", "--baseline: %s has no %s; leave it out, or save the baseline anew with it", file, scenario->path);
    return false;
  }
  if (strcmp(text_at(scenario->saved, "source"), print_hash(hash, scenario->source)) != 0) {
    terminal_complain("test", "--baseline: %s is stale: %s is not what it was (%s); save it anew with the program to compare with", file,
                      scenario->path, changed_file(scenario));
    return false;
  }
  return !complain_of_seeds(self, scenario, file);
}

/* A trail that cannot be read is none. */
static void read_trail(baseline_scenario *self) {
  const json_t *const trail = json_object_get(self->saved, "trail"), *const fields = json_object_get(trail, "fields");
  const json_int_t ticks = json_integer_value(json_object_get(trail, "ticks"));
  const uint32_t count = (uint32_t)json_array_size(fields);
  const char **const names = terminal_grow(NULL, (count + 1) * sizeof *names);
  for (uint32_t i = 0; i < count; ++i) {
    names[i] = json_string_value(json_array_get(fields, i));
    names[i] = names[i] == NULL ? "" : names[i];
  }
  self->trail_seed = strtoull(text_at(trail, "seed"), NULL, 10);
  if (ticks <= 0 || !trail_read(&self->trail, names, count, (soi_tick)ticks, text_at(trail, "marks"))) { trail_release(&self->trail); }
  free(names);
}

soi_verdict baseline_open(tool_baseline *self, const tool_arguments *arguments, const tool_suite *suite) {
  const char *const path = arguments->values[OPTION_BASELINE].text;
  *self = (tool_baseline){.arguments = arguments};
  if (path == NULL && (arguments->watch_count > 0 || arguments->values[OPTION_WORSE].given)) {
    terminal_complain("test", "--%s speaks of a baseline; expected --baseline FILE too", arguments->watch_count > 0 ? "watch" : "worse");
    return SOI_VERDICT_INPUT;
  }
  if (path == NULL && !arguments_given(arguments, OPTION_SAVE_BASELINE)) { return SOI_VERDICT_HELD; }
  bool good = path == NULL || read_file(self, path);
  self->scenarios = terminal_grow(NULL, (suite->count + 1) * sizeof *self->scenarios);
  for (; good && self->count < suite->count; ++self->count) {
    read_sources(&self->scenarios[self->count], suite->entries[self->count].path);
  }
  for (uint32_t i = 0; self->file != NULL && i < self->count; ++i) {
    baseline_scenario *const scenario = &self->scenarios[i];
    if (scenario->passed_over) { continue; }
    good = match(self, scenario, path) && good;
    read_trail(scenario);
  }
  return good ? SOI_VERDICT_HELD : SOI_VERDICT_INPUT;
}

void baseline_release(tool_baseline *self) {
  for (uint32_t i = 0; i < self->count; ++i) {
    json_decref(self->scenarios[i].files);
    trail_release(&self->scenarios[i].trail);
  }
  free(self->scenarios);
  json_decref(self->file);
}

void baseline_plan(const tool_baseline *self, uint32_t scenario, uint32_t seed, child_plan *plan) {
  if (self->count == 0) { return; }
  const baseline_scenario *const one = &self->scenarios[scenario];
  plan->behaviour = true;
  plan->trail = seed == 0 && arguments_given(self->arguments, OPTION_SAVE_BASELINE);
  if (one->trail.ticks > 0 && (plan->seed == NULL ? one->seed : *plan->seed) == one->trail_seed) { plan->against = &one->trail; }
}

/* --- writing --------------------------------------------------------------------------------------------------------------- */

static void add_figure(json_t *figures, const tool_joint *joint, const char *name) {
  json_t *const column = json_array();
  bool any = false;
  for (uint32_t k = 0; k < joint->outcome_count; ++k) {
    double value = 0;
    const bool known = outcome_value(&joint->outcomes[k], name, &value);
    json_t *const number = known ? json_real(value) : NULL; /* null, too, where it is not finite */
    json_array_append_new(column, number == NULL ? json_null() : number);
    any = any || number != NULL;
  }
  if (any) { json_object_set(figures, name, column); }
  json_decref(column);
}

/* Of the first run; a run of another program cannot be made again to look where it differs. */
static json_t *pack_trail(const tool_outcome *outcome) {
  json_t *const fields = json_array();
  char seed[24];
  for (uint32_t i = 0; trail_field(i) != NULL; ++i) { json_array_append_new(fields, json_string(trail_field(i)->name)); }
  snprintf(seed, sizeof seed, "%" PRIu64, outcome->seed);
  return json_pack("{s:s, s:I, s:o, s:s}", "seed", seed, "ticks", (json_int_t)outcome->ticks, "fields", fields, "marks",
                   outcome->trail == NULL ? "" : outcome->trail);
}

static json_t *pack_entry(const baseline_scenario *self, const tool_joint *joint) {
  json_t *const seeds = json_array(), *const hashes = json_array(), *const behaviours = json_array(), *const figures = json_object();
  hash_text text;
  for (uint32_t k = 0; k < joint->outcome_count; ++k) {
    snprintf(text, sizeof text, "%" PRIu64, joint->outcomes[k].seed);
    json_array_append_new(seeds, json_string(text));
    json_array_append_new(hashes, json_string(print_hash(text, joint->outcomes[k].hash)));
    json_array_append_new(behaviours, json_string(print_hash(text, joint->outcomes[k].behaviour)));
  }
  for (uint32_t i = 0; soi_metric_name(i) != NULL; ++i) { add_figure(figures, joint, soi_metric_name(i)); }
  for (uint32_t i = 0; i < joint->case_count; ++i) { add_figure(figures, joint, joint->cases[i].metric); }
  return json_pack("{s:s, s:s, s:O, s:o, s:o, s:o, s:o, s:o}", "scenario", terminal_visible(self->path), "source",
                   print_hash(text, self->source), "files", self->files, "seeds", seeds, "hash", hashes, "behaviour", behaviours, "figures",
                   figures, "trail", pack_trail(&joint->outcomes[0]));
}

bool baseline_save(const tool_baseline *self, const tool_joint *joints) {
  const char *const path = self->arguments->values[OPTION_SAVE_BASELINE].text;
  if (path == NULL) { return true; }
  json_t *const entries = json_array(), *const sets = json_array();
  bool good = true;
  for (uint32_t i = 0; good && i < self->count; ++i) {
    for (uint32_t k = 0; k < joints[i].outcome_count && !joints[i].part; ++k) {
      good = good && joints[i].outcomes[k].state == OUTCOME_ENDED;
    }
    if (good && !joints[i].part) { json_array_append_new(entries, pack_entry(&self->scenarios[i], &joints[i])); }
  }
  for (uint32_t i = 0; i < self->arguments->set_count; ++i) { json_array_append_new(sets, json_string(self->arguments->sets[i])); }
  json_t *const root = json_pack("{s:s, s:o, s:o}", "soi", soi_version(), "set", sets, "baseline", entries);
  char *const text = json_dumps(root, JSON_COMPACT | JSON_PRESERVE_ORDER);
  if (good) {
    good = output_bytes(path, text, strlen(text));
  } else {
    terminal_complain("test", "--save-baseline: %s is not written, as not all runs came to their end", path);
  }
  free(text);
  json_decref(root);
  return good;
}
