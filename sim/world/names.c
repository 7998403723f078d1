/* Names of event kinds and causes, from the lists in event.h, and of refusals and commands. */
#include <soi/world.h>

#define NAME(symbol, name, ...) name,
#define WORDS(symbol, name, words) words,
#define TEXT_OF(function, count, ...) \
  const char *function(uint32_t i) { \
    static const char *const texts[] = {__VA_ARGS__}; \
    return i < (uint32_t)(count) ? texts[i] : ""; \
  }

TEXT_OF(soi_event_name, SOI_EVENT_KINDS, "", SOI_EVENTS(NAME))
TEXT_OF(soi_cause_name, SOI_CAUSE_COUNT, SOI_CAUSES(NAME))
TEXT_OF(soi_cause_words, SOI_CAUSE_COUNT, SOI_CAUSES(WORDS))
TEXT_OF(soi_refusal_name, SOI_REFUSAL_COUNT, SOI_REFUSALS(NAME))
TEXT_OF(soi_refusal_words, SOI_REFUSAL_COUNT, SOI_REFUSALS(WORDS))

const char *soi_command_name(uint32_t kind) {
  static const char *const names[SOI_COMMAND_KINDS] = {
      [SOI_COMMAND_NONE] = "",
      [SOI_COMMAND_BREAKDOWN] = "breakdown",
      [SOI_COMMAND_REPAIR] = "repair",
      [SOI_COMMAND_CLOSE_LANE] = "close lane",
      [SOI_COMMAND_OPEN_LANE] = "open lane",
      [SOI_COMMAND_RAIN] = "rain",
      [SOI_COMMAND_CROWD] = "crowd",
      [SOI_COMMAND_PEDESTRIAN] = "pedestrian",
      [SOI_COMMAND_PARK] = "park",
      [SOI_COMMAND_DRIVE_OFF] = "drive off",
  };
  return kind < SOI_COMMAND_KINDS ? names[kind] : "";
}
