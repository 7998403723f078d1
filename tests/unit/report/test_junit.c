/* JUnit: well-formed to somebody else's parser, counts that add up, and nothing inconclusive that looks like a pass. */
#define _POSIX_C_SOURCE 200809L
#include "stage.h"

static const soi_junit_case cases[] = {
    {.name = "wait.p90 <= 6 min", .verdict = SOI_VERDICT_FAILED, .seconds = 1.25, .message = "wait.p90 is 7.2 min; expected <= 6 min"},
    {.name = "collisions.cart == 0", .verdict = SOI_VERDICT_HELD},
    {.name = "trip.p95 <= 30 min", .verdict = SOI_VERDICT_INCONCLUSIVE, .message = "trip.p95 has no samples; expected <= 30 min"},
    {.name = "run", .verdict = SOI_VERDICT_FAULT, .message = "it \"crashed\" & <burned>\x1b[0m \xff \xef\xbf\xbf\t\n' \xe0\xb8\x8b"},
};
static const soi_junit_property facts[] = {
    {.name = "seed", .text = "7"},
    {.name = "wait.p90", .unit = SOI_UNIT_TIME, .value = 271.1},
};

static void it_is_well_formed(void **state) {
  (void)state;
  const soi_junit_suite suites[] = {{"scenarios/a<b>&\"c\".yaml", 1.25, cases, 4, {0}}, {"empty", 0.5, NULL, 0, {0}}};
  sheet out = {0};
  assert_true(soi_report_junit(suites, 2, sheet_writer(&out)));
  assert_true(python_accepts(
      out.text, out.length,
      "import sys,xml.etree.ElementTree as E; r=E.parse(sys.stdin.buffer).getroot(); assert r.tag==\"testsuites\";"
      "assert r.attrib[\"tests\"]==\"4\" and r.attrib[\"failures\"]==\"2\" and r.attrib[\"errors\"]==\"1\";"
      "assert r.attrib[\"time\"]==\"1.750\";"
      "s=r.findall(\"testsuite\"); assert len(s)==2 and s[0].attrib[\"name\"]==\"scenarios/a<b>&\\\"c\\\".yaml\";"
      "c=s[0].findall(\"testcase\");"
      "assert [x.attrib[\"name\"] for x in c][1]==\"collisions.cart == 0\" and len(c[1])==0;"
      "assert c[0][0].tag==\"failure\" and c[0][0].attrib[\"message\"]==\"wait.p90 is 7.2 min; expected <= 6 min\"==c[0][0].text;"
      "assert c[2][0].tag==\"failure\" and c[2][0].attrib[\"type\"]==\"inconclusive\";"
      "m=c[3][0]; assert m.tag==\"error\";"
      "assert m.attrib[\"message\"].startswith(\"it \\\"crashed\\\" & <burned>\\ufffd[0m \\ufffd \\ufffd\\t\\n\")"));
  free(out.text);
}

/* Whatever went wrong has an element and a type of its own; only what was not run is skipped. */
static void each_end_has_its_type(void **state) {
  (void)state;
  static const soi_junit_case ends[] = {
      {.name = "a", .verdict = SOI_VERDICT_FAILED},
      {.name = "b", .verdict = SOI_VERDICT_INCONCLUSIVE},
      {.name = "c", .verdict = SOI_VERDICT_INPUT},
      {.name = "d", .verdict = SOI_VERDICT_FAULT},
      {.name = "e", .verdict = SOI_VERDICT_OUT_OF_TIME},
      {.name = "f", .verdict = SOI_VERDICT_OUT_OF_TIME, .skipped = true, .message = "not run"},
      {.name = "g", .verdict = SOI_VERDICT_HELD, .seconds = 2.5, .properties = {facts, 2}},
  };
  const soi_junit_suite suite = {"s", 2.5, ends, 7, {facts, 2}};
  sheet out = {0};
  assert_true(soi_report_junit(&suite, 1, sheet_writer(&out)));
  assert_true(python_accepts(
      out.text, out.length,
      "import sys,xml.etree.ElementTree as E; s=E.parse(sys.stdin.buffer).getroot()[0];"
      "assert [s.get(k) for k in (\"tests\",\"failures\",\"errors\",\"skipped\")]==[\"7\",\"2\",\"3\",\"1\"],s.attrib;"
      "c=s.findall(\"testcase\");"
      "assert [(e.tag,e.get(\"type\")) for x in c[:6] for e in x]==[(\"failure\",\"expectation\"),(\"failure\",\"inconclusive\"),"
      "(\"error\",\"wrong input\"),(\"error\",\"fault\"),(\"error\",\"out of time\"),(\"skipped\",None)];"
      "assert all(x.get(\"time\") for x in c) and c[6].get(\"time\")==\"2.500\";"
      "of=lambda e:{p.get(\"name\"):p.get(\"value\") for p in e.find(\"properties\")};"
      "assert of(c[6])=={\"seed\":\"7\",\"wait.p90\":\"271.1 s\"};"
      "assert list(of(s))==[\"version\",\"seed\",\"wait.p90\"] and s[0].tag==\"properties\""));
  free(out.text);
}

static void nothing_is_well_formed_too(void **state) {
  (void)state;
  sheet out = {0};
  assert_true(soi_report_junit(NULL, 0, sheet_writer(&out)));
  assert_true(python_accepts(out.text, out.length, "import sys,xml.dom.minidom as d; d.parse(sys.stdin.buffer)"));
  free(out.text);
}

static void a_failing_writer_is_told(void **state) {
  (void)state;
  const soi_junit_suite suite = {"a", 1.0, cases, 4, {0}};
  sheet out = {.limit = 200};
  assert_false(soi_report_junit(&suite, 1, sheet_writer(&out)));
  free(out.text);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(it_is_well_formed),
      cmocka_unit_test(each_end_has_its_type),
      cmocka_unit_test(nothing_is_well_formed_too),
      cmocka_unit_test(a_failing_writer_is_told),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
