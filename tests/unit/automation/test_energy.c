/* Energy against the closed form, and the books of a cart: charge, distances, hard braking. */
#include <math.h>

#include "emit.h"
#include "street.h"

static const double TOP = 19.0 / 3.6;

/* Steady 19 km/h on the flat: power = v (m g c_rr + 1/2 rho c_d A v2) / efficiency + auxiliaries. */
static void steady_power(void **state) {
  (void)state;
  const soi_vehicle_type type = six_seater();
  const double density = 101325.0 / (287.05 * 303.15);
  for (uint32_t riders = 0; riders <= 6; ++riders) {
    const double mass = 600.0 + 70.0 * riders;
    const double force = mass * 9.81 * 0.015 + 0.5 * density * 1.5 * TOP * TOP;
    const double power = soi_cart_power(&type, riders, TOP, 0.0, 30.0);
    assert_near(power, force * TOP / 0.85 + 500.0, 1e-9);
    const double kwh_per_km = power / TOP / 3600.0;
    print_message("%u aboard: %.4f kWh/km at a steady 19 km/h\n", (unsigned)riders, kwh_per_km);
    assert_true(kwh_per_km > 0.05 && kwh_per_km < 0.12);
  }
}

/* With the stops of a city line, one every 300 m, it uses what is published for such carts: 0.08 to 0.12 kWh/km. */
static void stop_and_go(void **state) {
  (void)state;
  const soi_vehicle_type type = six_seater();
  const double dt = 0.01;
  double energy = 0.0, way = 0.0, speed = 0.0;
  while (way < 300.0) {
    const bool brakes = 300.0 - way <= speed * speed / (2.0 * 0.8);
    const double acceleration = brakes ? -0.8 : speed < TOP ? 1.0 : 0.0;
    energy += soi_cart_power(&type, 3, speed, acceleration, 30.0) * dt;
    way += speed * dt;
    speed += acceleration * dt;
    if (speed <= 0.0) { break; }
  }
  energy += soi_cart_power(&type, 3, 0.0, 0.0, 30.0) * 12.0; /* the dwell */
  const double kwh_per_km = energy / way / 3600.0;
  print_message("three aboard, a stop of 12 s every 300 m: %.4f kWh/km\n", kwh_per_km);
  assert_true(kwh_per_km > 0.08 && kwh_per_km < 0.12);
}

/* Braking gives back its share, less the losses. */
static void recuperation(void **state) {
  (void)state;
  const soi_vehicle_type type = six_seater();
  const double density = 101325.0 / (287.05 * 293.15);
  const double force = 600.0 * -1.0 + 600.0 * 9.81 * 0.015 + 0.5 * density * 1.5 * 16.0;
  assert_near(soi_cart_power(&type, 0, 4.0, -1.0, 20.0), force * 4.0 * 0.4 * 0.85 + 500.0, 1e-9);
}

/* What a cart drives and draws is what it keeps account of. */
static void keeps_its_books(void **state) {
  (void)state;
  street *const t = street_of(0.1);
  soi_world *const w = t->world;
  const uint32_t row = put_cart(t, 1, 10.0, 0.0);
  const double full = w->cart_charge[1];
  steps_for(t, 30.0);
  const double empty = w->cart_distance[1];
  assert_near(empty, w->vehicle_s[row] - 10.0, 1e-6);
  assert_near(w->cart_empty_distance[1], empty, 1e-9);
  w->cart_riders[1] = 4;
  steps_for(t, 20.0);
  const double ridden = w->cart_distance[1] - empty;
  assert_true(ridden > 90.0);
  assert_near(w->cart_empty_distance[1], empty, 1e-9);
  assert_near(w->cart_passenger_distance[1], 4.0 * ridden, 1e-6);
  assert_true(w->cart_energy[1] > 20000.0);
  assert_near(full - w->cart_charge[1], w->cart_energy[1], 1e-3);
  /* an empty battery gives no more, and a full one takes no more */
  w->cart_charge[1] = 1.0;
  steps_for(t, 1.0);
  assert_near(w->cart_charge[1], 0.0, 1e-12);
  street_close(t);
}

/* A hard brake is one event, however long it lasts. */
static void hard_brake_once(void **state) {
  (void)state;
  street *const t = street_of(0.1);
  soi_world *const w = t->world;
  const uint32_t row = put_cart(t, 1, 100.0, 5.2);
  w->cart_riders[1] = 3;
  uint32_t events = 0;
  for (int i = 0; i < 40; ++i) {
    look_and_decide(t);
    w->intent_go[row] = w->intent_stay[row] = i < 5 ? 0.0 : -3.0;
    soi_road_claim(w);
    soi_road_move(w);
    w->event_count = 0;
    soi_cart_keep(w);
    for (uint32_t k = 0; k < w->event_count; ++k) {
      assert_int_equal(w->events[k].kind, SOI_EVENT_HARD_BRAKE);
      assert_int_equal(w->events[k].a, 1);
      assert_int_equal(w->events[k].b, 3);
      assert_near(w->events[k].value, 3.0, 1e-9);
      ++events;
    }
    ++w->tick[0];
  }
  assert_int_equal(events, 1);
  street_close(t);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(steady_power),    cmocka_unit_test(stop_and_go),     cmocka_unit_test(recuperation),
      cmocka_unit_test(keeps_its_books), cmocka_unit_test(hard_brake_once),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
