/* The lists of event.h as tables: what is known of each kind of event, cause, refusal and command. */
#include <soi/world.h>

#define NAME(symbol, name, ...) name,
#define WORDS(symbol, name, words) words,
#define CAUSE_WORDS(symbol, name, of, wait, colour, ...) {__VA_ARGS__},
#define CAUSE_OF(symbol, name, of, ...) SOI_OF_##of,
#define TARGET(symbol, name, target, ...) target,
#define TEXT_OF(function, count, ...) \
  const char *function(uint32_t i) { \
    static const char *const texts[] = {__VA_ARGS__}; \
    return i < (uint32_t)(count) ? texts[i] : ""; \
  }

TEXT_OF(soi_cause_name, SOI_CAUSE_COUNT, SOI_CAUSES(NAME))
TEXT_OF(soi_refusal_name, SOI_REFUSAL_COUNT, SOI_REFUSALS(NAME))
TEXT_OF(soi_refusal_words, SOI_REFUSAL_COUNT, SOI_REFUSALS(WORDS))
TEXT_OF(soi_command_name, SOI_COMMAND_KINDS, "", SOI_COMMANDS(NAME))
TEXT_OF(soi_command_target, SOI_COMMAND_KINDS, "", SOI_COMMANDS(TARGET))

const soi_event_info *soi_event_info_of(uint32_t kind) {
/* clang-format off */
#define ROW(symbol, name, a, b, value, unit, level, told, mark, ...) \
  {name, a, b, value, unit, SOI_LEVEL_##level, SOI_TOLD_##told, SOI_MARK_##mark, {__VA_ARGS__}},
  static const soi_event_info rows[SOI_EVENT_KINDS] = {
      {"", "", "", "", "", SOI_LEVEL_INFO, SOI_TOLD_NOWHERE, SOI_MARK_NO, {"", "", ""}}, SOI_EVENTS(ROW)};
#undef ROW
  /* clang-format on */
  return &rows[kind < SOI_EVENT_KINDS ? kind : SOI_EVENT_NONE];
}

const char *soi_event_name(uint32_t kind) { return soi_event_info_of(kind)->name; }

const char *soi_cause_words_in(uint32_t language, uint32_t cause) {
  static const char *const words[SOI_CAUSE_COUNT][SOI_LANGUAGES] = {SOI_CAUSES(CAUSE_WORDS)};
  return cause < SOI_CAUSE_COUNT && language < SOI_LANGUAGES ? words[cause][language] : "";
}

const char *soi_cause_words(uint32_t cause) { return soi_cause_words_in(0, cause); }

soi_cause_of soi_cause_waits_for(uint32_t cause) {
  static const soi_cause_of of[SOI_CAUSE_COUNT] = {SOI_CAUSES(CAUSE_OF)};
  return cause < SOI_CAUSE_COUNT ? of[cause] : SOI_OF_NOTHING;
}
