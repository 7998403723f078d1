/* What was to put somebody into the world and had to wait, and carts that had to in their depot: what, from when to when, and how long
 * for which reason. Followed from the queue of commands and the carts' errands, so that the world keeps nothing for it. */
#include "observer.h"

#include <string.h>

#include "input.h"
#include "names.h"
#include "put_off.h"
#include "text.h"

static const double PASSING = 120.0; /* s in which waiting for a gap is lawful */

static soi_put_off *rows_of(const soi_observer *observer) { return observer->lists[SOI_LIST_PUT_OFF].items; }

/* One incident waits once. Of a tool's commands that are alike each takes the first that no other has taken in this step. */
static bool is_same(const soi_put_off *a, const soi_put_off *b, soi_tick now) {
  if (a->until == now || a->incident != b->incident) { return false; }
  const bool alike = a->from == b->from && a->kind == b->kind && a->target == b->target && a->extra == b->extra &&
                     memcmp(a->values, b->values, sizeof a->values) == 0;
  return a->until + 1 == now && (a->incident != 0 || alike);
}

/* It waits through the step just done. */
static void add_step(soi_observer *observer, const soi_put_off *waiting, uint32_t why, soi_tick now) {
  soi_rows *const list = &observer->lists[SOI_LIST_PUT_OFF];
  uint32_t i = 0;
  while (i < list->count && !is_same(&rows_of(observer)[i], waiting, now)) { ++i; }
  if (i == list->count) { soi_rows_add(list, observer->memory, waiting); }
  soi_put_off *const row = &rows_of(observer)[i];
  row->until = now;
  if (why < SOI_REFUSAL_COUNT) { ++row->ticks[why]; }
}

/* Why a cart has not left its depot. */
static soi_refusal why_in_depot(const soi_world *world, soi_cart_id cart) {
  const soi_model *const model = world->model;
  const soi_cart *const plan = &model->carts[cart];
  const soi_depot *const depot = &model->depots[plan->depot];
  const double from = world->lane_closed_from[depot->lane], to = world->lane_closed_to[depot->lane];
  if (soi_cart_broken(world, cart)) { return SOI_REFUSAL_BROKEN; }
  if (soi_cart_in_depot(world, cart)) { return SOI_REFUSAL_CHARGE; }
  if (world->depart_granted[cart]) { return SOI_REFUSAL_FULL; }
  return to > from && from < depot->s + 2.0 && to > depot->s - soi_type(model, plan->type)->body.length ? SOI_REFUSAL_CLOSED
                                                                                                        : SOI_REFUSAL_GAP;
}

static void add_starts(soi_observer *observer, const soi_world *world, soi_tick now) {
  const soi_model *const model = observer->model;
  for (soi_cart_id cart = 1; cart <= model->cart_count; ++cart) {
    const double finish = model->carts[cart].finish;
    const soi_tick start = soi_tick_at(model, model->carts[cart].leaves);
    const bool on_duty = start < now && (finish <= 0.0 || now <= soi_tick_at(model, finish));
    const bool again = world->cart_distance[cart] > 0.0; /* after a charge: it asks for the road when it is full */
    if (!on_duty || world->cart_vehicle[cart] != 0 || (again && world->cart_errand[cart] != SOI_CART_LEAVING)) { continue; }
    const soi_tick from = again ? world->cart_errand_tick[cart] : start;
    add_step(observer, &(soi_put_off){.from = from, .target = cart}, why_in_depot(world, cart), now);
  }
}

void soi_observer_put_off(soi_observer *observer, const soi_world *world) {
  const soi_model *const model = observer->model;
  const soi_tick now = world->tick[0];
  for (soi_incident_id incident = 1; incident <= model->incident_count; ++incident) {
    const soi_incident *const plan = &model->incidents[incident];
    const soi_tick at = soi_tick_at(model, plan->at);
    if (world->incident_done[incident] || at >= now) { continue; }
    add_step(observer, &(soi_put_off){.from = at, .incident = incident, .kind = soi_incident_command(plan->kind)}, SOI_REFUSAL_QUEUE, now);
  }
  for (uint32_t row = 1; row <= world->command_count[0]; ++row) {
    if (world->command_tick[row] >= now || !soi_input_puts_somebody(world->command_kind[row])) { continue; }
    const soi_command command = soi_input_command(world, row);
    soi_put_off waiting = {.kind = command.kind, .target = command.target, .extra = command.extra};
    waiting.incident = soi_input_incident(world, row, &waiting.from);
    memcpy(waiting.values, command.values, sizeof waiting.values);
    add_step(observer, &waiting, world->command_refusal[row], now);
  }
  add_starts(observer, world, now);
}

