/* The JSON writer: escapes, numbers that read back, commas and indentation, and writers that fail. */
#define _POSIX_C_SOURCE 200809L
#include "stage.h"

#include "digits.h"
#include "number.h"
#include "random.h"

/* What one text value becomes. */
static void check_text(const char *value, const char *expected) {
  sheet out = {0};
  soi_json json;
  soi_json_begin(&json, sheet_writer(&out));
  soi_json_text(&json, NULL, value);
  assert_true(soi_json_end(&json));
  assert_string_equal(out.text, expected);
  free(out.text);
}

static void text_is_escaped(void **state) {
  (void)state;
  check_text("plain", "\"plain\"\n");
  check_text("", "\"\"\n");
  check_text(NULL, "null\n");
  check_text("a\"b\\c/d", "\"a\\\"b\\\\c/d\"\n");
  check_text("\n\r\t\b\f\x01\x1f\x7f", "\"\\n\\r\\t\\u0008\\u000c\\u0001\\u001f\\u007f\"\n");
  check_text("\xe0\xb8\x8b\xe0\xb8\xad\xe0\xb8\xa2 \xe9\xa7\x85 \xf0\x9f\x9a\x8c",
             "\"\xe0\xb8\x8b\xe0\xb8\xad\xe0\xb8\xa2 \xe9\xa7\x85 \xf0\x9f\x9a\x8c\"\n");
}

/* Each byte that is no UTF-8 becomes the replacement character; what is good around it stays. */
static void bad_utf8_is_replaced(void **state) {
  (void)state;
  check_text("a\xff"
             "b",
             "\"a\\ufffdb\"\n");
  check_text("\xc3", "\"\\ufffd\"\n");                       /* cut off */
  check_text("\xc0\xaf", "\"\\ufffd\\ufffd\"\n");            /* overlong */
  check_text("\xed\xa0\x80", "\"\\ufffd\\ufffd\\ufffd\"\n"); /* a surrogate */
  check_text("\xf4\x90\x80\x80", "\"\\ufffd\\ufffd\\ufffd\\ufffd\"\n");
  check_text("\xf0\x9f\x9a", "\"\\ufffd\\ufffd\\ufffd\"\n");
}

static void check_number(double value, const char *expected) {
  sheet out = {0};
  soi_json json;
  soi_json_begin(&json, sheet_writer(&out));
  soi_json_number(&json, NULL, value);
  assert_true(soi_json_end(&json));
  out.text[out.length - 1] = '\0';
  assert_string_equal(out.text, expected);
  free(out.text);
}

static void numbers_are_short(void **state) {
  (void)state;
  check_number(0.0, "0");
  check_number(-0.0, "-0");
  check_number(0.1, "0.1");
  check_number(0.1 + 0.2, "0.3");
  check_number(1.0 / 3.0, "0.333333333333");
  check_number(2711 * 0.1, "271.1"); /* 271.10000000000002 */
  check_number(-12.5, "-12.5");
  check_number(1e21, "1e+21");
  check_number(5e-324, "4.94065645841e-324");
  check_number(1.7976931348623157e308, "1.79769313486e+308");
  check_number(123456789012345680.0, "1.23456789012e+17");
  check_number(1.0 / 0.0, "null");
  check_number(0.0 / 0.0, "null");
}

/* Any double reads back as itself, bit by bit, from at most 24 characters, and with the precision strtod has. */
static void any_number_reads_back(void **state) {
  (void)state;
  const uint64_t seed = 7;
  for (uint32_t i = 0; i < 20000; ++i) {
    const uint64_t bits = soi_random_bits(seed, SOI_DRAW_TEST, i, 0, 0);
    double value;
    memcpy(&value, &bits, sizeof value);
    if (value - value != 0.0) { continue; }
    char digits[SOI_DIGITS_SIZE];
    const size_t length = soi_digits_shortest(digits, value);
    if (length > 24 || strtod(digits, NULL) != value) { fail_msg("seed %u, draw %u: %s for %.17g", (unsigned)seed, i, digits, value); }
    /* No shorter text would do. */
    char shorter[SOI_DIGITS_SIZE];
    snprintf(shorter, sizeof shorter, "%.15g", value);
    if (strtod(shorter, NULL) == value && strlen(shorter) < length) { fail_msg("draw %u: %s, shorter is %s", i, digits, shorter); }
  }
}

static void structure_is_indented(void **state) {
  (void)state;
  sheet out = {0};
  soi_json json;
  soi_json_begin(&json, sheet_writer(&out));
  soi_json_open(&json, NULL, '{');
  soi_json_open(&json, "empty", '[');
  soi_json_close(&json, ']');
  soi_json_open(&json, "list", '[');
  soi_json_integer(&json, NULL, -9223372036854775807 - 1);
  soi_json_open(&json, NULL, '{');
  soi_json_close(&json, '}');
  soi_json_bool(&json, NULL, true);
  soi_json_close(&json, ']');
  soi_json_text(&json, "a \"key\"", "v");
  soi_json_close(&json, '}');
  assert_true(soi_json_end(&json));
  assert_string_equal(out.text, "{\n  \"empty\": [],\n  \"list\": [\n    -9223372036854775808,\n    {},\n    true\n  ],\n"
                                "  \"a \\\"key\\\"\": \"v\"\n}\n");
  free(out.text);
}

