#include "settings.h"

#include <soi/metrics.h>
#include <stdio.h>
#include <string.h>

#include "draw.h"
#include "terminal.h"

static bool take_clock(const tool_arguments *arguments, option_id option, double *clock) {
  *clock = -1.0;
  if (!arguments_given(arguments, option)) { return true; }
  if (soi_unit_read(SOI_UNIT_CLOCK, arguments->values[option].text, clock)) { return true; }
  terminal_complain("view", "--%s: '%s' is not a time of day; expected HH:MM or HH:MM:SS", options[option].name,
                    arguments->values[option].text);
  return false;
}

static bool take_size(settings *self, const tool_arguments *arguments) {
  self->width = 1280, self->height = 720;
  if (!arguments_given(arguments, OPTION_SIZE)) { return true; }
  const char *const text = arguments->values[OPTION_SIZE].text;
  int used = 0;
  if (sscanf(text, "%dx%d%n", &self->width, &self->height, &used) == 2 && text[used] == '\0' && self->width >= 16 && self->height >= 16 &&
      self->width <= 16384 && self->height <= 16384) {
    return true;
  }
  terminal_complain("view", "--size: '%s' is not a size; expected WIDTHxHEIGHT in pixels, 16x16 to 16384x16384", text);
  return false;
}

static bool take_speed(settings *self, const tool_arguments *arguments) {
  self->speed = 1.0;
  if (!arguments_given(arguments, OPTION_SPEED)) { return true; }
  int used = 0;
  const char *const text = arguments->values[OPTION_SPEED].text;
  if (sscanf(text, "%lf%n", &self->speed, &used) == 1 && text[used] == '\0' && self->speed >= 0.125 && self->speed <= 1000.0) {
    return true;
  }
  terminal_complain("view", "--speed: '%s' is not a speed; expected a number from 0.125 to 1000", text);
  return false;
}

static bool take_theme(settings *self, const tool_arguments *arguments) {
  if (!arguments_given(arguments, OPTION_THEME)) { return true; }
  const char *const text = arguments->values[OPTION_THEME].text;
  self->dark = strcmp(text, "dark") == 0;
  if (self->dark || strcmp(text, "light") == 0) { return true; }
  terminal_complain("view", "--theme: '%s' is no theme; expected light or dark", text);
  return false;
}

/* The place of a word in a list that ends with null; -1 after a message. */
static int take_word(const tool_arguments *arguments, option_id option, const char *const *words) {
  if (!arguments_given(arguments, option)) { return 0; }
  const char *const text = arguments->values[option].text;
  for (int i = 0; words[i] != NULL; ++i) {
    if (strcmp(words[i], text) == 0) { return i; }
  }
  terminal_complain("view", "--%s: '%s' is not known; expected one of: %s", options[option].name, text, options[option].words);
  return -1;
}

/* The bit of the overlay of a name; 0 when there is none. */
static unsigned overlay_named(const char *name, size_t length) {
  const panels_overlay_row *row;
  for (uint32_t i = 0; (row = panels_overlay_at(i)) != NULL; ++i) {
    if (row->name != NULL && strlen(row->name) == length && strncmp(row->name, name, length) == 0) { return 1u << i; }
  }
  return 0;
}

/* Words with commas between them. */
static bool take_overlays(settings *self, const tool_arguments *arguments) {
  self->overlays = OVERLAYS_USUAL;
  if (!arguments_given(arguments, OPTION_SHOW)) { return true; }
  for (const char *at = arguments->values[OPTION_SHOW].text; *at != '\0';) {
    const size_t length = strcspn(at, ",");
    const unsigned overlay = overlay_named(at, length);
    if (overlay == 0) {
      terminal_complain("view", "--show: '%.*s' is not known; expected some of: %s", (int)length, at, options[OPTION_SHOW].words);
      return false;
    }
    self->overlays |= overlay;
    at += length + (at[length] == ',' ? 1 : 0);
  }
  return true;
}