const soi_put_off *soi_put_off_row(const soi_observer *observer, uint32_t i) {
  return i < observer->lists[SOI_LIST_PUT_OFF].count ? &rows_of(observer)[i] : NULL;
}

double soi_put_off_kept(const soi_observer *observer, const soi_world *world, uint32_t i) {
  const soi_put_off *const row = soi_put_off_row(observer, i);
  if (row->kind != SOI_COMMAND_NONE) { return 0.0; }
  const soi_model *const model = observer->model;
  const soi_depot *const depot = &model->depots[model->carts[row->target].depot];
  const double gap = soi_duration(model, row->ticks[SOI_REFUSAL_GAP]) - PASSING;
  const bool closed = world->lane_closed_to[depot->lane] > world->lane_closed_from[depot->lane];
  const bool for_good = closed && world->lane_closed_until[depot->lane] == 0;
  return (gap > 0.0 ? gap : 0.0) + (for_good ? soi_duration(model, row->ticks[SOI_REFUSAL_CLOSED]) : 0.0);
}

const char *soi_put_off_kind(const soi_put_off *row) {
  if (row->kind == SOI_COMMAND_NONE) { return "start"; }
  if (row->incident == 0) { return soi_command_name(row->kind); }
  return row->kind == SOI_COMMAND_PARK ? "parked_vehicle" : "pedestrian";
}

/* "08:10:00", with milliseconds where it has some. */
static void print_clock(char clock[SOI_CLOCK_SIZE], const soi_model *model, soi_tick tick) {
  soi_clock_text(clock, model, tick);
  const size_t length = soi_text_length(clock);
  if (soi_text_equal(clock + length - 4, ".000")) { clock[length - 4] = '\0'; }
}

/* The reasons, the longest first, with the time of each where there are several. */
static const char *reasons(const soi_model *model, const soi_put_off *row, soi_arena *arena) {
  const char *text = "";
  bool told[SOI_REFUSAL_COUNT] = {false};
  for (;;) {
    uint32_t most = SOI_REFUSAL_NONE;
    for (uint32_t why = 1; why < SOI_REFUSAL_COUNT; ++why) {
      if (!told[why] && row->ticks[why] > (most == SOI_REFUSAL_NONE ? 0 : row->ticks[most])) { most = why; }
    }
    if (most == SOI_REFUSAL_NONE) { return text; }
    told[most] = true;
    char time[SOI_QUANTITY_SIZE] = "";
    soi_unit_print(time, sizeof time, SOI_UNIT_TIME, soi_duration(model, row->ticks[most]));
    const bool alone = row->ticks[most] == row->until - row->from;
    text = soi_text_format(arena, "%s%s %s%s%s%s", text, text[0] == '\0' ? ":" : ",", soi_refusal_words(most), alone ? "" : " (",
                           alone ? "" : time, alone ? "" : ")");
  }
}

const char *soi_put_off_message(const soi_observer *observer, const soi_world *world, uint32_t i, soi_arena *arena) {
  const soi_put_off *const row = soi_put_off_row(observer, i);
  if (row == NULL) { return NULL; }
  const soi_model *const model = observer->model;
  char from[SOI_CLOCK_SIZE], until[SOI_CLOCK_SIZE];
  print_clock(from, model, row->from);
  print_clock(until, model, row->until);
  const char *const what =
      row->kind == SOI_COMMAND_NONE ? soi_text_format(arena, "start of %s", soi_id_of_cart(model, row->target))
      : row->incident == 0          ? soi_text_format(arena, "command %s", soi_put_off_kind(row))
                           : soi_text_format(arena, "incident %s (%s)", soi_id_of_incident(model, row->incident), soi_put_off_kind(row));
  const char *const why = reasons(model, row, arena);
  if (row->until < world->tick[0]) { return soi_text_format(arena, "%s put off from %s to %s%s", what, from, until, why); }
  return soi_text_format(arena, "%s put off from %s, and had not taken place by %s%s", what, from, until, why);
}
