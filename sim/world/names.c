/* Names of event kinds and causes, from the lists in event.h, and of commands. */
#include <soi/world.h>

const char *soi_event_name(uint32_t kind) {
#define NAME(symbol, name, a, b, value) name,
  static const char *const names[] = {"", SOI_EVENTS(NAME)};
#undef NAME
  return kind < SOI_EVENT_KINDS ? names[kind] : "";
}

const char *soi_cause_name(uint32_t cause) {
#define NAME(symbol, name, words) name,
  static const char *const names[] = {SOI_CAUSES(NAME)};
#undef NAME
  return cause < SOI_CAUSE_COUNT ? names[cause] : "";
}

const char *soi_cause_words(uint32_t cause) {
#define WORDS(symbol, name, words) words,
  static const char *const list[] = {SOI_CAUSES(WORDS)};
#undef WORDS
  return cause < SOI_CAUSE_COUNT ? list[cause] : "";
}

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
