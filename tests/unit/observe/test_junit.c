/* JUnit: well-formed to somebody else's parser, counts that add up, and nothing inconclusive that looks like a pass. */
#define _POSIX_C_SOURCE 200809L
#include "stage.h"

static const soi_junit_case cases[] = {
  {.name = "wait.p90 <= 6 min", .judgement = SOI_FAILED, .message = "wait.p90 is 7.2 min; expected <= 6 min"},
  {.name = "collisions.cart == 0", .judgement = SOI_HELD},
  {.name = "trip.p95 <= 30 min", .judgement = SOI_INCONCLUSIVE, .message = "trip.p95 has no samples; expected <= 30 min"},
  {.name = "run", .judgement = SOI_FAILED, .error = true,
   .message = "it \"crashed\" & <burned>\x1b[0m \xff \xef\xbf\xbf\t\n' \xe0\xb8\x8b"},
};

static void it_is_well_formed(void **state) {
  (void)state;
  const soi_junit_suite suites[] = {{"scenarios/a<b>&\"c\".yaml", 1.25, cases, 4}, {"empty", 0.5, NULL, 0}};
  sheet out = {0};
  assert_true(soi_report_junit(suites, 2, sheet_writer(&out)));
  assert_true(python_accepts(out.text, out.length,
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

static void nothing_is_well_formed_too(void **state) {
  (void)state;
  sheet out = {0};
  assert_true(soi_report_junit(NULL, 0, sheet_writer(&out)));
  assert_true(python_accepts(out.text, out.length, "import sys,xml.dom.minidom as d; d.parse(sys.stdin.buffer)"));
  free(out.text);
}

static void a_failing_writer_is_told(void **state) {
  (void)state;
  const soi_junit_suite suite = {"a", 1.0, cases, 4};
  sheet out = {.limit = 200};
  assert_false(soi_report_junit(&suite, 1, sheet_writer(&out)));
  free(out.text);
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(it_is_well_formed),
    cmocka_unit_test(nothing_is_well_formed_too),
    cmocka_unit_test(a_failing_writer_is_told),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
