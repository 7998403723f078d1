/* The plan of a sweep: a small YAML file. Its values are texts for --set, so the scenario's own reader judges them. */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "session.h"
#include "sweep.h"
#include "terminal.h"
#include "yaml_flow.h"

#define MOST_RUNS 1000000u

typedef struct plan_reader {
  sweep_plan *plan;
  yaml_document_t *document;
  bool bad;
} plan_reader;

static void refuse(plan_reader *reader, const yaml_node_t *node, const char *what, const char *text) {
  char *const message = terminal_format(what, text);
  fprintf(stderr, "%s:%zu:%zu: %s\n", terminal_visible(reader->plan->path), node->start_mark.line + 1, node->start_mark.column + 1,
          terminal_visible(message));
  free(message);
  reader->bad = true;
}

static const char *keep(soi_arena *arena, const char *text) { return strcpy(SOI_NEW(arena, char, strlen(text) + 1), text); }

static const yaml_node_t *node_of(const plan_reader *reader, int id) { return yaml_document_get_node(reader->document, id); }

/* --- factors ----------------------------------------------------------------------------------------------------------------- */

static const char *scalar_or_refuse(plan_reader *reader, const yaml_node_t *node, const char *what) {
  const char *const text = node == NULL ? NULL : yaml_scalar(node);
  if (text == NULL && node != NULL) { refuse(reader, node, "%s expected", what); }
  return text;
}

static void read_list(plan_reader *reader, const yaml_node_t *node, const char ***items, uint32_t *count) {
  soi_arena *const arena = &reader->plan->arena;
  const yaml_node_item_t *const first = node->data.sequence.items.start;
  *count = (uint32_t)(node->data.sequence.items.top - first);
  *items = SOI_NEW(arena, const char *, *count);
  for (uint32_t i = 0; i < *count; ++i) { (*items)[i] = yaml_flow(arena, reader->document, node_of(reader, first[i])); }
  if (*count == 0) { refuse(reader, node, "the list is empty; at least one %s expected", "value"); }
}

/* "2.5 min" as a number and what follows it. */
static bool read_number(const char *text, double *value, const char **unit) {
  char *end = NULL;
  *value = strtod(text, &end);
  *unit = end;
  return end != text;
}

/* Entries of a range by their names; an unknown one is refused. */
static void find_entries(plan_reader *reader, const yaml_node_t *range, const char *const *names, const yaml_node_t **found,
                         uint32_t count) {
  for (const yaml_node_pair_t *i = range->data.mapping.pairs.start; i < range->data.mapping.pairs.top; ++i) {
    const char *const name = yaml_scalar(node_of(reader, i->key));
    uint32_t k = 0;
    while (k < count && (name == NULL || strcmp(name, names[k]) != 0)) { ++k; }
    if (k < count) {
      found[k] = node_of(reader, i->value);
    } else {
      const char *const nearest = name == NULL ? NULL : soi_text_nearest(name, names, count);
      refuse(reader, node_of(reader, i->key), nearest == NULL ? "unknown key%s" : "unknown key; did you mean '%s'?",
             nearest == NULL ? "" : nearest);
    }
  }
}

/* Mixes bits (splitmix64): the order of a Latin hypercube is drawn, and the same each time. */
static uint64_t mix(uint64_t x) {
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
  return x ^ (x >> 31);
}

static void shuffle(sweep_factor *factor, uint64_t seed) {
  for (uint32_t i = factor->count; i > 1; --i) {
    const uint32_t other = (uint32_t)(mix(seed * 0x9e3779b97f4a7c15u + i) % i);
    const char *const value = factor->values[i - 1];
    factor->values[i - 1] = factor->values[other];
    factor->values[other] = value;
  }
}

