/* JUnit XML, in the form that CI servers read: testsuites, testsuite, testcase, failure or error. An inconclusive case is a
 * failure too: "skipped" would pass unseen. */
#include <soi/observe.h>

#include "digits.h"
#include "page.h"
#include "text.h"

/* Text as XML takes it, in attributes and between tags. XML 1.0 has no way to write most control characters. */
static void put_escaped(soi_page *page, const char *text) {
  for (const char *at = text; *at != '\0';) {
    const size_t length = soi_utf8_length(at);
    const unsigned char c = (unsigned char)*at;
    const bool bare = length > 0 && (c >= 0x20 || c == '\t' || c == '\n' || c == '\r');
    /* U+FFFE and U+FFFF are UTF-8 but no XML. */
    const bool forbidden = length == 3 && c == 0xef && (unsigned char)at[1] == 0xbf && (unsigned char)at[2] >= 0xbe;
    if (!bare || forbidden) soi_page_put(page, "\xef\xbf\xbd", 3);
    else if (c == '&') soi_page_text(page, "&amp;");
    else if (c == '<') soi_page_text(page, "&lt;");
    else if (c == '>') soi_page_text(page, "&gt;");
    else if (c == '"') soi_page_text(page, "&quot;");
    else if (c < 0x20) soi_page_print(page, "&#%u;", (unsigned)c);
    else soi_page_put(page, at, length);
    at += length == 0 ? 1 : length;
  }
}

static void put_attribute(soi_page *page, const char *name, const char *value) {
  soi_page_print(page, " %s=\"", name);
  put_escaped(page, value);
  soi_page_text(page, "\"");
}

typedef struct tally {
  uint32_t tests, failures, errors;
  double seconds;
} tally;

static void add_suite(tally *sum, const soi_junit_suite *suite) {
  sum->tests += suite->count;
  sum->seconds += suite->seconds;
  for (uint32_t i = 0; i < suite->count; ++i) {
    if (suite->cases[i].error) ++sum->errors;
    else if (suite->cases[i].judgement != SOI_HELD) ++sum->failures;
  }
}

static void put_tally(soi_page *page, tally sum) {
  soi_page_print(page, " tests=\"%u\" failures=\"%u\" errors=\"%u\" skipped=\"0\" time=\"%.3f\"", sum.tests, sum.failures,
                 sum.errors, sum.seconds);
}

static void put_case(soi_page *page, const soi_junit_suite *suite, const soi_junit_case *what) {
  soi_page_text(page, "    <testcase");
  put_attribute(page, "name", what->name);
  put_attribute(page, "classname", suite->name);
  if (!what->error && what->judgement == SOI_HELD) {
    soi_page_text(page, "/>\n");
    return;
  }
  const char *const element = what->error ? "error" : "failure";
  soi_page_print(page, ">\n      <%s", element);
  put_attribute(page, "type", what->error ? "fault" : what->judgement == SOI_INCONCLUSIVE ? "inconclusive" : "expectation");
  put_attribute(page, "message", what->message == NULL ? "" : what->message);
  soi_page_text(page, ">");
  put_escaped(page, what->message == NULL ? "" : what->message);
  soi_page_print(page, "</%s>\n    </testcase>\n", element);
}

bool soi_report_junit(const soi_junit_suite *suites, uint32_t count, soi_writer writer) {
  soi_page page = soi_page_begin(writer);
  tally all = {0};
  for (uint32_t i = 0; i < count; ++i) add_suite(&all, &suites[i]);
  soi_page_text(&page, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"soi\"");
  put_tally(&page, all);
  soi_page_text(&page, ">\n");
  for (uint32_t i = 0; i < count; ++i) {
    tally own = {0};
    add_suite(&own, &suites[i]);
    soi_page_text(&page, "  <testsuite");
    put_attribute(&page, "name", suites[i].name);
    put_tally(&page, own);
    soi_page_text(&page, ">\n");
    for (uint32_t j = 0; j < suites[i].count; ++j) put_case(&page, &suites[i], &suites[i].cases[j]);
    soi_page_text(&page, "  </testsuite>\n");
  }
  soi_page_text(&page, "</testsuites>\n");
  return soi_page_end(&page);
}
