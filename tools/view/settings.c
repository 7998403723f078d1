#include "settings.h"

#include <stdio.h>
#include <string.h>

#include "draw.h"
#include "terminal.h"

/* "08:05" or "08:05:30"; -1 when it is none. */
static double read_clock(const char *text) {
  unsigned hour, minute, second = 0;
  int used = 0;
  if (sscanf(text, "%2u:%2u%n", &hour, &minute, &used) != 2) return -1.0;
  if (text[used] == ':') {
    int more = 0;
    if (sscanf(text + used, ":%2u%n", &second, &more) != 1) return -1.0;
    used += more;
  }
  return text[used] == '\0' && hour <= 48 && minute < 60 && second < 60 ? hour * 3600.0 + minute * 60.0 + second : -1.0;
}

static bool take_clock(const tool_arguments *arguments, option_id option, double *clock) {
  *clock = -1.0;
  if (!arguments_given(arguments, option)) return true;
  *clock = read_clock(arguments->values[option].text);
  if (*clock >= 0.0) return true;
  terminal_complain("view", "--%s: '%s' is not a time of day; expected HH:MM or HH:MM:SS", options[option].name, arguments->values[option].text);
  return false;
}

static bool take_size(settings *self, const tool_arguments *arguments) {
  self->width = 1280, self->height = 720;
  if (!arguments_given(arguments, OPTION_SIZE)) return true;
  const char *const text = arguments->values[OPTION_SIZE].text;
  int used = 0;
  if (sscanf(text, "%dx%d%n", &self->width, &self->height, &used) == 2 && text[used] == '\0' && self->width >= 16 && self->height >= 16 &&
      self->width <= 16384 && self->height <= 16384) return true;
  terminal_complain("view", "--size: '%s' is not a size; expected WIDTHxHEIGHT in pixels, 16x16 to 16384x16384", text);
  return false;
}

static bool take_speed(settings *self, const tool_arguments *arguments) {
  self->speed = 1.0;
  if (!arguments_given(arguments, OPTION_SPEED)) return true;
  int used = 0;
  const char *const text = arguments->values[OPTION_SPEED].text;
  if (sscanf(text, "%lf%n", &self->speed, &used) == 1 && text[used] == '\0' && self->speed >= 0.125 && self->speed <= 1000.0) return true;
  terminal_complain("view", "--speed: '%s' is not a speed; expected a number from 0.125 to 1000", text);
  return false;
}

static bool take_theme(settings *self, const tool_arguments *arguments) {
  if (!arguments_given(arguments, OPTION_THEME)) return true;
  const char *const text = arguments->values[OPTION_THEME].text;
  self->dark = strcmp(text, "dark") == 0;
  if (self->dark || strcmp(text, "light") == 0) return true;
  terminal_complain("view", "--theme: '%s' is no theme; expected light or dark", text);
  return false;
}

static bool take_quality(settings *self, const tool_arguments *arguments) {
  self->quality = -1;
  if (!arguments_given(arguments, OPTION_QUALITY)) return true;
  const uint64_t level = arguments->values[OPTION_QUALITY].number;
  self->quality = (int)level;
  if (level < DRAW_QUALITIES) return true;
  terminal_complain("view", "--quality: %llu is no quality; expected 0 (best) to %d (quickest)", (unsigned long long)level, DRAW_QUALITIES - 1);
  return false;
}

/* A picture's time and its file belong together. */
static bool take_picture(settings *self, const tool_arguments *arguments) {
  self->picture = arguments->operand_count > 1 ? arguments->operands[1] : NULL;
  if (!arguments_given(arguments, OPTION_SCREENSHOT)) {
    if (self->picture == NULL) return true;
    terminal_complain("view", "'%s' is one operand too many; a picture's file goes with --screenshot TIME", self->picture);
    return false;
  }
  double clock;
  const bool known = take_clock(arguments, OPTION_SCREENSHOT, &clock);
  if (known) self->from = clock;
  if (self->picture == NULL) terminal_complain("view", "--screenshot: the picture's file is missing; expected soi view SCENARIO --screenshot TIME PICTURE");
  return known && self->picture != NULL;
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
  self->camera = arguments_given(arguments, OPTION_CAMERA) ? arguments->values[OPTION_CAMERA].text : "oblique";
  self->video = arguments_given(arguments, OPTION_VIDEO) ? arguments->values[OPTION_VIDEO].text : NULL;
  self->rate = arguments_given(arguments, OPTION_FRAME_RATE) ? (uint32_t)arguments->values[OPTION_FRAME_RATE].number : 30;
  self->measure = arguments_given(arguments, OPTION_MEASURE) ? (uint32_t)arguments->values[OPTION_MEASURE].number : 0;
  return fine;
}