/* {from, to, steps}: a grid, both ends in it. {from, to}: the middles of so many equal parts as the hypercube has samples, shuffled. */
static void read_range(plan_reader *reader, sweep_factor *factor, const yaml_node_t *node, uint64_t number) {
  static const char *const names[] = {"from", "to", "steps"};
  const yaml_node_t *parts[3] = {NULL};
  double from = 0, to = 0, steps = 0;
  const char *unit = "", *other = "", *rest = "";
  find_entries(reader, node, names, parts, 3);
  const char *const low = scalar_or_refuse(reader, parts[0], "a number with its unit"), *const high = scalar_or_refuse(
                                                                                            reader, parts[1], "a number with its unit");
  if (low == NULL || high == NULL || !read_number(low, &from, &unit) || !read_number(high, &to, &other) || strcmp(unit, other) != 0) {
    refuse(reader, node, "from and to are numbers with the same unit; expected the like of {from: 2 min, to: 6 min, steps: 5}%s", "");
    return;
  }
  const char *const count = scalar_or_refuse(reader, parts[2], "a whole number");
  if (count != NULL && (!read_number(count, &steps, &rest) || *rest != '\0' || steps < 2 || steps > 1000 || steps != (uint32_t)steps)) {
    refuse(reader, parts[2], "steps: '%s' is wrong; expected a whole number from 2 to 1000", count);
    return;
  }
  factor->latin = count == NULL;
  factor->count = factor->latin ? (uint32_t)reader->plan->samples : (uint32_t)steps;
  if (factor->latin && factor->count == 0) {
    refuse(reader, node, "without steps it is of a Latin hypercube; expected 'samples: N' in the plan, or steps here%s", "");
    return;
  }
  factor->values = SOI_NEW(&reader->plan->arena, const char *, factor->count);
  for (uint32_t i = 0; i < factor->count; ++i) {
    const double share = factor->latin ? (i + 0.5) / factor->count : (double)i / (factor->count - 1);
    char text[128];
    snprintf(text, sizeof text, "%.10g%s", from + (to - from) * share, unit);
    factor->values[i] = keep(&reader->plan->arena, text);
  }
  if (factor->latin) { shuffle(factor, number + 1); }
}

static void read_factors(plan_reader *reader, const yaml_node_t *node) {
  sweep_plan *const plan = reader->plan;
  if (node->type != YAML_MAPPING_NODE) {
    refuse(reader, node, "factors are keys of the scenario with their values; expected {%s: [2 min, 3 min]}", "service.headway");
    return;
  }
  plan->factors = SOI_NEW(&plan->arena, sweep_factor, (size_t)(node->data.mapping.pairs.top - node->data.mapping.pairs.start));
  for (const yaml_node_pair_t *i = node->data.mapping.pairs.start; i < node->data.mapping.pairs.top; ++i) {
    sweep_factor *const factor = &plan->factors[plan->factor_count++];
    const yaml_node_t *const value = node_of(reader, i->value);
    *factor = (sweep_factor){.key = yaml_flow(&plan->arena, reader->document, node_of(reader, i->key))};
    if (value->type == YAML_SEQUENCE_NODE) {
      read_list(reader, value, &factor->values, &factor->count);
    } else if (value->type == YAML_MAPPING_NODE) {
      read_range(reader, factor, value, plan->factor_count);
    } else {
      refuse(reader, value, "a list of values or a range expected for '%s'", factor->key);
    }
  }
}

/* --- the file ------------------------------------------------------------------------------------------------------------------ */

static void read_sets(plan_reader *reader, const yaml_node_t *node) {
  sweep_plan *const plan = reader->plan;
  if (node->type != YAML_MAPPING_NODE) {
    refuse(reader, node, "keys and values expected, {%s: 20 min}", "duration");
    return;
  }
  for (const yaml_node_pair_t *i = node->data.mapping.pairs.start; i < node->data.mapping.pairs.top; ++i) {
    const char *const key = yaml_flow(&plan->arena, reader->document, node_of(reader, i->key));
    char *const text = terminal_format("%s=%s", key, yaml_flow(&plan->arena, reader->document, node_of(reader, i->value)));
    plan->sets[plan->set_count++] = keep(&plan->arena, text);
    free(text);
  }
}

/* A path beside the plan's file. */
static const char *beside(sweep_plan *plan, const char *name) {
  const char *const slash = strrchr(plan->path, '/');
  char *const path =
      name[0] == '/' || slash == NULL ? terminal_copy(name) : terminal_format("%.*s/%s", (int)(slash - plan->path), plan->path, name);
  const char *const kept = keep(&plan->arena, path);
  free(path);
  return kept;
}

static void check_metrics(plan_reader *reader, const yaml_node_t *node) {
  for (uint32_t i = 0; i < reader->plan->metric_count; ++i) {
    const char *nearest = NULL;
    soi_unit unit;
    if (soi_metric_find(reader->plan->metrics[i], &unit, &nearest)) { continue; }
    char *const text = terminal_format("'%s' is no metric%s%s", reader->plan->metrics[i], nearest == NULL ? "" : "; did you mean ",
                                       nearest == NULL ? "" : nearest);
    refuse(reader, node, "%s", text);
    free(text);
  }
}

