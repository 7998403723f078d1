/* The CSV tables: quoting by RFC 4180, the columns, and one whole trip. */
#define _POSIX_C_SOURCE 200809L
#include "stage.h"

/* One passenger served and one who gave up. */
static stage *two_passengers(void) {
  stage *const s = stage_open(0);
  stage_person(s, 0, 50, 0, 0);
  stage_person(s, 0, 50, 0, 0);
  s->world->person_born[2] = 1;
  s->world->person_serial[1] = 41;
  s->world->person_serial[2] = 42;
  stage_happens(s, SOI_EVENT_QUEUE_JOINED, 1, 1, 0);
  stage_happens(s, SOI_EVENT_QUEUE_JOINED, 2, 1, 1);
  stage_happens(s, SOI_EVENT_BOARDED, 1, 2, 0.2);
  stage_happens(s, SOI_EVENT_DENIED, 2, 2, 0);
  s->world->cart_stop[2] = 2;
  stage_happens(s, SOI_EVENT_ALIGHTED, 1, 2, 0.2);
  stage_happens(s, SOI_EVENT_GAVE_UP, 2, 1, 0.4);
  stage_happens(s, SOI_EVENT_SERVED, 1, 1, 0.6);
  return s;
}

static void trips_are_told(void **state) {
  (void)state;
  stage *const s = two_passengers();
  sheet out = {0};
  assert_true(soi_report_csv(s->observer, s->world, "trips", sheet_writer(&out)));
  assert_string_equal(
      out.text, "outcome,from,to,board,alight,cart,created,queued,boarded,alighted,finished,wait_s,ride_s,trip_s,"
                "created_s,queued_s,boarded_s,alighted_s,finished_s,passenger\r\n"
                "gave up,station,market,gate-4,,,07:00:00.100,07:00:00.100,,,07:00:00.500,0.4,,,25200.1,25200.1,,,25200.5,42\r\n"
                "served,station,market,gate-4,park,cart-2,07:00:00.000,07:00:00.000,07:00:00.200,07:00:00.400,07:00:00.600,0.2,0.2,0.6,"
                "25200,25200,25200.2,25200.4,25200.6,41\r\n");
  free(out.text);
  stage_close(s);
}

static void stops_are_quoted(void **state) {
  (void)state;
  stage *const s = two_passengers();
  s->world->stop_queue[1] = 9;
  stage_step(s);
  s->world->stop_queue[1] = 2;
  stage_step(s);
  stage_happens(s, SOI_EVENT_HEADWAY, 1, 1, 240);
  stage_happens(s, SOI_EVENT_HEADWAY, 1, 1, 360);
  s->model.service.headway = 10.0;
  sheet out = {0};
  assert_true(soi_report_csv(s->observer, s->world, "stops", sheet_writer(&out)));
  assert_string_equal(
      out.text, "stop,name,boardings,alightings,denied,gave_up,queue_max,waits,wait_mean_s,wait_p90_s,wait_max_s,headways,headway_mean_s,"
                "headway_cv,excess_wait_s\r\n"
                "gate-4,Gate 4,1,0,1,1,9,2,0.3,0.4,0.4,2,300,0.2,\r\n"
                "park,\"Park, \"\"north\"\"\",0,1,0,0,0,0,,,,0,,,\r\n");
  free(out.text);
  stage_close(s);
}

/* A line break in a name stays inside its cell, to somebody else's reader too. */
static void line_breaks_are_quoted(void **state) {
  (void)state;
  stage *const s = stage_open(0);
  s->stops[0].name.en = "Gate\r\n4";
  s->stops[1].name.en = "Park\rnorth";
  sheet out = {0};
  assert_true(soi_report_csv(s->observer, s->world, "stops", sheet_writer(&out)));
  assert_true(python_accepts(out.text, out.length,
                             "import csv,io,sys; t=sys.stdin.buffer.read().decode(); r=list(csv.DictReader(io.StringIO(t,newline=\"\")));"
                             "assert r[0][\"name\"]==\"Gate\\r\\n4\" and r[1][\"name\"]==\"Park\\rnorth\" and len(r)==2"));
  free(out.text);
  stage_close(s);
}

static void carts_have_their_causes(void **state) {
  (void)state;
  stage *const s = stage_open(0);
  const uint32_t body = stage_cart(s, 1, 100, 2.5);
  s->world->vehicle_cause[body] = SOI_CAUSE_PEOPLE;
  s->world->cart_distance[1] = 12.5;
  stage_happens(s, SOI_EVENT_LAP, 1, 1, 800);
  sheet out = {0};
  assert_true(soi_report_csv(s->observer, s->world, "carts", sheet_writer(&out)));
  assert_true(
      python_accepts(out.text, out.length,
                     "import csv,sys; r=list(csv.DictReader(sys.stdin)); a,b=r;"
                     "assert a[\"cart\"]==\"cart-1\" and a[\"distance_m\"]==\"12.5\" and a[\"laps\"]==\"1\" and a[\"charge\"]==\"0.8\";"
                     "assert a[\"lost_people_s\"]==\"0.05\" and a[\"lost_s\"]==\"0.05\" and a[\"lost_signal_s\"]==\"0\";"
                     "assert a[\"ttc_min_s\"]==\"\";"
                     "assert b[\"distance_m\"]==\"0\""));
  free(out.text);
  stage_close(s);
}

static void a_failing_writer_is_told(void **state) {
  (void)state;
  stage *const s = two_passengers();
  const char *const tables[] = {"trips", "stops", "carts"};
  for (int i = 0; i < 3; ++i) {
    sheet out = {.limit = 150};
    assert_false(soi_report_csv(s->observer, s->world, tables[i], sheet_writer(&out)));
    free(out.text);
  }
  stage_close(s);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(trips_are_told),          cmocka_unit_test(stops_are_quoted),         cmocka_unit_test(line_breaks_are_quoted),
      cmocka_unit_test(carts_have_their_causes), cmocka_unit_test(a_failing_writer_is_told),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
