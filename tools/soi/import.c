/* soi import: a map from an OpenStreetMap extract, and the list of what had to be guessed. */
#include <stdlib.h>
#include <string.h>

#include "import.h"
#include "import_gtfs.h"
#include "stop.h"
#include "terminal.h"
#include "tool.h"

/* Four numbers of degrees with commas between them. */
static bool read_degrees(const char *text, double *box) {
  bool good = true;
  for (int i = 0; i < 4 && good; ++i) {
    char *end = NULL;
    box[i] = strtod(text, &end);
    good = end != text && *end == (i < 3 ? ',' : '\0') && box[i] >= -360.0 && box[i] <= 360.0;
    text = end + 1;
  }
  return good;
}

/* A box whose west lies east of its east reaches over the date line: then its east is beyond 180. Null, or what is wrong with it. */
static const char *read_box(const char *text, double *box) {
  if (!read_degrees(text, box)) {
    return "is no box; expected degrees west,south,east,north such as 100.52,13.73,100.54,13.75";
  }
  if (box[1] < -90.0 || box[1] > 90.0 || box[3] < -90.0 || box[3] > 90.0) {
    return "has a latitude beyond 90; expected degrees in the order west,south,east,north";
  }
  if (box[1] >= box[3]) {
    return box[1] == box[3] ? "has no height; expected degrees west,south,east,north" : "has its south north of its north; expected degrees west,south,east,north";
  }
  box[2] += box[2] < box[0] ? 360.0 : 0.0;
  if (box[2] - box[0] > 180.0) {
    return box[2] >= 180.0 ? "has its west east of its east, and does not reach over the date line; expected degrees west,south,east,north"
                           : "reaches round half the Earth; expected degrees west,south,east,north of a town";
  }
  return box[0] == box[2] ? "has no width; expected degrees west,south,east,north" : NULL;
}

/* The options as the importer wants them; mistakes are told. */
static bool read_options(const tool_arguments *arguments, import_options *wanted) {
  const char *const side = arguments_given(arguments, OPTION_DRIVE_ON) ? arguments->values[OPTION_DRIVE_ON].text : NULL;
  *wanted = (import_options){.path = arguments->operands[1]};
  if (strcmp(arguments->operands[0], "osm") != 0) {
    static const char *const known[] = {"osm", "gtfs"};
    const char *const near = soi_text_nearest(arguments->operands[0], known, 2);
    terminal_complain("import", "'%s' is not a kind of data; expected osm or gtfs%s%s", arguments->operands[0],
                      near != NULL ? "; did you mean " : "", near != NULL ? near : "");
    return false;
  }
  if (!arguments_given(arguments, OPTION_OUTPUT)) {
    terminal_complain("import", "no map to write to; expected --output MAP.yaml");
    return false;
  }
  if (arguments_given(arguments, OPTION_BBOX)) {
    wanted->has_box = true;
    const char *const wrong = read_box(arguments->values[OPTION_BBOX].text, wanted->box);
    if (wrong != NULL) {
      terminal_complain("import", "--bbox %s %s", arguments->values[OPTION_BBOX].text, wrong);
      return false;
    }
  }
  if (side != NULL && strcmp(side, "left") != 0 && strcmp(side, "right") != 0) {
    terminal_complain("import", "--drive-on %s is no side; expected left or right", side);
    return false;
  }
  wanted->drive_on = side == NULL ? IMPORT_SIDE_FOUND : side[0] == 'l' ? IMPORT_SIDE_LEFT : IMPORT_SIDE_RIGHT;
  wanted->patch = arguments_given(arguments, OPTION_PATCH) ? arguments->values[OPTION_PATCH].text : NULL;
  return true;
}

static bool write_text(const char *path, const char *text, size_t length) {
  soi_file file;
  soi_writer writer;
  stop_heed();
  if (!soi_file_begin(&file, path, &writer)) {
    terminal_complain("import", "cannot write %s", path);
    return false;
  }
  (void)writer.write(writer.context, text, length);
  if (!soi_file_commit(&file)) {
    terminal_complain("import", "cannot write %s", path);
    return false;
  }
  return true;
}

/* The guesses, one a line. */
static char *guesses_text(const import_result *result) {
  char *text = terminal_copy("");
  size_t length = 0;
  for (uint32_t i = 0; i < result->guess_count; ++i) {
    const guess *const g = &result->guesses[i];
    char *const line = terminal_format("%-9s %c%lld at %.6f, %.6f: %s\n", guess_kind_name(g->kind), g->type, (long long)g->osm, g->latitude,
                                       g->longitude, g->text);
    const size_t more = strlen(line);
    text = terminal_grow(text, length + more + 1);
    memcpy(text + length, line, more + 1);
    length += more;
    free(line);
  }
  return text;
}

static bool write_guesses(const char *path, import_result *result) {
  const char *const end = strrchr(path, '.');
  if (end != NULL && (strcmp(end, ".json") == 0 || strcmp(end, ".geojson") == 0)) {
    const char *const text = strcmp(end, ".json") == 0 ? guesses_json(result) : guesses_geojson(result);
    return write_text(path, text, strlen(text));
  }
  char *const text = guesses_text(result);
  const bool written = write_text(path, text, strlen(text));
  free(text);
  return written;
}

static void print_totals(const import_result *result) {
  static const char *const meanings[GUESS_KIND_COUNT] = {
    [GUESS_LANES] = "numbers of lanes assumed by class",       [GUESS_SPEED] = "speed limits assumed by class",
    [GUESS_SIDEWALK] = "roads given sidewalks",                [GUESS_CROSSING] = "crossings moved, or ways cut for want of room",
    [GUESS_PLAN] = "signal plans invented",                    [GUESS_MERGED] = "junctions merged of several nodes",
    [GUESS_SHORTENED] = "things moved or drawn smaller to fit", [GUESS_HEIGHT] = "heights of buildings assumed",
    [GUESS_LEVEL] = "levels assumed",                          [GUESS_REPAIRED] = "repairs of the data",
    [GUESS_DROPPED] = "things left out",                       [GUESS_SIDE] = "side of the road assumed",
  };
  printf("%u guesses\n", result->guess_count);
  for (int kind = 0; kind < GUESS_KIND_COUNT; ++kind) {
    if (result->guess_totals[kind] > 0) {
      printf("  %6u %-10s %s\n", result->guess_totals[kind], guess_kind_name((guess_kind)kind), meanings[kind]);
    }
  }
}

int import_command(const tool_arguments *arguments) {
  stop_at_once();
  if (strcmp(arguments->operands[0], "gtfs") == 0) {
    return import_gtfs_command(arguments);
  }
  import_options wanted;
  if (!read_options(arguments, &wanted)) {
    return SOI_VERDICT_INPUT;
  }
  import_result result;
  int code = SOI_VERDICT_HELD;
  if (!import_osm(&wanted, &result)) {
    fprintf(stderr, "%s\n", result.error);
    code = SOI_VERDICT_INPUT;
  } else if (!write_text(arguments->values[OPTION_OUTPUT].text, result.text, result.length) ||
             (arguments_given(arguments, OPTION_GUESSES) && !write_guesses(arguments->values[OPTION_GUESSES].text, &result))) {
    code = SOI_VERDICT_FAULT;
  } else if (!arguments_given(arguments, OPTION_QUIET)) {
    printf("%s: written, it builds\n", arguments->values[OPTION_OUTPUT].text);
    print_totals(&result);
  }
  import_release(&result);
  return code;
}
