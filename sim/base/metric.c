/* The rows of include/soi/metrics.h as tables: what each metric is, and every name that can stand in an expectation. */
#include <soi/event.h>
#include <soi/metrics.h>

#include "text.h"

#define COUNT(array) ((uint32_t)(sizeof(array) / sizeof(array)[0]))

static const soi_metric_info metrics[] = {
#define ROW(symbol, name, unit, shape, how, definition, source) {name, SOI_UNIT_##unit, SOI_METRIC_##shape, definition, source},
    SOI_METRICS(ROW)
#undef ROW
};

/* A distribution stands for its figures, anything else for itself; the time lost is told for each cause too. */
#define NAMES_SCALAR(name) name,
#define NAMES_COUNT(name) name,
#define NAMES_DISTRIBUTION(name) name ".mean", name ".p50", name ".p90", name ".p95", name ".p99", name ".max", name ".min", name ".count",
#define UNITS_SCALAR(unit) unit,
#define UNITS_COUNT(unit) unit,
#define UNITS_DISTRIBUTION(unit) unit, unit, unit, unit, unit, unit, unit, SOI_UNIT_NONE,

static const char *const names[] = {
#define ROW(symbol, name, unit, shape, ...) NAMES_##shape(name)
    SOI_METRICS(ROW)
#undef ROW
#define ROW(symbol, name, ...) "lost." name,
        SOI_CAUSES(ROW)
#undef ROW
};

static const soi_unit units[] = {
#define ROW(symbol, name, unit, shape, ...) UNITS_##shape(SOI_UNIT_##unit)
    SOI_METRICS(ROW)
#undef ROW
#define ROW(symbol, name, ...) SOI_UNIT_TIME,
        SOI_CAUSES(ROW)
#undef ROW
};

_Static_assert(sizeof names / sizeof names[0] == sizeof units / sizeof units[0], "each name has its unit");

const soi_metric_info *soi_metric_get(soi_metric metric) {
  SOI_ASSERT((uint32_t)metric < COUNT(metrics));
  return &metrics[metric];
}

const char *soi_metric_name(uint32_t i) { return i < COUNT(names) ? names[i] : NULL; }

bool soi_metric_find(const char *name, soi_unit *unit, const char **nearest) {
  for (uint32_t i = 0; i < COUNT(names); ++i) {
    if (soi_text_equal(names[i], name)) {
      *unit = units[i];
      return true;
    }
  }
  if (nearest != NULL) { *nearest = soi_text_nearest(name, names, COUNT(names)); }
  return false;
}
