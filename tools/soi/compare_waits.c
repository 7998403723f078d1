/* The same passengers on both sides: of one flow, come at the same moment with the same seed, the n-th of them there. Serials count
 * vehicles too, so they agree only until the sides part. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "compare.h"
#include "terminal.h"

/* What a seed adds to a flow. */
typedef struct seed_sum {
  double a, b; /* s, of the matched */
  uint32_t matched;
} seed_sum;

/* The same passenger: 0. */
static int compare_passengers(const soi_passenger_wait *a, const soi_passenger_wait *b) {
  const int flow = strcmp(a->flow, b->flow);
  return flow != 0 ? flow : (a->created > b->created) - (a->created < b->created);
}

static int compare_order(const void *left, const void *right) {
  const soi_passenger_wait *const a = left, *const b = right;
  const int order = compare_passengers(a, b);
  return order != 0 ? order : (a->serial > b->serial) - (a->serial < b->serial);
}

static void add_match(compare_flow *flow, seed_sum *sum, const soi_passenger_wait *a, const soi_passenger_wait *b) {
  const double more = b->waited - a->waited;
  sum->a += a->waited;
  sum->b += b->waited;
  ++sum->matched;
  flow->same += more == 0;
  flow->gained += more < 0;
  flow->lost += more > 0;
  flow->gain += more < 0 ? -more : 0;
  flow->loss += more > 0 ? more : 0;
  flow->gave_up_a += a->gave_up && !b->gave_up;
  flow->gave_up_b += b->gave_up && !a->gave_up;
}

/* Walks both sorted lists of a seed; a passenger counts to its flow, or to all where the flow's name is "". */
static seed_sum match(compare_flow *flow, const tool_outcome *a, const tool_outcome *b) {
  seed_sum sum = {0};
  uint32_t i = 0, k = 0;
  while (i < a->wait_count || k < b->wait_count) {
    const int order = i == a->wait_count ? 1 : k == b->wait_count ? -1 : compare_passengers(&a->waits[i], &b->waits[k]);
    const bool counts = *flow->row.name == '\0' || strcmp(flow->row.name, order > 0 ? b->waits[k].flow : a->waits[i].flow) == 0;
    if (counts && order == 0) {
      add_match(flow, &sum, &a->waits[i], &b->waits[k]);
    } else if (counts) {
      flow->only_a += order < 0;
      flow->only_b += order > 0;
    }
    i += order <= 0;
    k += order >= 0;
  }
  return sum;
}

static void fill_flow(const comparison *self, compare_flow *flow) {
  double *const a = terminal_grow(NULL, self->seeds * sizeof *a), *const b = terminal_grow(NULL, self->seeds * sizeof *b);
  for (uint32_t seed = 0; seed < self->seeds; ++seed) {
    const seed_sum sum = match(flow, &self->a[seed], &self->b[seed]);
    if (sum.matched > 0) {
      a[flow->row.pairs] = sum.a / sum.matched;
      b[flow->row.pairs++] = sum.b / sum.matched;
    }
  }
  flow->row.a = statistics_of(a, flow->row.pairs);
  flow->row.b = statistics_of(b, flow->row.pairs);
  flow->row.difference = statistics_paired(a, b, flow->row.pairs, &flow->row.correlation);
  free(a);
  free(b);
}

/* Flows in the order of their first passengers. */
static void name_flow(comparison *self, const char *name) {
  for (uint32_t i = 0; i < self->flow_count; ++i) {
    if (strcmp(self->flows[i].row.name, name) == 0) { return; }
  }
  self->flows = terminal_grow(self->flows, (self->flow_count + 1) * sizeof *self->flows);
  self->flows[self->flow_count++] = (compare_flow){.row = {.name = name, .unit = SOI_UNIT_TIME}};
}

void compare_waits(comparison *self) {
  name_flow(self, "");
  for (uint32_t run = 0; run < 2 * self->seeds; ++run) {
    const tool_outcome *const outcome = run % 2 == 0 ? &self->a[run / 2] : &self->b[run / 2];
    for (uint32_t i = 0; i < outcome->wait_count; ++i) { name_flow(self, outcome->waits[i].flow); }
    if (outcome->wait_count > 0) { qsort(outcome->waits, outcome->wait_count, sizeof *outcome->waits, compare_order); }
  }
  compare_row **const rows = SOI_NEW(self->arena, compare_row *, self->flow_count);
  for (uint32_t i = 0; i < self->flow_count; ++i) {
    fill_flow(self, &self->flows[i]);
    rows[i] = &self->flows[i].row;
  }
  compare_intervals(rows, self->flow_count, 1 - COMPARE_CONFIDENCE);
}
