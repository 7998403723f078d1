/* soi new: a starting point for a scenario on any map, with everything the map offers in it: carts where it has a route and a depot,
 * traffic between the ends of its greatest roads, people between its gates. It is tried before it is written: flows for which the
 * map has no way are left out, so what is written runs at once. */
#include <limits.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "session.h"
#include "terminal.h"
#include "tool.h"

enum { MOST_ENDS = 4, MOST_GATES = 6, MOST_CARTS = 3, MOST_LINES = 128, ROUNDS = 8 };

/* The scenario as lines, so that the ones that do not hold can be taken out. */
typedef struct draft {
  char *lines[MOST_LINES];
  uint32_t count;
} draft;

static void add_line(draft *d, const char *format, ...) SOI_FORMAT(2, 3);
static void add_line(draft *d, const char *format, ...) {
  char text[2 * PATH_MAX];
  va_list list;
  va_start(list, format);
  (void)vsnprintf(text, sizeof text, format, list);
  va_end(list);
  SOI_ASSERT(d->count < MOST_LINES);
  d->lines[d->count++] = terminal_copy(text);
}

static char *draft_text(const draft *d) {
  size_t length = 1;
  for (uint32_t i = 0; i < d->count; ++i) {
    length += strlen(d->lines[i]) + 1;
  }
  char *const text = terminal_grow(NULL, length);
  char *to = text;
  for (uint32_t i = 0; i < d->count; ++i) {
    to = stpcpy(stpcpy(to, d->lines[i]), "\n");
  }
  *to = '\0';
  return text;
}

static void draft_release(draft *d) {
  for (uint32_t i = 0; i < d->count; ++i) {
    free(d->lines[i]);
  }
}

/* --- what the map offers --------------------------------------------------------------------------------------------- */

/* The ends of the map's greatest roads where traffic comes in, or leaves. */
static uint32_t list_ends(const soi_map_definition *map, bool entries, const char **ends) {
  uint32_t *const roads = terminal_grow(NULL, (map->nodes.count + 1) * sizeof *roads);
  memset(roads, 0, (map->nodes.count + 1) * sizeof *roads);
  for (uint32_t i = 0; i < map->roads.count; ++i) {
    ++roads[map->roads.items[i].from];
    ++roads[map->roads.items[i].to];
  }
  uint32_t count = 0;
  for (int class_ = SOI_ROAD_TRUNK; class_ >= 0; --class_) {
    for (uint32_t i = 0; i < map->roads.count; ++i) {
      const soi_road_definition *const road = &map->roads.items[i];
      const soi_reference nodes[2] = {road->from, road->to};
      for (uint32_t end = 0; end < 2 && count < MOST_ENDS; ++end) {
        const bool forward = (end == 0) == entries; /* from its first node traffic comes in forward */
        if ((int)road->road_class == class_ && roads[nodes[end]] == 1 && (forward ? road->lanes_forward : road->lanes_backward) > 0) {
          ends[count++] = map->nodes.items[nodes[end] - 1].record.id;
        }
      }
    }
  }
  free(roads);
  return count;
}

static void add_traffic(draft *d, const soi_map_definition *map) {
  const char *from[MOST_ENDS], *to[MOST_ENDS];
  const uint32_t entries = list_ends(map, true, from), exits = list_ends(map, false, to);
  add_line(d, "%s", "");
  add_line(d, "traffic:                                  # vehicles between the ends of the greatest roads");
  add_line(d, "  flows:");
  for (uint32_t i = 0; i < entries * exits; ++i) {
    if (strcmp(from[i / exits], to[i % exits]) != 0) {
      add_line(d, "    drive-%u-%u: {from: %s, to: %s, rate: 40 /h}", i / exits + 1, i % exits + 1, from[i / exits], to[i % exits]);
    }
  }
}

/* People between some gates that are spread over the list, each to the next but skip. */
static void add_flows(draft *d, const soi_map_definition *map, const char *id, uint32_t skip, const char *more) {
  const uint32_t count = map->gates.count < MOST_GATES ? map->gates.count : MOST_GATES;
  add_line(d, "  flows:");
  for (uint32_t i = 0; i < count && count > 1; ++i) {
    const uint32_t to = (i + 1 + skip % (count - 1)) % count;
    add_line(d, "    %s-%u: {from: %s, to: %s, %s}", id, i + 1, map->gates.items[i * map->gates.count / count].record.id,
             map->gates.items[to * map->gates.count / count].record.id, more);
  }
}

static void add_people(draft *d, const soi_map_definition *map) {
  add_line(d, "%s", "");
  add_line(d, "pedestrians:                              # people who walk from gate to gate");
  add_flows(d, map, "walk", 0, "rate: 60 /h");
}

