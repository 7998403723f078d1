/* soi import gtfs: the arrivals of public transport at a map's gates, as the timetables of a scenario. */
#include "import_gtfs.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "draft.h"
#include "gtfs.h"
#include "session.h"
#include "terminal.h"

static const double REACH = 150.0; /* m from a gate within which a stop of the feed is taken for it */

static soi_degrees *list_places(const soi_map_definition *map) {
  soi_degrees *const places = terminal_grow(NULL, (map->gates.count + 1) * sizeof *places);
  for (uint32_t i = 0; i < map->gates.count; ++i) {
    places[i] = soi_earth_place((soi_degrees){map->origin.latitude, map->origin.longitude}, map->gates.items[i].at);
  }
  return places;
}

/* A text between double quotes, as YAML has it. */
static char *quoted(const char *text) {
  char *const out = terminal_grow(NULL, 2 * strlen(text) + 3);
  char *to = out;
  *to++ = '"';
  for (; *text != '\0'; ++text) {
    if (*text == '"' || *text == '\\') { *to++ = '\\'; }
    const bool control = (unsigned char)*text < 0x20 || *text == 0x7f;
    if (!control || to[-1] != ' ') { *to++ = control ? ' ' : *text; }
  }
  *to++ = '"';
  *to = '\0';
  return out;
}

/* Times of arrival as a list. */
static char *times_of(const gtfs_arrivals *a) {
  char *const text = terminal_grow(NULL, 10 * (size_t)a->count + 1);
  char *to = text;
  *to = '\0';
  for (uint32_t i = 0; i < a->count; ++i) {
    const uint32_t t = a->times[i];
    to += sprintf(to, t % 60 == 0 ? "%s%02u:%02u" : "%s%02u:%02u:%02u", i == 0 ? "" : ",", t / 3600, t / 60 % 60, t % 60);
  }
  return text;
}

/* Timetables are named by their gate and numbered: route names make poor ids. */
static void add_timetables(draft *d, const soi_map_definition *map, const gtfs_answer *answer) {
  draft_add(d, "%s", "");
  draft_add(d, "timetables:");
  for (uint32_t i = 0; i < answer->count; ++i) {
    const gtfs_arrivals *const a = &answer->arrivals[i];
    char *const times = times_of(a), *const name = quoted(a->route[0] == '\0' ? "unnamed" : a->route);
    draft_add(d, "  %s-%u: {name: %s, times: [%s]}", map->gates.items[a->place].record.id, i + 1, name, times);
    free(times);
    free(name);
  }
}

enum { MORNING = 7, RUN = 2 }; /* h */

/* Arrivals from one full hour to another. */
static uint32_t arrivals_within(const gtfs_arrivals *a, uint32_t from, uint32_t to) {
  uint32_t within = 0;
  for (uint32_t i = 0; i < a->count; ++i) { within += a->times[i] >= from * 3600 && a->times[i] < to * 3600 ? 1 : 0; }
  return within;
}

static uint32_t all_within(const gtfs_answer *answer, uint32_t from, uint32_t to) {
  uint32_t all = 0;
  for (uint32_t i = 0; i < answer->count; ++i) { all += arrivals_within(&answer->arrivals[i], from, to); }
  return all;
}

/* The hour at which the run begins: in the morning, or where nothing comes then, the one after which most comes. */
static uint32_t best_start(const gtfs_answer *answer) {
  uint32_t best = MORNING, most_ = all_within(answer, MORNING, MORNING + RUN);
  for (uint32_t hour = 0; hour < 47 && (best != MORNING || most_ == 0); ++hour) {
    const uint32_t all = all_within(answer, hour, hour + 1) > 0 ? all_within(answer, hour, hour + RUN) : 0;
    best = all > most_ ? hour : best;
    most_ = all > most_ ? all : most_;
  }
  return best;
}

/* Flows of the timetables that bring somebody within the run. */
static void add_people(draft *d, const soi_map_definition *map, const gtfs_answer *answer, uint32_t start) {
  draft_add(d, "%s", "");
  draft_add(d, "pedestrians:                              # five people an arrival, to the next gate of the map: guesses");
  draft_add(d, "  flows:");
  for (uint32_t i = 0; i < answer->count && map->gates.count > 1; ++i) {
    const soi_gate_id gate = answer->arrivals[i].place;
    const char *const id = map->gates.items[gate].record.id;
    if (arrivals_within(&answer->arrivals[i], start, start + RUN) > 0) {
      draft_add(d, "    off-%s-%u: {from: %s, to: %s, timetable: %s-%u, per_arrival: 5, spread: 1 min}", id, i + 1, id,
                map->gates.items[(gate + 1) % map->gates.count].record.id, id, i + 1);
    }
  }
}

/* What the feed left open, a line each. */
static void tell_notes(FILE *stream, const gtfs_answer *answer) {
  for (int i = 0; i < GTFS_NOTE_COUNT; ++i) {
    const gtfs_noted *const n = &answer->notes[i];
    if (n->count > 0) { fprintf(stream, "  %6u %s (%s:%u)\n", n->count, gtfs_note_text((gtfs_note)i), n->table, n->line); }
  }
}