static void read_root(plan_reader *reader, const yaml_node_t *root, const tool_arguments *arguments) {
  enum { SCENARIO_KEY, SEEDS_KEY, SET_KEY, FACTORS_KEY, SAMPLES_KEY, METRICS_KEY, KEYS };
  static const char *const names[] = {"scenario", "seeds", "set", "factors", "samples", "metrics"};
  static const char *usual[] = {"wait.mean", "wait.p90", "trip.p90", "passengers.gave_up"};
  const yaml_node_t *found[KEYS] = {NULL};
  sweep_plan *const plan = reader->plan;
  if (root == NULL || root->type != YAML_MAPPING_NODE) {
    fprintf(stderr, "%s:1:1: this is no plan of a sweep; expected scenario, factors, seeds\n", terminal_visible(plan->path));
    reader->bad = true;
    return;
  }
  find_entries(reader, root, names, found, KEYS);
  const char *const scenario = scalar_or_refuse(reader, found[SCENARIO_KEY], "the path of a scenario");
  if (found[SCENARIO_KEY] == NULL) { refuse(reader, root, "scenario is missing; expected the path of a scenario%s", ""); }
  plan->scenario = scenario == NULL ? "" : beside(plan, scenario);
  const char *const seeds = scalar_or_refuse(reader, found[SEEDS_KEY], "seeds such as 1..20");
  if (seeds != NULL && !arguments_read_seeds(&plan->line, seeds)) {
    refuse(reader, found[SEEDS_KEY], "seeds: '%s' is wrong; expected 1..20, or 1,2,5", seeds);
  }
  const char *const samples = scalar_or_refuse(reader, found[SAMPLES_KEY], "a whole number"), *rest = "";
  double number = 0;
  if (samples != NULL &&
      (!read_number(samples, &number, &rest) || *rest != '\0' || number < 1 || number > 10000 || number != (uint32_t)number)) {
    refuse(reader, found[SAMPLES_KEY], "samples: '%s' is wrong; expected a whole number from 1 to 10000", samples);
  }
  plan->samples = number >= 1 ? (uint64_t)number : 0;
  const size_t own = found[SET_KEY] != NULL && found[SET_KEY]->type == YAML_MAPPING_NODE
                         ? (size_t)(found[SET_KEY]->data.mapping.pairs.top - found[SET_KEY]->data.mapping.pairs.start)
                         : 0;
  plan->sets = SOI_NEW(&plan->arena, const char *, own + arguments->set_count + 1);
  if (found[SET_KEY] != NULL) { read_sets(reader, found[SET_KEY]); }
  for (uint32_t i = 0; i < arguments->set_count; ++i) { plan->sets[plan->set_count++] = arguments->sets[i]; }
  if (found[FACTORS_KEY] != NULL) { read_factors(reader, found[FACTORS_KEY]); }
  plan->metrics = usual, plan->metric_count = sizeof usual / sizeof *usual;
  if (found[METRICS_KEY] != NULL && found[METRICS_KEY]->type != YAML_SEQUENCE_NODE) {
    refuse(reader, found[METRICS_KEY], "a list of metrics expected%s", "");
  } else if (found[METRICS_KEY] != NULL) {
    read_list(reader, found[METRICS_KEY], &plan->metrics, &plan->metric_count), check_metrics(reader, found[METRICS_KEY]);
  }
}

static bool read_file(sweep_plan *plan, const tool_arguments *arguments) {
  FILE *const file = fopen(plan->path, "rb");
  yaml_parser_t parser;
  yaml_document_t document;
  plan_reader reader = {plan, &document, true};
  if (file == NULL || yaml_parser_initialize(&parser) == 0) {
    terminal_complain("sweep", "cannot read %s: %s", plan->path, strerror(errno));
    if (file != NULL) { fclose(file); }
    return false;
  }
  yaml_parser_set_input_file(&parser, file);
  if (yaml_parser_load(&parser, &document) == 0) {
    fprintf(stderr, "%s:%zu:%zu: %s\n", terminal_visible(plan->path), parser.problem_mark.line + 1, parser.problem_mark.column + 1,
            parser.problem == NULL ? "this is no YAML" : parser.problem);
  } else {
    reader.bad = false;
    read_root(&reader, yaml_document_get_root_node(&document), arguments);
    yaml_document_delete(&document);
  }
  yaml_parser_delete(&parser);
  fclose(file);
  return !reader.bad;
}

/* --- runs ------------------------------------------------------------------------------------------------------------------------ */