static void add_passengers(draft *d, const soi_map_definition *map) {
  add_line(d, "%s", "");
  add_line(d, "passengers:                               # people who want to ride");
  add_flows(d, map, "ride", 1, "rate: 6 /h, patience: 20 min");
}

/* Carts on the first route, where the map has one and a depot; else where to write them. */
static bool add_service(draft *d, const soi_map_definition *map) {
  add_line(d, "%s", "");
  if (map->routes.count == 0 || map->depots.count == 0) {
    add_line(d, "# The map has no %s yet. Add stops, a depot and a route to it, or to the patch file it is imported with; then",
             map->routes.count == 0 ? "route" : "depot");
    add_line(d, "# write this scenario again, or add a fleet here:");
    add_line(d, "# fleet:");
    add_line(d, "#   cart-1: {type: cart6, route: ROUTE, depot: DEPOT}");
    return false;
  }
  const soi_route_definition *const route = &map->routes.items[0];
  const soi_depot_definition *const depot = &map->depots.items[0];
  add_line(d, "fleet:                                    # carts on the route, which leave the depot one after the other");
  for (uint32_t i = 0; i < MOST_CARTS && i < depot->places; ++i) {
    add_line(d, "  cart-%u: {type: cart6, route: %s, depot: %s, start: 08:%02u}", i + 1, route->record.id, depot->record.id, 4 * i);
  }
  add_line(d, "service: {hold_stop: %s, hold: even_headway}   # early carts wait there", map->stops.items[route->stops.items[0] - 1].record.id);
  add_passengers(d, map);
  return true;
}

static void write_draft(draft *d, const soi_map_definition *map, const char *map_path, const char *common) {
  add_line(d, "# A starting point, written by soi new scenario. Every count is a guess: put your own in its place.");
  add_line(d, "# soi describe KEY explains any key, and soi metrics lists what can be expected.");
  add_line(d, "extends: %s", common);
  add_line(d, "name: A new scenario");
  add_line(d, "map: %s", map_path);
  add_line(d, "start: 08:00");
  add_line(d, "duration: 1 h");
  add_line(d, "warmup: 10 min                            # left out of every figure");
  add_line(d, "seed: 1");
  const bool carts = add_service(d, map);
  add_traffic(d, map);
  add_people(d, map);
  add_line(d, "%s", "");
  add_line(d, "expect:                                   # what must hold: a metric, a comparison, a limit");
  add_line(d, "  - collisions.lawful <= 0");
  add_line(d, "  - deadlocks <= 0");
  if (carts) {
    add_line(d, "  - wait.p90 <= 30 min");
  }
}

/* --- trying it ------------------------------------------------------------------------------------------------------- */

static bool is_flow(const char *line) { return strncmp(line, "    ", 4) == 0 && strchr(line, '{') != NULL; }

static void take_out(draft *d, uint32_t first, uint32_t count) {
  for (uint32_t i = first; i < first + count; ++i) {
    free(d->lines[i]);
  }
  memmove(&d->lines[first], &d->lines[first + count], (d->count - first - count) * sizeof *d->lines);
  d->count -= count;
}

/* A section that is left without flows goes, with the empty line before it. */
static void drop_empty_sections(draft *d) {
  for (uint32_t i = d->count; i-- > 2;) {
    if (strcmp(d->lines[i], "  flows:") == 0 && (i + 1 == d->count || !is_flow(d->lines[i + 1]))) {
      take_out(d, i - 2, 3);
      i = i > 2 ? i - 2 : 2;
    }
  }
}

/* Takes out the flows that the errors name; returns how many. */
static uint32_t drop_impossible(draft *d, const soi_errors *errors) {
  uint32_t dropped = 0;
  for (uint32_t i = errors->count; i-- > 0;) {
    const uint32_t line = errors->items[i].mark.line;
    const bool again = i + 1 < errors->count && errors->items[i + 1].mark.line == line;
    if (line > 0 && line <= d->count && !again && is_flow(d->lines[line - 1])) {
      take_out(d, line - 1, 1);
      ++dropped;
    }
  }
  drop_empty_sections(d);
  return dropped;
}

static void complain(const soi_definition *definition, const soi_errors *errors) {
  for (uint32_t i = 0; i < errors->count; ++i) {
    char message[1024];
    (void)soi_error_text(definition, &errors->items[i], message, sizeof message);
    fprintf(stderr, "%s\n", message);
  }
}