/* A full disk in the middle is remembered to the end. */
static void a_failing_writer_is_told(void **state) {
  (void)state;
  sheet out = {.limit = 10};
  soi_json json;
  soi_json_begin(&json, sheet_writer(&out));
  soi_json_open(&json, NULL, '[');
  soi_json_text(&json, NULL, "much too long");
  soi_json_integer(&json, NULL, 1);
  soi_json_close(&json, ']');
  assert_false(soi_json_end(&json));
  free(out.text);
}

/* The whole report is JSON to somebody else's reader, also with hostile names. */
static void the_report_is_json(void **state) {
  (void)state;
  stage *const s = stage_open(0);
  s->stops[1].name.en = "Park \"\xff\" \x01, \\ north";
  stage_expect(s, "wait.p90 <= 6 min", "wait.p90", SOI_AT_MOST, 360);
  stage_cart(s, 1, 100, 2.0);
  stage_person(s, 0, 50, 0, 0);
  stage_happens(s, SOI_EVENT_QUEUE_JOINED, 1, 1, 0);
  stage_happens(s, SOI_EVENT_BOARDED, 1, 1, 400.4);
  stage_happens(s, SOI_EVENT_BREAKDOWN, 1, 0, 600);
  s->world->vehicle_serial[3] = 33;
  s->world->vehicle_serial[4] = 44;
  stage_happens(s, SOI_EVENT_COLLISION, 3, 4, 1);
  const soi_run_info info = {
      .scenario_path = "a.yaml", .seed = 5, .simulated_seconds = 0.3, .verdict = SOI_VERDICT_FAILED, .hash = 0xabcdef};
  sheet out = {0};
  assert_true(soi_report_json(s->observer, s->world, &info, sheet_writer(&out)));
  assert_true(python_accepts(
      out.text, out.length,
      "import json,sys; r=json.load(sys.stdin); m=r[\"metrics\"]; e=r[\"expectations\"][0];"
      "assert m[\"wait.p90\"]=={\"value\":400.4,\"unit\":\"s\"}; assert m[\"trip.mean\"][\"value\"] is None;"
      "assert m[\"wait.count\"][\"value\"]==1; assert len(m)>100;"
      "assert e[\"judgement\"]==\"failed\" and e[\"value\"]==400.4 and e[\"limit\"]==360;"
      "assert e[\"message\"]==\"wait.p90 is 6.67 min; expected <= 6 min\", e;"
      "assert r[\"hash\"]==\"0000000000abcdef\" and r[\"exit_code\"]==1 and r[\"stopped\"] is None and r[\"seed\"]==5;"
      "assert r[\"events\"][0][\"cart\"]==\"cart-1\" and r[\"events\"][1][\"vehicle\"]==33 and r[\"events\"][1][\"other\"]==44;"
      "assert [r[\"events\"][1][k] for k in (\"quantity\",\"value\",\"unit\")]==[\"closing\",1,\"m/s\"];"
      "assert r[\"scenario\"][\"start_seconds\"]==25200 and r[\"events\"][0][\"seconds\"]==25200.2;"
      "assert r[\"events\"][0][\"kind\"]==\"breakdown\" and r[\"events\"][0][\"at\"]==\"07:00:00.200\";"
      "assert r[\"stops\"][0][\"boardings\"]==1 and r[\"carts\"][0][\"lost\"][\"free\"]>0 and \"wall_seconds\" not in r"));
  free(out.text);
  stage_close(s);
}

/* A thousand events are listed, the rest is counted. */
static void events_are_limited(void **state) {
  (void)state;
  stage *const s = stage_open(0);
  for (int i = 0; i < 1003; ++i) { stage_happens(s, SOI_EVENT_REPAIRED, 1, 0, 0); }
  stage_happens(s, SOI_EVENT_NO_YIELD, 1, 1, 3); /* counted, never listed */
  const soi_run_info info = {.scenario_path = "a.yaml"};
  sheet out = {0};
  assert_true(soi_report_json(s->observer, s->world, &info, sheet_writer(&out)));
  assert_true(python_accepts(out.text, out.length,
                             "import json,sys; r=json.load(sys.stdin); assert len(r[\"events\"])==1000 and r[\"events_left_out\"]==3;"
                             "assert r[\"event_counts\"]=={\"repaired\":1003,\"zebra ignored\":1}"));
  free(out.text);
  stage_close(s);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(text_is_escaped),       cmocka_unit_test(bad_utf8_is_replaced),  cmocka_unit_test(numbers_are_short),
      cmocka_unit_test(any_number_reads_back), cmocka_unit_test(structure_is_indented), cmocka_unit_test(a_failing_writer_is_told),
      cmocka_unit_test(the_report_is_json),    cmocka_unit_test(events_are_limited),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
