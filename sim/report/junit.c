/* JUnit XML, in the form that CI servers read: testsuites, testsuite, testcase, failure or error. An inconclusive case is a
 * failure too: "skipped" would pass unseen, and is only said of what was not run. */
#include "digits.h"
#include "names.h"
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
    if (!bare || forbidden) {
      soi_page_put(page, "\xef\xbf\xbd", 3);
    } else if (c == '&') {
      soi_page_text(page, "&amp;");
    } else if (c == '<') {
      soi_page_text(page, "&lt;");
    } else if (c == '>') {
      soi_page_text(page, "&gt;");
    } else if (c == '"') {
      soi_page_text(page, "&quot;");
    } else if (c < 0x20) {
      soi_page_print(page, "&#%u;", (unsigned)c);
    } else {
      soi_page_put(page, at, length);
    }
    at += length == 0 ? 1 : length;
  }
}

static void put_attribute(soi_page *page, const char *name, const char *value) {
  soi_page_print(page, " %s=\"", name);
  put_escaped(page, value);
  soi_page_text(page, "\"");
}

typedef struct tally {
  uint32_t tests, failures, errors, skipped;
  double seconds;
} tally;

/* The element below a case that did not hold, or null. */
static const char *element_of(const soi_junit_case *what) {
  if (what->skipped) { return "skipped"; }
  if (what->verdict == SOI_VERDICT_HELD) { return NULL; }
  return what->verdict == SOI_VERDICT_FAILED || what->verdict == SOI_VERDICT_INCONCLUSIVE ? "failure" : "error";
}

static void add_suite(tally *sum, const soi_junit_suite *suite) {
  sum->tests += suite->count;
  sum->seconds += suite->seconds;
  for (uint32_t i = 0; i < suite->count; ++i) {
    const char *const element = element_of(&suite->cases[i]);
    if (element == NULL) { continue; }
    ++*(element[0] == 's' ? &sum->skipped : element[0] == 'e' ? &sum->errors : &sum->failures);
  }
}

static void put_tally(soi_page *page, tally sum) {
  soi_page_print(page, " tests=\"%u\" failures=\"%u\" errors=\"%u\" skipped=\"%u\" time=\"%.3f\"", sum.tests, sum.failures, sum.errors,
                 sum.skipped, sum.seconds);
}

static void put_property(soi_page *page, const soi_junit_property *property) {
  const char *const unit = soi_unit_symbol(property->unit);
  char digits[SOI_DIGITS_SIZE], value[SOI_QUANTITY_SIZE] = "";
  if (property->text == NULL) {
    soi_digits_measured(digits, property->value);
    soi_text_print(value, sizeof value, "%s%s%s", digits, *unit == '\0' ? "" : " ", unit);
  }
  soi_page_text(page, "        <property");
  put_attribute(page, "name", property->name);
  put_attribute(page, "value", property->text == NULL ? value : property->text);
  soi_page_text(page, "/>\n");
}

/* The first, if not null, and the others; nothing at all when there is none. */
static void put_properties(soi_page *page, const soi_junit_property *first, const soi_junit_properties *others) {
  if (first == NULL && others->count == 0) { return; }
  soi_page_text(page, "      <properties>\n");
  if (first != NULL) { put_property(page, first); }
  for (uint32_t i = 0; i < others->count; ++i) { put_property(page, &others->items[i]); }
  soi_page_text(page, "      </properties>\n");
}

static void put_case(soi_page *page, const soi_junit_suite *suite, const soi_junit_case *what) {
  const char *const element = element_of(what);
  soi_page_text(page, "    <testcase");
  put_attribute(page, "name", what->name);
  put_attribute(page, "classname", suite->name);
  soi_page_print(page, " time=\"%.3f\"", what->seconds);
  if (element == NULL && what->properties.count == 0) {
    soi_page_text(page, "/>\n");
    return;
  }
  soi_page_text(page, ">\n");
  put_properties(page, NULL, &what->properties);
  if (element != NULL) {
    const char *const message = what->message == NULL ? "" : what->message;
    soi_page_print(page, "      <%s", element);
    if (!what->skipped) {
      put_attribute(page, "type", what->verdict == SOI_VERDICT_FAILED ? "expectation" : soi_verdict_name(what->verdict));
    }
    put_attribute(page, "message", message);
    soi_page_text(page, ">");
    put_escaped(page, message);
    soi_page_print(page, "</%s>\n", element);
  }
  soi_page_text(page, "    </testcase>\n");
}

bool soi_report_junit(const soi_junit_suite *suites, uint32_t count, soi_writer writer) {
  const soi_junit_property version = {.name = "version", .text = soi_version()};
  soi_page page = soi_page_begin(writer);
  tally all = {0};
  for (uint32_t i = 0; i < count; ++i) { add_suite(&all, &suites[i]); }
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
    put_properties(&page, &version, &suites[i].properties);
    for (uint32_t j = 0; j < suites[i].count; ++j) { put_case(&page, &suites[i], &suites[i].cases[j]); }
    soi_page_text(&page, "  </testsuite>\n");
  }
  soi_page_text(&page, "</testsuites>\n");
  return soi_page_end(&page);
}
