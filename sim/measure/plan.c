/* The service against its plan: excess wait, trips run of those planned, time on duty. Carts that are not on duty are not missed:
 * what is planned begins with the first cart's start and ends with the last one's finish. */
#include "observer.h"

static soi_period common(soi_period a, soi_period b) {
  const soi_period both = {a.from > b.from ? a.from : b.from, a.to < b.to ? a.to : b.to};
  return both.from < both.to ? both : (soi_period){0, 0};
}

soi_period soi_counted_period(const soi_observer *observer, const soi_world *world) {
  return (soi_period){observer->model->warmup, world->tick[0]};
}

static soi_period duty_of_cart(const soi_model *model, const soi_cart *cart) {
  return (soi_period){cart->start > 0.0 ? soi_tick_at(model, cart->start) : 0,
                      cart->finish > 0.0 ? soi_tick_at(model, cart->finish) : model->end};
}

static bool route_calls(const soi_model *model, soi_route_id route, soi_stop_id stop) {
  const soi_span stops = model->routes[route].stops;
  for (uint32_t i = 0; i < stops.count; ++i) {
    if (model->route_stops[stops.first + i] == stop) { return true; }
  }
  return false;
}

/* From the first start to the last finish of the carts on a route, or with route 0 of those that call at a stop; empty when
 * there is none. */
static soi_period duty_of(const soi_model *model, soi_route_id route, soi_stop_id stop) {
  soi_period duty = {0, 0};
  for (uint32_t i = 0; i < model->cart_count; ++i) {
    const soi_cart *const cart = &model->carts[i + 1];
    if (route != 0 ? cart->route != route : !route_calls(model, cart->route, stop)) { continue; }
    const soi_period own = duty_of_cart(model, cart);
    if (duty.to == 0 || own.from < duty.from) { duty.from = own.from; }
    if (own.to > duty.to) { duty.to = own.to; }
  }
  return duty;
}

/* --- excess wait ------------------------------------------------------------------------------------------------------- */

typedef struct headway_sum {
  double seconds, squares;
} headway_sum;

static void add_headway(headway_sum *sum, double seconds) {
  sum->seconds += seconds;
  sum->squares += seconds * seconds;
}

/* Headways that end in the period, and the one open at its end. Where no cart left before the period the first begins with it. A time
 * shorter than the planned headway is no measure: what is open in it would be shorter, too, though nothing came. */
static void add_stop(const soi_observer *observer, soi_stop_id stop, soi_period period, headway_sum *sum) {
  const soi_rows *const list = &observer->lists[SOI_LIST_DEPARTURES];
  const soi_period watched = common(period, duty_of(observer->model, 0, stop));
  if (watched.to == 0 || soi_duration(observer->model, watched.to - watched.from) < observer->model->service.headway - 1e-9) { return; }
  soi_tick last = watched.from;
  for (uint32_t i = 0; i < list->count; ++i) {
    const soi_departure *const left = &((const soi_departure *)list->items)[i];
    if (left->stop != stop || left->tick >= watched.to) { continue; }
    if (left->tick >= watched.from) { add_headway(sum, soi_duration(observer->model, left->tick - last)); }
    last = left->tick;
  }
  add_headway(sum, soi_duration(observer->model, watched.to - last));
}

bool soi_excess_wait(const soi_observer *observer, soi_stop_id stop, soi_period period, double *seconds) {
  const double planned = observer->model->service.headway;
  headway_sum sum = {0};
  for (soi_stop_id each = 1; each <= observer->model->stop_count; ++each) {
    if (stop == 0 || stop == each) { add_stop(observer, each, period, &sum); }
  }
  if (planned <= 0.0 || sum.seconds <= 0.0) { return false; }
  /* Of an even plan sum s^2 / (2 sum s) is half a headway. */
  *seconds = sum.squares / (2.0 * sum.seconds) - planned / 2.0;
  return true;
}

/* --- trips and duty ---------------------------------------------------------------------------------------------------- */

uint64_t soi_trips_run(const soi_observer *observer, soi_period period) {
  const soi_model *const model = observer->model;
  const soi_rows *const list = &observer->lists[SOI_LIST_DEPARTURES];
  uint64_t trips = 0;
  for (uint32_t i = 0; i < list->count; ++i) {
    const soi_departure *const left = &((const soi_departure *)list->items)[i];
    const soi_route_id route = model->carts[left->cart].route;
    const bool counted = left->tick >= period.from && left->tick < period.to;
    if (counted && model->route_stops[model->routes[route].stops.first] == left->stop) { ++trips; }
  }
  return trips;
}

bool soi_trips_planned(const soi_observer *observer, soi_period period, uint64_t *trips) {
  const double headway = observer->model->service.headway;
  *trips = 0;
  for (soi_route_id route = 1; route <= observer->model->route_count; ++route) {
    const soi_period duty = common(period, duty_of(observer->model, route, 0));
    /* Whole headways only: a service on its plan is not blamed for where the period cuts it. */
    if (headway > 0.0) { *trips += (uint64_t)(soi_duration(observer->model, duty.to - duty.from) / headway + 1e-9); }
  }
  return *trips > 0;
}

uint64_t soi_duty_ticks(const soi_observer *observer, soi_period period) {
  uint64_t ticks = 0;
  for (uint32_t i = 0; i < observer->model->cart_count; ++i) {
    const soi_cart *const cart = &observer->model->carts[i + 1];
    const soi_period duty = common(period, duty_of_cart(observer->model, cart));
    ticks += duty.to - duty.from;
  }
  return ticks;
}
