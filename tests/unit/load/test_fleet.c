/* A cart with a count stands for so many carts: their ids, names and starts, what names one of them, and what is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "place.h"

static const char group[] = "fleet={shuttle: {type: cart, route: loop, depot: yard, count: 3, name: {en: Shuttle, ja: J}}}";

static place *open_with(const char *more, const char *still_more) {
  const char *all[] = {group, more, still_more, NULL};
  return place_open("crossroads-morning.yaml", all);
}

static void a_count_makes_so_many_carts(void **state) {
  (void)state;
  place *const p = open_with("incidents={stall: {kind: breakdown, at: 08:05, cart: shuttle-2}}", "fleet.shuttle-2.charge=50 %");
  assert_non_null(p->model);
  assert_int_equal(p->model->cart_count, 3);
  const soi_cart_definition *const carts = p->definition.scenario.fleet.items;
  assert_string_equal(carts[0].record.id, "shuttle-1");
  assert_string_equal(carts[2].record.id, "shuttle-3");
  assert_string_equal(carts[1].row.name.en, "Shuttle 2");
  assert_string_equal(carts[1].row.name.ja, "J 2");
  assert_true(carts[0].row.charge == 1.0 && carts[1].row.charge == 0.5 && carts[2].row.charge == 1.0);
  assert_int_equal(p->definition.scenario.incidents.items[0].row.cart, 2);
  /* a third of the round apart */
  const soi_route *const route = &p->model->routes[1];
  const double apart = (route->free_time + 4 * 5.0) / 3.0;
  const soi_cart *const cart = p->model->carts;
  assert_true(cart[2].leaves - cart[1].leaves > apart - 0.001 && cart[2].leaves - cart[1].leaves < apart + 0.001);
  assert_true(cart[3].leaves - cart[2].leaves > apart - 0.001 && cart[3].leaves - cart[2].leaves < apart + 0.001);
  assert_true(cart[1].leaves == 8 * 3600.0);
  place_close(p);
}

static void the_count_is_one_override(void **state) {
  (void)state;
  place *const four = open_with("fleet.shuttle.count=4", "service.headway=100 s");
  assert_int_equal(four->model->cart_count, 4);
  assert_true(four->model->carts[4].leaves == 8 * 3600.0 + 300.0);
  place_close(four);
  place *const one = open_with("fleet.shuttle.count=1", NULL);
  assert_int_equal(one->model->cart_count, 1);
  assert_string_equal(one->definition.scenario.fleet.items[0].record.id, "shuttle-1");
  place_close(one);
}

static void refused(const char *more, const char *still_more, uint32_t count, const char *message) {
  place *const p = open_with(more, still_more);
  assert_null(p->model);
  char text[1024];
  assert_true(p->errors.count > 0);
  soi_error_text(&p->definition, &p->errors.items[0], text, sizeof text);
  if (strstr(text, message) == NULL || p->errors.count != count) { fail_msg("%u messages, the first: %s", p->errors.count, text); }
  place_close(p);
}

static void what_cannot_be_is_refused(void **state) {
  (void)state;
  refused("fleet.shuttle-2={type: cart, route: loop, depot: yard}", NULL, 1, "fleet.shuttle: its cart 'shuttle-2' is there already");
  refused("fleet.shuttle.count=5", NULL, 1, "fleet.shuttle-5.depot: depot 'yard' has 4 places, all taken");
  refused("fleet.shuttle.count=0", NULL, 1, "fleet.shuttle.count: ");
  refused("fleet.shuttle.count=1001", NULL, 1, "fleet.shuttle.count: ");
  refused("fleet.shuttle.route=nowhere", NULL, 1, "fleet.shuttle-1.route: ");
  refused("incidents={stall: {kind: breakdown, at: 08:05, cart: shuttle}}", NULL, 1, "incidents.stall.cart: ");
  refused("fleet.shuttel.count=2", NULL, 1, "there is no cart 'shuttel'");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_count_makes_so_many_carts),
      cmocka_unit_test(the_count_is_one_override),
      cmocka_unit_test(what_cannot_be_is_refused),
  };
  return cmocka_run_group_tests_name("load.fleet", tests, NULL, NULL);
}
