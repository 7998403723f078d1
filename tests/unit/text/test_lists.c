/* The lists of event.h: no row lacks what a reader of a report, a log or the view needs. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <soi/event.h>
#include <soi/world.h>

#define AMONG(word, ...) among(word, (const char *const[]){__VA_ARGS__, NULL})

static bool among(const char *word, const char *const *words) {
  while (*words != NULL && strcmp(*words, word) != 0) { ++words; }
  return *words != NULL;
}

/* Words that are not empty and no other language's; in them stands nothing that the event does not have. */
static void check_words(const soi_event_info *info, uint32_t language) {
  const char *const words = info->words[language];
  if (words == NULL || words[0] == '\0') { fail_msg("%s has no words in language %u", info->name, language); }
  for (uint32_t other = 0; other < language; ++other) {
    if (strcmp(words, info->words[other]) == 0) { fail_msg("%s: '%s' in languages %u and %u", info->name, words, other, language); }
  }
  if ((words[0] == '[') != (strchr(words, '|') != NULL)) { fail_msg("%s: '%s' has half a condition", info->name, words); }
  if (words[0] == '[' && strncmp(words, "[cart]", 6) != 0 && strncmp(words, "[value]", 7) != 0) { fail_msg("%s: '%s'", info->name, words); }
  for (const char *at = words; (at = strchr(at, '{')) != NULL; ++at) {
    const bool good = strncmp(at, "{a}", 3) == 0       ? info->a[0] != '\0'
                      : strncmp(at, "{b}", 3) == 0     ? info->b[0] != '\0'
                      : strncmp(at, "{value}", 7) == 0 ? info->unit[0] != '\0'
                                                       : false;
    if (!good) { fail_msg("%s: '%s' speaks of what the event does not have", info->name, words); }
  }
}

/* Of all languages the same is told. */
static void check_alike(const soi_event_info *info) {
  for (uint32_t language = 1; language < SOI_LANGUAGES; ++language) {
    for (size_t i = 0; i < 3; ++i) {
      const char *const part = (const char *const[]){"{a}", "{b}", "{value}"}[i];
      const bool here = strstr(info->words[language], part) != NULL, there = strstr(info->words[0], part) != NULL;
      if (here != there) { fail_msg("%s: %s is told in one of '%s' and '%s'", info->name, part, info->words[0], info->words[language]); }
    }
  }
}

static void every_event_can_be_told(void **state) {
  (void)state;
  for (uint32_t kind = 1; kind < SOI_EVENT_KINDS; ++kind) {
    const soi_event_info *const info = soi_event_info_of(kind);
    assert_true(info->name[0] != '\0');
    for (uint32_t other = 1; other < kind; ++other) { assert_string_not_equal(info->name, soi_event_name(other)); }
    for (int second = 0; second < 2; ++second) {
      const char *const label = second ? info->b : info->a;
      const bool known =
          AMONG(label, "", "vehicle", "person", "cart", "flow", "stop", "depot", "lane", "connector", "crossing", "zone", "signal") ||
          AMONG(label, "riders", "members", "cause", "target", "command", "incident", "reason");
      if (!known) { fail_msg("%s: nothing is known of '%s'", info->name, label); }
    }
    if (info->a[0] == '\0' && info->b[0] != '\0') { fail_msg("%s has a second party and no first", info->name); }
    if (!AMONG(info->unit, "", "s", "m/s", "m/s2", "mm/h", "share")) { fail_msg("%s: '%s' is no unit", info->name, info->unit); }
    if (info->mark != SOI_MARK_NO && info->told == SOI_TOLD_NOWHERE) { fail_msg("%s has a mark of what is not told", info->name); }
    for (uint32_t language = 0; language < SOI_LANGUAGES; ++language) { check_words(info, language); }
    check_alike(info);
  }
  assert_string_equal(soi_event_name(SOI_EVENT_KINDS), "");
  assert_string_equal(soi_event_info_of(SOI_EVENT_HARD_BRAKE)->unit, "m/s2");
  assert_int_equal(soi_event_info_of(SOI_EVENT_COLLISION)->level, SOI_LEVEL_ERROR);
}

static void every_cause_can_be_told(void **state) {
  (void)state;
  for (uint32_t cause = 0; cause < SOI_CAUSE_COUNT; ++cause) {
    assert_true(soi_cause_name(cause)[0] != '\0');
    for (uint32_t language = 0; language < SOI_LANGUAGES; ++language) {
      if (strlen(soi_cause_words_in(language, cause)) < 4) { fail_msg("%s has no words in language %u", soi_cause_name(cause), language); }
    }
  }
  assert_string_equal(soi_cause_words_in(0, SOI_CAUSE_COUNT), "");
  assert_int_equal(soi_cause_waits_for(SOI_CAUSE_LEADER), SOI_OF_VEHICLE);
}

static void every_command_can_be_told(void **state) {
  (void)state;
  for (uint32_t kind = 1; kind < SOI_COMMAND_KINDS; ++kind) {
    assert_true(soi_command_name(kind)[0] != '\0');
    for (uint32_t other = 1; other < kind; ++other) { assert_string_not_equal(soi_command_name(kind), soi_command_name(other)); }
    const char *const target = soi_command_target(kind);
    if (!AMONG(target, "", "cart", "lane", "crowd", "gate", "vehicle")) {
      fail_msg("%s: nothing is known of '%s'", soi_command_name(kind), target);
    }
  }
  assert_string_equal(soi_command_name(SOI_COMMAND_KINDS), "");
  assert_string_equal(soi_command_target(SOI_COMMAND_PARK), "lane");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(every_event_can_be_told),
      cmocka_unit_test(every_cause_can_be_told),
      cmocka_unit_test(every_command_can_be_told),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
