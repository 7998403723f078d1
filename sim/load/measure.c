/* A measure is read by descent: a sum of ratios of metrics and of sums in parentheses. Units are checked on the way: what is added
 * has the same, what is divided one that soi knows. */
#include "measure.h"

#include <string.h>

#include "suggest.h"
#include "text.h"
#include "unit.h"

enum {
  DEEPEST = 5,    /* parentheses in parentheses; a level keeps three values waiting at most */
  MOST_STEPS = 64 /* metrics and signs */
};

typedef struct reader {
  soi_loading *loading;
  const soi_key_path *path;
  soi_mark mark;
  const char *at;
  soi_measure_step steps[MOST_STEPS];
  uint32_t count, depth;
} reader;

static bool read_sum(reader *r, soi_unit *unit);

#define REFUSE(r, ...) (soi_complain_at((r)->loading->errors, (r)->path, (r)->mark, __VA_ARGS__), false)

static bool add_step(reader *r, char sign, const char *metric) {
  if (r->count == MOST_STEPS) { return REFUSE(r, "it has more than %d metrics; expected fewer", MOST_STEPS / 2); }
  r->steps[r->count++] = (soi_measure_step){sign, metric};
  return true;
}

/* What stands next, spaces left out. */
static char next(reader *r) {
  r->at += strspn(r->at, " ");
  return *r->at;
}

static bool find_metric(reader *r, const char *name, soi_unit *unit) {
  const char *nearest = NULL;
  if (soi_metric_find(name, unit, &nearest)) { return true; }
  /* A distribution alone is not a figure. */
  const char *const mean = soi_text_format(&r->loading->scratch, "%s.mean", name);
  if (soi_metric_find(mean, unit, NULL)) {
    return REFUSE(r,
                  "metric '%s' has several figures; expected one of .mean, .p50, .p90, .p95, .p99, .max, .min, "
                  ".count after it; did you mean '%s'?",
                  name, mean);
  }
  return REFUSE(r, "there is no metric '%s'; expected a name of the metrics' list%s", name, soi_suggest(r->loading, nearest));
}

static bool read_metric(reader *r, soi_unit *unit) {
  const size_t length = strcspn(r->at, " +-/*()");
  if (length == 0) {
    return *r->at == '\0' ? REFUSE(r, "a metric is missing at the end; expected a name of the metrics' list")
                          : REFUSE(r, "a metric is missing before '%s'; expected a name of the metrics' list", r->at);
  }
  const char *const name = soi_text_copy(&r->loading->definition->arena, r->at, length);
  r->at += length;
  return find_metric(r, name, unit) && add_step(r, '\0', name);
}

static bool read_operand(reader *r, soi_unit *unit) {
  if (next(r) != '(') { return read_metric(r, unit); }
  if (++r->depth > DEEPEST) { return REFUSE(r, "more than %d parentheses within each other; expected fewer", DEEPEST); }
  ++r->at;
  if (!read_sum(r, unit)) { return false; }
  if (next(r) != ')') { return REFUSE(r, "a ')' is missing; expected as many as there are '('"); }
  ++r->at;
  --r->depth;
  return true;
}

static bool read_ratio(reader *r, soi_unit *unit) {
  if (!read_operand(r, unit)) { return false; }
  while (next(r) == '/') {
    soi_unit bottom = SOI_UNIT_NONE;
    ++r->at;
    if (!read_operand(r, &bottom) || !add_step(r, '/', NULL)) { return false; }
    if (!soi_unit_over(*unit, bottom, unit)) {
      return REFUSE(r, "%s divided by %s is nothing soi has a unit for; expected a ratio that can be written", soi_unit_noun(*unit),
                    soi_unit_noun(bottom));
    }
  }
  return true;
}

static bool read_sum(reader *r, soi_unit *unit) {
  if (!read_ratio(r, unit)) { return false; }
  for (char sign = next(r); sign == '+' || sign == '-'; sign = next(r)) {
    soi_unit other = SOI_UNIT_NONE;
    ++r->at;
    if (!read_ratio(r, &other) || !add_step(r, sign, NULL)) { return false; }
    if (other != *unit) {
      return REFUSE(r, "it joins %s and %s by '%c'; expected the same unit on both sides", soi_unit_noun(*unit), soi_unit_noun(other),
                    sign);
    }
  }
  return true;
}

bool soi_measure_read(soi_loading *loading, const soi_key_path *path, soi_mark mark, const char *text,
                      soi_expectation_definition *expectation) {
  reader *const r = SOI_NEW(&loading->scratch, reader, 1);
  *r = (reader){.loading = loading, .path = path, .mark = mark, .at = text};
  if (!read_sum(r, &expectation->unit)) { return false; }
  if (next(r) != '\0') {
    return REFUSE(r, "'%s' stands where +, - or / may join metrics, as in \"passengers.served / passengers.created >= 60 %%\"", r->at);
  }
  expectation->measure.items = SOI_NEW(&loading->definition->arena, soi_measure_step, r->count);
  memcpy(expectation->measure.items, r->steps, r->count * sizeof *r->steps);
  expectation->measure.count = r->count;
  return true;
}