/* FNV-1a. */
static uint64_t hash_bytes(uint64_t hash, const char *bytes, size_t count) {
  for (size_t i = 0; i < count; ++i) { hash = (hash ^ (unsigned char)bytes[i]) * 0x100000001b3u; }
  return hash;
}
#define HASH_SEED 0xcbf29ce484222325u

/* Hashes all that the scenario reads, found by reading it once: what the plan sets may name another map. */
static bool hash_sources(sweep_plan *plan) {
  tool_session session;
  uint32_t count = 0;
  char **const overrides = sweep_overrides(plan, 0, &count);
  const bool good = session_load(&session, plan->scenario, (const char *const *)overrides, count, false);
  if (!good) { session_complain(&session); }
  if (good) { plan->sources = session_sources_hash(&session.definition); }
  sweep_overrides_release(overrides, count);
  session_close(&session);
  return good;
}

/* Points: the product of the counts, the hypercube's samples counted once. False when they are too many. */
static bool count_runs(sweep_plan *plan) {
  uint64_t points = 1;
  bool latin = false;
  for (uint32_t i = 0; i < plan->factor_count && points <= MOST_RUNS; ++i) {
    points *= plan->factors[i].latin && latin ? 1 : plan->factors[i].count;
    latin = latin || plan->factors[i].latin;
  }
  if (points * plan->line.seed_count > MOST_RUNS) {
    terminal_complain("sweep", "%s: that is more than %u runs", plan->path, MOST_RUNS);
    return false;
  }
  plan->points = (uint32_t)points;
  plan->runs = plan->points * plan->line.seed_count;
  return true;
}

bool sweep_plan_read(sweep_plan *plan, const tool_arguments *arguments) {
  *plan = (sweep_plan){.arena = soi_arena_make(soi_memory_libc()), .path = arguments->operands[0]};
  if (!read_file(plan, arguments)) { return false; }
  for (uint32_t i = 0; i < arguments->seed_count; ++i) {
    if (i == 0) { plan->line.seed_count = 0; }
    plan->line.seeds = terminal_grow(plan->line.seeds, arguments->seed_count * sizeof *plan->line.seeds);
    plan->line.seeds[plan->line.seed_count++] = arguments->seeds[i];
  }
  if (plan->line.seed_count == 0) { arguments_read_seeds(&plan->line, "1..10"); }
  return count_runs(plan) && hash_sources(plan);
}

void sweep_plan_release(sweep_plan *plan) {
  arguments_release(&plan->line);
  soi_arena_release(&plan->arena);
}

const char *sweep_value(const sweep_plan *plan, uint32_t point, uint32_t factor) {
  uint32_t latin = UINT32_MAX, own = 0;
  for (uint32_t i = plan->factor_count; i-- > 0;) {
    const sweep_factor *const f = &plan->factors[i];
    uint32_t value = latin;
    if (!f->latin || latin == UINT32_MAX) { value = point % f->count, point /= f->count; }
    if (f->latin) { latin = value; }
    if (i == factor) { own = value; }
  }
  return plan->factors[factor].values[own];
}

char **sweep_overrides(const sweep_plan *plan, uint32_t point, uint32_t *count) {
  char **const texts = terminal_grow(NULL, (plan->set_count + plan->factor_count + 1) * sizeof *texts);
  *count = 0;
  for (uint32_t i = 0; i < plan->set_count; ++i) { texts[(*count)++] = terminal_copy(plan->sets[i]); }
  for (uint32_t i = 0; i < plan->factor_count; ++i) {
    texts[(*count)++] = terminal_format("%s=%s", plan->factors[i].key, sweep_value(plan, point, i));
  }
  return texts;
}

void sweep_overrides_release(char **texts, uint32_t count) {
  for (uint32_t i = 0; i < count; ++i) { free(texts[i]); }
  free(texts);
}

void sweep_key(const sweep_plan *plan, uint32_t run, char key[SWEEP_KEY]) {
  uint32_t count = 0;
  char **const texts = sweep_overrides(plan, sweep_point(plan, run), &count);
  uint64_t hash = HASH_SEED;
  for (uint32_t i = 0; i < count; ++i) { hash = hash_bytes(hash, texts[i], strlen(texts[i]) + 1); }
  sweep_overrides_release(texts, count);
  snprintf(key, SWEEP_KEY, "%012" PRIx64 "-%" PRIu64 "-%012" PRIx64, hash >> 16, sweep_seed(plan, run), plan->sources >> 16);
}