/* Builds the draft, leaving out what has no way, until the rest builds. */
static bool settle(draft *d, const char *path) {
  bool built = false;
  drop_empty_sections(d);
  for (int round = 0; round < ROUNDS && !built; ++round) {
    soi_definition definition;
    soi_definition_init(&definition, soi_memory_libc());
    soi_errors errors = {.arena = &definition.arena};
    char *const text = draft_text(d);
    soi_model *const model = soi_load_scenario_text(&definition, path, text, strlen(text), NULL, 0, &errors)
                               ? soi_model_build(&definition, soi_memory_libc(), &errors) : NULL;
    built = model != NULL;
    const bool helpless = !built && drop_impossible(d, &errors) == 0;
    if (helpless || (!built && round + 1 == ROUNDS)) {
      complain(&definition, &errors);
      round = ROUNDS;
    }
    free(text);
    soi_model_release(model);
    soi_definition_release(&definition);
  }
  return built;
}

/* --- the command ----------------------------------------------------------------------------------------------------- */

/* The whole path of the folder a file lies in; false when there is no such folder. */
static bool folder_of(const char *file, char *whole) {
  char folder[PATH_MAX];
  const char *const slash = strrchr(file, '/');
  const size_t length = slash == NULL ? 0 : (size_t)(slash - file) + 1;
  if (length >= sizeof folder) {
    return false;
  }
  memcpy(folder, file, length);
  strcpy(folder + length, ".");
  return realpath(folder, whole) != NULL;
}

/* A path as it must stand in a file, from the file's own folder. As given when either does not exist: then the error tells. */
static const char *path_from(const char *file, const char *path, char *out) {
  char folder[PATH_MAX], whole[PATH_MAX];
  if (path[0] == '/' || !folder_of(file, folder) || realpath(path, whole) == NULL) {
    return path;
  }
  size_t same = 0; /* the length of the part they share, up to a slash */
  for (size_t i = 0; folder[i] == whole[i] || (folder[i] == '\0' && whole[i] == '/'); ++i) {
    same = whole[i] == '/' ? i : same;
    if (folder[i] == '\0') break;
  }
  char *to = out;
  *to = '\0';
  for (const char *at = strchr(folder + same, '/'); at != NULL && to - out < PATH_MAX / 2; at = strchr(at + 1, '/')) {
    to = stpcpy(to, "../");
  }
  (void)strncat(to, whole + same + 1, PATH_MAX / 2);
  return out;
}

static bool write_file(const char *path, const draft *d) {
  soi_file file;
  soi_writer writer;
  char *const text = draft_text(d);
  bool written = soi_file_begin(&file, path, &writer);
  if (written) {
    (void)writer.write(writer.context, text, strlen(text));
    written = soi_file_commit(&file);
  }
  free(text);
  if (!written) {
    terminal_complain("new", "cannot write %s", path);
  }
  return written;
}

/* Writes a scenario for the map of a session to output. */
static int new_scenario(const soi_map_definition *map, const char *map_path, const char *common, const char *output) {
  char beside[PATH_MAX], place[PATH_MAX];
  draft d = {.count = 0};
  write_draft(&d, map, path_from(output, map_path, place), path_from(output, common, beside));
  int code = SOI_VERDICT_INPUT;
  if (settle(&d, output)) {
    code = write_file(output, &d) ? SOI_VERDICT_HELD : SOI_VERDICT_FAULT;
  }
  draft_release(&d);
  if (code == SOI_VERDICT_HELD) {
    printf("%s: written, it builds; try: soi run %s\n", output, output);
  }
  return code;
}

int new_command(const tool_arguments *arguments) {
  if (strcmp(arguments->operands[0], "scenario") != 0) {
    terminal_complain("new", "'%s' cannot be made; expected scenario", arguments->operands[0]);
    return SOI_VERDICT_INPUT;
  }
  if (!arguments_given(arguments, OPTION_MAP_FILE) || !arguments_given(arguments, OPTION_OUTPUT)) {
    terminal_complain("new", "a map and a file to write to are due; expected --map maps/place.yaml --output FILE.yaml");
    return SOI_VERDICT_INPUT;
  }
  const char *const map_path = arguments->values[OPTION_MAP_FILE].text;
  const char *const common = arguments_given(arguments, OPTION_EXTENDS) ? arguments->values[OPTION_EXTENDS].text : "scenarios/common/vehicles.yaml";
  tool_session session;
  int code = SOI_VERDICT_INPUT;
  if (session_load_map(&session, map_path)) {
    code = new_scenario(&session.definition.map, map_path, common, arguments->values[OPTION_OUTPUT].text);
  } else {
    session_complain(&session);
  }
  session_close(&session);
  return code;
}