static bool take_panels(settings *self, const tool_arguments *arguments) {
  static const char *const languages[] = {"en", "th", "ja", NULL}, *const sets[] = {"audience", "engineer", "none", NULL};
  const int language = take_word(arguments, OPTION_LANGUAGE, languages), set = take_word(arguments, OPTION_PANELS, sets);
  self->language = (panels_language)(language > 0 ? language : 0);
  self->panels = set == 1 ? PANELS_ENGINEER : PANELS_LAY;
  self->bare = set == 2;
  self->kiosk = arguments_given(arguments, OPTION_KIOSK);
  self->tour = self->kiosk || arguments_given(arguments, OPTION_TOUR);
  return take_overlays(self, arguments) && language >= 0 && set >= 0;
}

static bool take_quality(settings *self, const tool_arguments *arguments) {
  self->quality = -1;
  if (!arguments_given(arguments, OPTION_QUALITY)) { return true; }
  const uint64_t level = arguments->values[OPTION_QUALITY].number;
  self->quality = (int)level;
  if (level < DRAW_QUALITIES) { return true; }
  terminal_complain("view", "--quality: %llu is no quality; expected 0 (best) to %d (quickest)", (unsigned long long)level,
                    DRAW_QUALITIES - 1);
  return false;
}

/* A picture's time and its file belong together. */
static bool take_picture(settings *self, const tool_arguments *arguments) {
  self->picture = arguments->operand_count > 1 ? arguments->operands[1] : NULL;
  if (!arguments_given(arguments, OPTION_SCREENSHOT)) {
    if (self->picture == NULL) { return true; }
    terminal_complain("view", "'%s' is one operand too many; a picture's file goes with --screenshot TIME", self->picture);
    return false;
  }
  double clock;
  const bool known = take_clock(arguments, OPTION_SCREENSHOT, &clock);
  if (known) { self->from = clock; }
  if (self->picture == NULL) {
    terminal_complain("view", "--screenshot: the picture's file is missing; expected soi view SCENARIO --screenshot TIME PICTURE");
  }
  return known && self->picture != NULL;
}

/* One thing is made at a time, and what only a film heeds goes with a film. */
static bool check_together(const settings *self, const tool_arguments *arguments) {
  static const option_id of_film[] = {OPTION_TO, OPTION_FRAME_RATE};
  bool fine = (self->picture != NULL) + (self->video != NULL) + (self->measure > 0) <= 1;
  if (!fine) { terminal_complain("view", "expected one of --screenshot, --video and --measure, not several"); }
  for (size_t i = 0; i < sizeof of_film / sizeof *of_film; ++i) {
    if (self->video != NULL || !arguments_given(arguments, of_film[i])) { continue; }
    terminal_complain("view", "--%s is of a film; expected it with --video FILE", options[of_film[i]].name);
    fine = false;
  }
  if (self->to >= 0.0 && self->from >= 0.0 && self->to <= self->from) {
    terminal_complain("view", "--to: the film would end before it begins; expected a time after --from");
    fine = false;
  }
  return fine;
}

bool settings_read(settings *self, const tool_arguments *arguments) {
  *self = (settings){.scenario = arguments->operands[0]};
  bool fine = take_clock(arguments, OPTION_FROM, &self->from);
  fine = take_clock(arguments, OPTION_TO, &self->to) && fine;
  fine = take_picture(self, arguments) && fine;
  fine = take_size(self, arguments) && fine;
  fine = take_speed(self, arguments) && fine;
  fine = take_theme(self, arguments) && fine;
  fine = take_quality(self, arguments) && fine;
  fine = take_panels(self, arguments) && fine;
  self->camera = arguments_given(arguments, OPTION_CAMERA) ? arguments->values[OPTION_CAMERA].text : "oblique";
  self->record = arguments_given(arguments, OPTION_RECORD) ? arguments->values[OPTION_RECORD].text : NULL;
  self->video = arguments_given(arguments, OPTION_VIDEO) ? arguments->values[OPTION_VIDEO].text : NULL;
  self->rate = arguments_given(arguments, OPTION_FRAME_RATE) ? (uint32_t)arguments->values[OPTION_FRAME_RATE].number : 30;
  self->beside = arguments_given(arguments, OPTION_BESIDE) ? arguments->values[OPTION_BESIDE].text : NULL;
  self->display = arguments_given(arguments, OPTION_DISPLAY) ? (int)arguments->values[OPTION_DISPLAY].number : 0;
  self->measure = arguments_given(arguments, OPTION_MEASURE) ? (uint32_t)arguments->values[OPTION_MEASURE].number : 0;
  return check_together(self, arguments) && fine;
}