static void write_scenario(draft *d, const soi_map_definition *map, const gtfs_answer *answer, const char *feed, const char *map_path,
                           const char *common) {
  const uint32_t start = best_start(answer);
  char clock[8];
  (void)snprintf(clock, sizeof clock, "%02u:00", start % 100);
  draft_add(d, "# Arrivals at the gates of a map, written by soi import gtfs from %s for %04u-%02u-%02u.", terminal_visible(feed),
            answer->date / 10000, answer->date / 100 % 100, answer->date % 100);
  draft_add(d, "# The times are the feed's: name it as its licence asks. How many people come, and where they go, is not in it.");
  if (answer->notes[GTFS_INTERPOLATED].count > 0) {
    draft_add(d, "# %u %s.", answer->notes[GTFS_INTERPOLATED].count, gtfs_note_text(GTFS_INTERPOLATED));
  }
  draft_head(d, common, "Arrivals", map_path, clock, "2 h");
  add_timetables(d, map, answer);
  add_people(d, map, answer, start);
  draft_add(d, "%s", "");
  draft_add(d, "expect:");
  draft_add(d, "  - deadlocks <= 0");
}

/* Why the answer is empty: the stops are elsewhere, or come to nothing on the day. */
static void complain_of_nothing(const soi_map_definition *map, const gtfs_question *q, const gtfs_answer *a, const char *map_path) {
  char on[64] = "any day", more[128] = "";
  if (a->date != 0) { (void)snprintf(on, sizeof on, "%u", a->date); }
  if (a->near_stops == 0 && a->nearest_stop != NULL) {
    (void)snprintf(more, sizeof more, ", the nearest is '%.40s', %.*f %s from gate '%.30s'", a->nearest_stop, a->nearest < 9950.0 ? 0 : 1,
                   a->nearest < 9950.0 ? a->nearest : a->nearest * 1e-3, a->nearest < 9950.0 ? "m" : "km",
                   map->gates.items[a->nearest_place].record.id);
  } else if (a->first_date != 0) {
    (void)snprintf(more, sizeof more, ", with service between %u and %u", a->first_date, a->last_date);
  }
  terminal_complain("import",
                    "nothing of %s arrives within %.0f m of a gate of %s on %s (%u stops lie there%s); another date or map expected",
                    q->path, REACH, map_path, on, a->near_stops, more);
  tell_notes(stderr, a);
}

static int write_arrivals(const soi_map_definition *map, const tool_arguments *arguments, const gtfs_answer *answer, const char *feed) {
  const char *const map_path = arguments->values[OPTION_NEAR].text, *const output = arguments->values[OPTION_OUTPUT].text;
  const char *const common =
      arguments_given(arguments, OPTION_EXTENDS) ? arguments->values[OPTION_EXTENDS].text : "scenarios/common/vehicles.yaml";
  char beside[PATH_MAX], place[PATH_MAX];
  draft d = {.command = "import"};
  int code = SOI_VERDICT_INPUT;
  write_scenario(&d, map, answer, feed, draft_path(output, map_path, place), draft_path(output, common, beside));
  if (draft_settle(&d, output)) { code = draft_write(&d, output) ? SOI_VERDICT_HELD : SOI_VERDICT_FAULT; }
  draft_release(&d);
  if (code == SOI_VERDICT_HELD && !arguments_given(arguments, OPTION_QUIET)) {
    printf("%s: written, %u timetables of %u; it builds\n", terminal_visible(output), answer->count, answer->date);
    tell_notes(stdout, answer);
  }
  return code;
}

static int import_near(const soi_map_definition *map, const tool_arguments *arguments, uint32_t date) {
  soi_degrees *const places = list_places(map);
  const gtfs_question question = {arguments->operands[1], places, map->gates.count, REACH, date};
  gtfs_answer answer;
  int code = SOI_VERDICT_INPUT;
  if (!gtfs_read(&question, &answer)) {
    fprintf(stderr, "%s\n", terminal_visible(answer.error));
  } else if (map->gates.count == 0) {
    terminal_complain("import", "%s has no gates; a map with gates expected, at which arrivals can be",
                      arguments->values[OPTION_NEAR].text);
  } else if (answer.count == 0) {
    complain_of_nothing(map, &question, &answer, arguments->values[OPTION_NEAR].text);
  } else {
    code = write_arrivals(map, arguments, &answer, question.path);
  }
  gtfs_release(&answer);
  free(places);
  return code;
}

int import_gtfs_command(const tool_arguments *arguments) {
  const char *const date_text = arguments_given(arguments, OPTION_DATE) ? arguments->values[OPTION_DATE].text : NULL;
  const uint32_t date = date_text == NULL ? 0 : gtfs_read_date(date_text);
  if (!arguments_given(arguments, OPTION_NEAR) || !arguments_given(arguments, OPTION_OUTPUT)) {
    terminal_complain("import", "a map and a file to write to are due; expected --near maps/place.yaml --output FILE.yaml");
    return SOI_VERDICT_INPUT;
  }
  if (date_text != NULL && date == 0) {
    terminal_complain("import", "--date %s is no day of the calendar; expected one such as 2026-11-28", date_text);
    return SOI_VERDICT_INPUT;
  }
  tool_session session;
  int code = SOI_VERDICT_INPUT;
  if (session_load_map(&session, arguments->values[OPTION_NEAR].text)) {
    code = import_near(&session.definition.map, arguments, date);
  } else {
    session_complain(&session);
  }
  session_close(&session);
  return code;
}
