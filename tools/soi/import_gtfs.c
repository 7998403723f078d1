/* soi import gtfs: the arrivals of public transport at a map's gates, as the timetables of a scenario. */
#include "import_gtfs.h"

#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "draft.h"
#include "gtfs.h"
#include "session.h"
#include "terminal.h"

static const double REACH = 150.0; /* m from a gate within which a stop of the feed is taken for it */

/* Where the map's gates lie on Earth: on the plane that touches the ellipsoid (WGS 84) at the map's origin. */
static gtfs_place *list_places(const soi_map_definition *map) {
  gtfs_place *const places = terminal_grow(NULL, (map->gates.count + 1) * sizeof *places);
  const double radian = 3.14159265358979323846 / 180.0, axis = 6378137.0, e2 = 0.00669437999014;
  const double latitude = map->origin.latitude / radian, longitude = map->origin.longitude / radian;
  const double sine = sin(latitude * radian), root = sqrt(1.0 - e2 * sine * sine);
  for (uint32_t i = 0; i < map->gates.count; ++i) {
    const soi_point at = map->gates.items[i].at;
    places[i] = (gtfs_place){latitude + at.y / (radian * axis * (1.0 - e2) / (root * root * root)),
                             longitude + at.x / (radian * axis / root * cos(latitude * radian))};
  }
  return places;
}

/* A date as 2026-11-28 or 20261128; 0 when it is neither. */
static uint32_t read_date(const char *text) {
  unsigned year, month, day;
  char rest;
  const bool dashed = sscanf(text, "%4u-%2u-%2u%c", &year, &month, &day, &rest) == 3;
  const bool plain = !dashed && strlen(text) == 8 && sscanf(text, "%4u%2u%2u%c", &year, &month, &day, &rest) == 3;
  return (dashed || plain) && year > 1900 && month >= 1 && month <= 12 && day >= 1 && day <= 31 ? year * 10000 + month * 100 + day : 0;
}

/* A text between double quotes, as YAML has it. */
static char *quoted(const char *text) {
  char *const out = terminal_grow(NULL, 2 * strlen(text) + 3);
  char *to = out;
  *to++ = '"';
  for (; *text != '\0'; ++text) {
    if (*text == '"' || *text == '\\') *to++ = '\\';
    *to++ = (unsigned char)*text < 0x20 ? ' ' : *text;
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

static void add_people(draft *d, const soi_map_definition *map, const gtfs_answer *answer) {
  draft_add(d, "%s", "");
  draft_add(d, "pedestrians:                              # five people an arrival, to the next gate of the map: guesses");
  draft_add(d, "  flows:");
  for (uint32_t i = 0; i < answer->count && map->gates.count > 1; ++i) {
    const uint32_t gate = answer->arrivals[i].place;
    const char *const id = map->gates.items[gate].record.id;
    draft_add(d, "    off-%s-%u: {from: %s, to: %s, timetable: %s-%u, per_arrival: 5, spread: 1 min}", id, i + 1, id,
              map->gates.items[(gate + 1) % map->gates.count].record.id, id, i + 1);
  }
}

static void write_scenario(draft *d, const soi_map_definition *map, const gtfs_answer *answer, const char *feed, const char *map_path,
                           const char *common) {
  draft_add(d, "# Arrivals at the gates of a map, written by soi import gtfs from %s for %04u-%02u-%02u.", feed, answer->date / 10000,
            answer->date / 100 % 100, answer->date % 100);
  draft_add(d, "# The times are the feed's: name it as its licence asks. How many people come, and where they go, is not in it.");
  draft_head(d, common, "Arrivals", map_path, "07:00", "2 h");
  add_timetables(d, map, answer);
  add_people(d, map, answer);
  draft_add(d, "%s", "");
  draft_add(d, "expect:");
  draft_add(d, "  - deadlocks <= 0");
}

static int import_near(const soi_map_definition *map, const tool_arguments *arguments, uint32_t date) {
  const char *const map_path = arguments->values[OPTION_NEAR].text, *const output = arguments->values[OPTION_OUTPUT].text;
  const char *const common = arguments_given(arguments, OPTION_EXTENDS) ? arguments->values[OPTION_EXTENDS].text : "scenarios/common/vehicles.yaml";
  gtfs_place *const places = list_places(map);
  const gtfs_question question = {arguments->operands[1], places, map->gates.count, REACH, date};
  gtfs_answer answer;
  int code = SOI_VERDICT_INPUT;
  if (!gtfs_read(&question, &answer)) {
    fprintf(stderr, "%s\n", answer.error);
  } else if (answer.count == 0) {
    terminal_complain("import", "nothing of %s arrives within %.0f m of a gate of %s on %u (%u stops lie there); another date or map expected",
                      question.path, REACH, map_path, answer.date, answer.near_stops);
  } else {
    char beside[PATH_MAX], place[PATH_MAX];
    draft d = {.count = 0};
    write_scenario(&d, map, &answer, question.path, draft_path(output, map_path, place), draft_path(output, common, beside));
    if (draft_settle(&d, output)) {
      code = draft_write(&d, "import", output) ? SOI_VERDICT_HELD : SOI_VERDICT_FAULT;
    }
    draft_release(&d);
    if (code == SOI_VERDICT_HELD && !arguments_given(arguments, OPTION_QUIET)) {
      printf("%s: written, %u timetables of %u; it builds\n", output, answer.count, answer.date);
    }
  }
  gtfs_release(&answer);
  free(places);
  return code;
}

int import_gtfs_command(const tool_arguments *arguments) {
  const char *const date_text = arguments_given(arguments, OPTION_DATE) ? arguments->values[OPTION_DATE].text : NULL;
  const uint32_t date = date_text == NULL ? 0 : read_date(date_text);
  if (!arguments_given(arguments, OPTION_NEAR) || !arguments_given(arguments, OPTION_OUTPUT)) {
    terminal_complain("import", "a map and a file to write to are due; expected --near maps/place.yaml --output FILE.yaml");
    return SOI_VERDICT_INPUT;
  }
  if (date_text != NULL && date == 0) {
    terminal_complain("import", "--date %s is no date; expected one such as 2026-11-28", date_text);
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
