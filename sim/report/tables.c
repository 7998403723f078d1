/* The rows of the stop and cart tables. */
#include "tables.h"

#include <soi/definition.h>

#include "text.h"

soi_stop_row soi_stop_row_of(const soi_observer *observer, const soi_world *world, soi_stop_id stop) {
  const soi_filter at = {.stop = stop};
  soi_stop_row row = {.tally = observer->stops[stop]};
  row.wait = soi_observer_figures(observer, world, SOI_SERIES_WAIT, at);
  row.headway = soi_observer_figures(observer, world, SOI_SERIES_HEADWAY, at);
  row.has_cv = soi_coefficient_of_variation(&row.headway, &row.headway_cv);
  row.has_excess = soi_excess_wait(observer, stop, soi_counted_period(observer, world), &row.excess);
  return row;
}

bool soi_hour_row_of(const soi_observer *observer, const soi_world *world, uint32_t i, soi_hour_row *row) {
  const soi_model *const model = observer->model;
  const soi_period all = soi_counted_period(observer, world);
  const double began = model->start + soi_duration(model, all.from);
  const uint32_t hour = (uint32_t)(began / 3600.0) + i;
  const soi_tick from = i == 0 ? all.from : soi_tick_at(model, 3600.0 * hour), to = soi_tick_at(model, 3600.0 * (hour + 1));
  if (from >= all.to) { return false; }
  *row = (soi_hour_row){.period = {from, to < all.to ? to : all.to}};
  /* Those who wait at the end are of this moment, and of the last hour. */
  const soi_filter in = {.period = {from, row->period.to == all.to ? all.to + 1 : to}};
  row->wait = soi_observer_figures(observer, world, SOI_SERIES_WAIT, in);
  row->trip = soi_observer_figures(observer, world, SOI_SERIES_TRIP, in);
  row->headway = soi_observer_figures(observer, world, SOI_SERIES_HEADWAY, in);
  row->has_excess = soi_excess_wait(observer, 0, row->period, &row->excess);
  return true;
}

soi_cart_row soi_cart_row_of(const soi_observer *observer, const soi_world *world, soi_cart_id cart) {
  const soi_model *const model = observer->model;
  const soi_cart_tally *const tally = &observer->carts[cart];
  const double battery = soi_type(model, model->carts[cart].type)->powertrain.battery;
  soi_cart_row row = {
      .distance = soi_cart_distance(observer, world, cart),
      .empty_distance = soi_cart_empty_distance(observer, world, cart),
      .passenger_distance = soi_cart_passenger_distance(observer, world, cart),
      .energy = soi_cart_energy(observer, world, cart),
      .charge = battery > 0.0 ? world->cart_charge[cart] / battery : 0.0,
      .service_time = soi_duration(model, tally->service_ticks),
      .road_time = soi_duration(model, tally->road_ticks),
      .exposed = soi_duration(model, tally->exposed_ticks),
      .ttc_least = tally->ttc_least,
      .boardings = tally->boardings,
      .laps = tally->laps,
      .hard_brakes = tally->hard_brakes,
  };
  for (uint32_t cause = 0; cause < SOI_CAUSE_COUNT; ++cause) { row.lost += tally->lost[cause]; }
  return row;
}

soi_expectation_row soi_expectation_row_of(const soi_observer *observer, const soi_world *world, const soi_run_info *info, uint32_t i,
                                           soi_arena *arena) {
  soi_expectation_row row = {.result = soi_observer_judge(observer, world, i)};
  row.message = soi_expectation_message(arena, &row.result);
  if (info->verdict == SOI_VERDICT_OUT_OF_TIME) {
    row.result.judgement = SOI_INCONCLUSIVE;
    row.message = soi_text_format(arena, "%s; not judged, as the run was stopped early", row.message);
  }
  return row;
}

soi_metric_row soi_metric_row_of(const soi_observer *observer, const soi_world *world, const char *name) {
  soi_metric_row row = {.name = name};
  bool known = false;
  row.has_value = soi_observer_value(observer, world, name, &row.value, &known);
  SOI_ASSERT(known && soi_metric_find(name, &row.unit, NULL));
  return row;
}
