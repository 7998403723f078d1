/* soi import: a map from an OpenStreetMap extract, and the list of what had to be guessed. */
#include <stdlib.h>
#include <string.h>

#include <unistd.h>

#include "import.h"
#include "import_gtfs.h"
#include "output.h"
#include "propose.h"
#include "session.h"
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
  if (!read_degrees(text, box)) { return "is no box; expected degrees west,south,east,north such as 100.52,13.73,100.54,13.75"; }
  if (box[1] < -90.0 || box[1] > 90.0 || box[3] < -90.0 || box[3] > 90.0) {
    return "has a latitude beyond 90; expected degrees in the order west,south,east,north";
  }
  if (box[1] >= box[3]) {
    return box[1] == box[3] ? "has no height; expected degrees west,south,east,north"
                            : "has its south north of its north; expected degrees west,south,east,north";
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
    terminal_complain("import", "'%s' is not a kind of data; expected osm or gtfs%s%s%s", arguments->operands[0],
                      near != NULL ? "; did you mean " : "", near != NULL ? near : "", near != NULL ? "?" : "");
    return false;
  }
  if (!arguments_given(arguments, OPTION_OUTPUT)) {
    terminal_complain("import", "no map to write to; expected --output MAP.yaml");
    return false;
  }
  if (arguments_given(arguments, OPTION_PROPOSE) && arguments->values[OPTION_PROPOSE].number < 2) {
    terminal_complain("import", "--propose 1 makes no route; expected two stops or more");
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

/* Mistakes, one a line. */
static void tell(const char *mistakes) {
  for (const char *at = mistakes; at != NULL; at = strchr(at, '\n') == NULL ? NULL : strchr(at, '\n') + 1) {
    char *const line = terminal_format("%.*s", (int)strcspn(at, "\n"), at);
    fprintf(stderr, "%s\n", terminal_visible(line));
    free(line);
  }
}

static bool write_guesses(const char *path, const findings *found) {
  const char *const end = strrchr(path, '.') != NULL ? strrchr(path, '.') : "";
  const char *const text = strcmp(end, ".json") == 0      ? guesses_json(found)
                           : strcmp(end, ".geojson") == 0 ? guesses_geojson(found)
                                                          : guesses_text(found);
  return output_bytes(path, text, strlen(text));
}

static void print_totals(const import_result *result) {
  static const char *const meanings[GUESS_KIND_COUNT] = {
      [GUESS_LANES] = "numbers of lanes assumed by class",
      [GUESS_SPEED] = "speed limits assumed by class",
      [GUESS_SIDEWALK] = "roads given sidewalks",
      [GUESS_CROSSING] = "crossings moved, or ways cut for want of room",
      [GUESS_PLAN] = "signal plans invented",
      [GUESS_MERGED] = "junctions merged of several nodes",
      [GUESS_SHORTENED] = "things moved or drawn smaller to fit",
      [GUESS_HEIGHT] = "heights of buildings assumed",
      [GUESS_LEVEL] = "levels assumed",
      [GUESS_REPAIRED] = "repairs of the data",
      [GUESS_DROPPED] = "things left out",
      [GUESS_SIDE] = "side of the road assumed",
  };
  printf("%u guesses\n", result->found.guesses.count);
  for (int kind = 0; kind < GUESS_KIND_COUNT; ++kind) {
    if (result->found.totals[kind] > 0) {
      printf("  %6u %-10s %s\n", result->found.totals[kind], guess_kind_name((guess_kind)kind), meanings[kind]);
    }
  }
}

/* --- a first route --------------------------------------------------------------------------------------------------- */

/* What a proposal that nobody has changed since begins with, up to the hash of what follows. */
static const char proposed[] = "# Proposed by soi import osm --propose; as long as nobody changes this file it may be written anew: ";

static uint64_t hash_of(const char *text) {
  uint64_t hash = 14695981039346656037u; /* FNV-1a */
  for (; *text != '\0'; ++text) { hash = (hash ^ (unsigned char)*text) * 1099511628211u; }
  return hash;
}

/* The whole text of a file; null when there is none. */
static char *read_whole(const char *path) {
  FILE *const file = fopen(path, "rb");
  char *text = NULL;
  size_t length = 0, got = file == NULL ? 0 : 1;
  while (got > 0) {
    text = terminal_grow(text, length + 4097);
    got = fread(text + length, 1, 4096, file);
    length += got;
    text[length] = '\0';
  }
  if (file != NULL) { (void)fclose(file); }
  return text;
}

/* Whether something stands in a file that a person may have written. */
static bool is_kept(const char *path) {
  char *const text = read_whole(path);
  const char *const rest = text == NULL ? NULL : strchr(text, '\n');
  const bool own = rest != NULL && strncmp(text, proposed, sizeof proposed - 1) == 0 &&
                   strtoull(text + sizeof proposed - 1, NULL, 16) == hash_of(rest + 1);
  free(text);
  return text != NULL && !own;
}

/* Where the proposal goes: the patch that is named and not there yet, else beside the map. Free it. */
static char *proposal_path(const import_options *wanted, const char *output) {
  if (wanted->patch != NULL && access(wanted->patch, F_OK) != 0) { return terminal_copy(wanted->patch); }
  const char *const end = strrchr(output, '.'), *const slash = strrchr(output, '/');
  const size_t length = end == NULL || (slash != NULL && end < slash) ? strlen(output) : (size_t)(end - output);
  return terminal_format("%.*s-patch.yaml", (int)length, output);
}

/* The proposal for an imported map: what the patch file is to hold, corrections that were given first. Null when there is none: told. */
static char *propose(const import_options *wanted, const import_result *result, uint32_t stops, char **summary) {
  soi_definition definition = {.share = NULL};
  soi_arena arena = soi_arena_make(soi_memory_libc());
  soi_errors errors = {.arena = &arena};
  soi_model *const model = soi_load_map_text(&definition, "import", result->text, result->length, &errors)
                               ? soi_model_build(&definition, soi_memory_libc(), &errors)
                               : NULL;
  SOI_ASSERT(model != NULL);
  const proposal p = propose_route(&arena, &definition, model, stops);
  char *text = NULL;
  if (p.text == NULL) {
    terminal_complain("import", "--propose: %s", p.why);
  } else {
    char *const before = wanted->patch == NULL ? NULL : read_whole(wanted->patch);
    char *const body =
        terminal_format("%s%s# Every place is a guess, near gates and buildings: move what you like, then import with --patch.\n%s",
                        before == NULL ? "" : before, before == NULL ? "" : "\n---\n", p.text);
    text = terminal_format("%s%016llx\n%s", proposed, (unsigned long long)hash_of(body), body);
    *summary = terminal_format("%u stop%s%s, a depot and a loop of %.1f min", p.stops, p.stops == 1 ? "" : "s",
                               p.stops < stops ? " (there is room for no more on one loop)" : "", p.time / 60.0);
    free(before);
    free(body);
  }
  soi_model_release(model);
  soi_definition_release(&definition);
  soi_arena_release(&arena);
  return text;
}

/* Imports again with what is proposed, and writes that. The exit code. */
static int import_proposed(const import_options *wanted, const tool_arguments *arguments, import_result *result) {
  const char *const output = arguments->values[OPTION_OUTPUT].text;
  char *const path = proposal_path(wanted, output), *summary = NULL, *text = NULL;
  int code = SOI_VERDICT_INPUT;
  if (is_kept(path)) {
    terminal_complain("import", "--propose: %s is there already, perhaps with changes of yours; another file expected, --patch NEW.yaml",
                      path);
  } else if ((text = propose(wanted, result, (uint32_t)arguments->values[OPTION_PROPOSE].number, &summary)) != NULL) {
    import_options again = *wanted;
    again.patch = path;
    again.patch_text = text;
    import_release(result);
    if (!import_osm(&again, result)) {
      tell(result->found.error);
    } else {
      code = output_bytes(path, text, strlen(text)) ? SOI_VERDICT_HELD : SOI_VERDICT_FAULT;
    }
  }
  if (code == SOI_VERDICT_HELD && !arguments_given(arguments, OPTION_QUIET)) {
    printf("%s: written, %s\n", terminal_visible(path), summary);
  }
  free(summary);
  free(text);
  free(path);
  return code;
}

/* --- the command ----------------------------------------------------------------------------------------------------- */

int import_command(const tool_arguments *arguments) {
  if (strcmp(arguments->operands[0], "gtfs") == 0) { return import_gtfs_command(arguments); }
  import_options wanted;
  if (!read_options(arguments, &wanted)) { return SOI_VERDICT_INPUT; }
  import_result result;
  int code = SOI_VERDICT_HELD;
  import_options first = wanted;
  const bool proposes = arguments_given(arguments, OPTION_PROPOSE);
  if (proposes && wanted.patch != NULL && access(wanted.patch, F_OK) != 0) { first.patch = NULL; /* it is to be written */ }
  if (!import_osm(&first, &result)) {
    tell(result.found.error);
    code = SOI_VERDICT_INPUT;
  } else if (proposes) {
    code = import_proposed(&wanted, arguments, &result);
  }
  if (code != SOI_VERDICT_HELD) {
    /* told */
  } else if (!output_bytes(arguments->values[OPTION_OUTPUT].text, result.text, result.length) ||
             (arguments_given(arguments, OPTION_GUESSES) && !write_guesses(arguments->values[OPTION_GUESSES].text, &result.found))) {
    code = SOI_VERDICT_FAULT;
  } else if (!arguments_given(arguments, OPTION_QUIET)) {
    printf("%s: written, it builds\n", terminal_visible(arguments->values[OPTION_OUTPUT].text));
    print_totals(&result);
  }
  import_release(&result);
  return code;
}
