/* Makes arrivals of the tables of a GTFS feed. Of a feed of any size only what concerns the places is kept: the stops near them, and the
 * calls of the trips that have one of these. Times may pass 24:00, so a day has the late trips of the day before, too; trips may stand
 * for many, one every so often. */
#include "gtfs.h"

#include <math.h>
#include <string.h>

#include "gtfs_days.h"
#include "gtfs_table.h"

enum { DAY = 86400, TODAY = 1, YESTERDAY = 2, MOST_ARRIVALS = 1 << 20 };

const char *gtfs_note_text(gtfs_note note) {
  static const char *const texts[GTFS_NOTE_COUNT] = {
      [GTFS_INTERPOLATED] = "stops without a time, interpolated between timed ones",
      [GTFS_UNTIMED] = "stops without a time before a trip's first or after its last one, left out",
      [GTFS_TIME] = "times that cannot be read, taken as none",
      [GTFS_MIDNIGHT] = "times that go back by half a day or more, taken as after midnight",
      [GTFS_PLACE] = "stops without a place on Earth, left out",
      [GTFS_DATE] = "dates that are no day of the calendar, left out with their lines",
      [GTFS_PERIOD] = "services that end before they begin, left out",
      [GTFS_SERVICE] = "trips of a service that has no days, left out",
      [GTFS_FREQUENCY] = "frequencies without a trip, times or headway, left out",
      [GTFS_TWICE] = "lines that stand twice, one kept",
      [GTFS_QUOTE] = "quotes that are never closed, read as letters",
  };
  return texts[note];
}

/* --- dates, times and counts --------------------------------------------------------------------------------------------- */

/* Digits alone, at most nine. */
static bool read_count(const char *text, uint32_t *count) {
  const size_t digits = strspn(text, "0123456789");
  *count = digits > 0 && digits < 10 ? (uint32_t)strtoul(text, NULL, 10) : 0;
  return digits > 0 && digits < 10 && text[digits] == '\0';
}

uint32_t gtfs_read_date(const char *text) {
  char plain[9] = "";
  const bool dashed = strlen(text) == 10 && text[4] == '-' && text[7] == '-';
  uint32_t date;
  if (dashed || strlen(text) == 8) {
    memcpy(plain, text, 4);
    memcpy(plain + 4, text + (dashed ? 5 : 4), 2);
    memcpy(plain + 6, text + (dashed ? 8 : 6), 2);
  }
  const bool is_date = strlen(plain) == 8 && read_count(plain, &date) && date > 19000000 && date % 10000 >= 101 && date % 10000 < 1300 &&
                       date % 100 > 0 && gtfs_date(gtfs_day(date)) == date;
  return is_date ? date : 0;
}

/* H:MM:SS or H:MM, hours beyond 24 included; NONE for no time. */
static uint32_t read_time(const char *text) {
  uint32_t parts[3] = {0}, part = 0, digits = 0;
  for (; *text != '\0'; ++text) {
    if (*text >= '0' && *text <= '9' && digits < 3) {
      parts[part] = parts[part] * 10 + (uint32_t)(*text - '0');
      ++digits;
    } else if (*text == ':' && digits > 0 && part < 2) {
      ++part;
      digits = 0;
    } else {
      return NONE;
    }
  }
  return part == 0 || digits == 0 || parts[0] > 96 || parts[1] > 59 || parts[2] > 59 ? NONE : parts[0] * 3600 + parts[1] * 60 + parts[2];
}

/* --- what is kept -------------------------------------------------------------------------------------------------------- */

typedef struct trip {
  uint32_t route, service;
  bool near, frequent; /* calls at a place; stands for many */
} trip;

typedef struct frequency {
  uint32_t trip, start, end, headway;
} frequency;

/* A trip at a stop. */
typedef struct call {
  uint32_t trip, sequence, line;
  uint32_t arrival, departure;     /* NONE when not said */
  uint32_t place;                  /* NONE: another stop */
  double along;                    /* the shape, below 0 when not said */
  bool stays_aboard, interpolated; /* nobody may leave here */
} call;

typedef struct arrival {
  uint32_t place, route, time;
} arrival;

typedef struct timetable {
  gtfs_feed feed;
  const gtfs_question *question;
  gtfs_answer *answer;
  soi_arena *arena;
  gtfs_ids stops, routes, trip_ids;
  LIST(uint32_t) places; /* [stop] */
  LIST(const char *) route_names;
  gtfs_days days;
  LIST(trip) trips;
  LIST(frequency) frequencies;
  LIST(call) calls;
  LIST(arrival) arrivals;
} timetable;

static void note(timetable *t, gtfs_note kind, const char *table, uint32_t row) {
  gtfs_noted *const noted = &t->answer->notes[kind];
  if (noted->count++ == 0) {
    noted->table = table;
    noted->line = row;
  }
}

/* Ends the reading of a table; whether all of it could be read. */
static bool close_table(timetable *t, gtfs_table *table) {
  for (uint32_t i = 0; i < table->unclosed; ++i) { note(t, GTFS_QUOTE, table->name, table->unclosed_line); }
  gtfs_table_close(table);
  return t->feed.error == NULL;
}

static bool is_missing(timetable *t, gtfs_table *table) {
  (void)gtfs_fail(&t->feed, table->name, 1, "there is no such table; a GTFS feed expected, with stops.txt, trips.txt and stop_times.txt");
  return close_table(t, table);
}

static const char *copy(timetable *t, const char *text) { return text_of(t->arena, "%s", text); }

/* --- stops --------------------------------------------------------------------------------------------------------------- */

/* A platform that lies where its station lies. */
typedef struct platform {
  const char *id, *parent;
  uint32_t line;
} platform;

/* The nearest place within reach, NONE for none; tells of the nearest of all. */
static uint32_t place_near(timetable *t, const char *id, double latitude, double longitude) {
  const gtfs_question *const q = t->question;
  gtfs_answer *const a = t->answer;
  const soi_point degree = soi_earth_degree(latitude);
  double best = INFINITY;
  uint32_t place = NONE;
  for (uint32_t i = 0; i < q->place_count; ++i) {
    const double up = (q->places[i].latitude - latitude) * degree.y;
    if (fabs(up) < best) {
      const double away = hypot(soi_earth_longitude(q->places[i].longitude - longitude) * degree.x, up);
      place = away < best ? i : place;
      best = away < best ? away : best;
    }
  }
  if (place != NONE && (a->nearest_stop == NULL || best < a->nearest)) {
    a->nearest = best;
    a->nearest_place = place;
    a->nearest_stop = copy(t, id);
  }
  return best < q->reach ? place : NONE;
}

static void add_stop(timetable *t, const char *id, uint32_t place, uint32_t row) {
  if (place != NONE && gtfs_ids_add(&t->stops, t->arena, id) == t->places.count) {
    *list_add(t->arena, &t->places) = place;
  } else if (place != NONE) {
    note(t, GTFS_TWICE, "stops.txt", row);
  }
}

/* Stops near a place. Entrances and the like (location types 2 to 4) have no arrivals; a platform without a place has its station's. */
static bool read_stops(timetable *t) {
  enum { ID, LATITUDE, LONGITUDE, TYPE, PARENT };
  static const char *const columns[] = {"*stop_id", "*stop_lat", "*stop_lon", "location_type", "parent_station", NULL};
  LIST(platform) platforms = {0};
  gtfs_table s;
  if (!gtfs_table_open(&t->feed, &s, "stops.txt", columns)) { return is_missing(t, &s); }
  while (gtfs_table_next(&s)) {
    double latitude, longitude;
    if (strtol(s.fields[TYPE], NULL, 10) >= 2) { continue; }
    if (text_number(s.fields[LATITUDE], 90.0, &latitude) && text_number(s.fields[LONGITUDE], 360.0, &longitude)) {
      add_stop(t, s.fields[ID], place_near(t, s.fields[ID], latitude, longitude), s.line);
    } else if (s.fields[LATITUDE][0] == '\0' && s.fields[PARENT][0] != '\0') {
      *list_add(t->arena, &platforms) = (platform){copy(t, s.fields[ID]), copy(t, s.fields[PARENT]), s.line};
    } else {
      note(t, GTFS_PLACE, s.name, s.line);
    }
  }
  for (uint32_t i = 0; i < platforms.count; ++i) {
    const uint32_t parent = gtfs_ids_find(&t->stops, platforms.items[i].parent);
    if (parent != NONE) { add_stop(t, platforms.items[i].id, t->places.items[parent], platforms.items[i].line); }
  }
  t->answer->near_stops = t->stops.rows.count;
  return close_table(t, &s);
}

/* --- services ------------------------------------------------------------------------------------------------------------ */

static bool read_calendar(timetable *t, bool *any) {
  enum { MONDAY, START = 7, END, SERVICE };
  static const char *const columns[] = {"*monday", "*tuesday",    "*wednesday", "*thursday",   "*friday", "*saturday",
                                        "*sunday", "*start_date", "*end_date",  "*service_id", NULL};
  gtfs_table c;
  const bool there = gtfs_table_open(&t->feed, &c, "calendar.txt", columns);
  while (there && gtfs_table_next(&c)) {
    const uint32_t from = gtfs_read_date(c.fields[START]), to = gtfs_read_date(c.fields[END]);
    uint32_t weekdays = 0;
    for (uint32_t i = MONDAY; i < START; ++i) { weekdays |= (c.fields[i][0] == '1' ? 1u : 0u) << i; }
    if (from == 0 || to == 0 || from > to) {
      note(t, from == 0 || to == 0 ? GTFS_DATE : GTFS_PERIOD, c.name, c.line);
    } else {
      *list_add(t->arena, &t->days.periods) =
          (gtfs_period){gtfs_ids_add(&t->days.services, t->arena, c.fields[SERVICE]), weekdays, gtfs_day(from), gtfs_day(to)};
    }
  }
  *any = *any || there;
  return close_table(t, &c);
}

static bool read_exceptions(timetable *t, bool *any) {
  enum { SERVICE, DATE, TYPE };
  static const char *const columns[] = {"*service_id", "*date", "*exception_type", NULL};
  gtfs_table c;
  const bool there = gtfs_table_open(&t->feed, &c, "calendar_dates.txt", columns);
  while (there && gtfs_table_next(&c)) {
    const uint32_t date = gtfs_read_date(c.fields[DATE]);
    if (date == 0) {
      note(t, GTFS_DATE, c.name, c.line);
    } else {
      *list_add(t->arena, &t->days.exceptions) =
          (gtfs_exception){gtfs_ids_add(&t->days.services, t->arena, c.fields[SERVICE]), c.line, gtfs_day(date), c.fields[TYPE][0] == '1'};
    }
  }
  *any = *any || there;
  return close_table(t, &c);
}

static bool read_services(timetable *t) {
  bool any = false;
  const bool read = read_calendar(t, &any) && read_exceptions(t, &any);
  gtfs_days_sort(&t->days);
  return read &&
         (any || gtfs_fail(&t->feed, "calendar.txt", 1, "no day has any service: neither calendar.txt nor calendar_dates.txt is there"));
}

/* From which day on the feed means to be used, 0 when it does not say. */
static int32_t feed_start(timetable *t) {
  static const char *const columns[] = {"feed_start_date", NULL};
  gtfs_table i;
  const uint32_t date = gtfs_table_open(&t->feed, &i, "feed_info.txt", columns) && gtfs_table_next(&i) ? gtfs_read_date(i.fields[0]) : 0;
  gtfs_table_close(&i);
  return date == 0 ? 0 : gtfs_day(date);
}

/* --- routes and trips ---------------------------------------------------------------------------------------------------- */

static bool read_routes(timetable *t) {
  enum { ID, SHORT, LONG };
  static const char *const columns[] = {"*route_id", "route_short_name", "route_long_name", NULL};
  gtfs_table r;
  const bool there = gtfs_table_open(&t->feed, &r, "routes.txt", columns);
  while (there && gtfs_table_next(&r)) {
    if (gtfs_ids_add(&t->routes, t->arena, r.fields[ID]) == t->route_names.count) {
      const char *const name = r.fields[r.fields[SHORT][0] != '\0' ? SHORT : r.fields[LONG][0] != '\0' ? LONG : ID];
      *list_add(t->arena, &t->route_names) = copy(t, name);
    }
  }
  return close_table(t, &r);
}

/* The row of a route; one that routes.txt does not know is called by its id. */
static uint32_t route_of(timetable *t, const char *id) {
  const uint32_t row = gtfs_ids_add(&t->routes, t->arena, id);
  if (row == t->route_names.count) { *list_add(t->arena, &t->route_names) = t->routes.rows.items[row]; }
  return row;
}

static bool read_trips(timetable *t) {
  enum { ROUTE, SERVICE, ID };
  static const char *const columns[] = {"*route_id", "*service_id", "*trip_id", NULL};
  gtfs_table r;
  if (!gtfs_table_open(&t->feed, &r, "trips.txt", columns)) { return is_missing(t, &r); }
  while (gtfs_table_next(&r)) {
    const uint32_t service = gtfs_ids_find(&t->days.services, r.fields[SERVICE]);
    if (service == NONE) {
      note(t, GTFS_SERVICE, r.name, r.line);
    } else if (gtfs_ids_add(&t->trip_ids, t->arena, r.fields[ID]) == t->trips.count) {
      *list_add(t->arena, &t->trips) = (trip){.route = route_of(t, r.fields[ROUTE]), .service = service};
    } else {
      note(t, GTFS_TWICE, r.name, r.line);
    }
  }
  return close_table(t, &r);
}

static int frequency_order(const void *a, const void *b) {
  const frequency *const x = a, *const y = b;
  return x->trip != y->trip ? ORDER(x->trip, y->trip) : ORDER(x->start, y->start);
}

static bool read_frequencies(timetable *t) {
  enum { TRIP, START, END, HEADWAY };
  static const char *const columns[] = {"*trip_id", "*start_time", "*end_time", "*headway_secs", NULL};
  gtfs_table r;
  const bool there = gtfs_table_open(&t->feed, &r, "frequencies.txt", columns);
  while (there && gtfs_table_next(&r)) {
    frequency q = {gtfs_ids_find(&t->trip_ids, r.fields[TRIP]), read_time(r.fields[START]), read_time(r.fields[END]), 0};
    if (q.start == NONE || q.end == NONE || !read_count(r.fields[HEADWAY], &q.headway) || q.headway == 0) {
      note(t, GTFS_FREQUENCY, r.name, r.line);
    } else if (q.trip != NONE) {
      t->trips.items[q.trip].frequent = true;
      *list_add(t->arena, &t->frequencies) = q;
    }
  }
  list_sort(&t->frequencies, frequency_order);
  return close_table(t, &r);
}

/* --- calls --------------------------------------------------------------------------------------------------------------- */

enum { CALL_TRIP, CALL_STOP, CALL_SEQUENCE, CALL_ARRIVAL, CALL_DEPARTURE, CALL_DROP_OFF, CALL_ALONG };
static const char *const call_columns[] = {"*trip_id",       "*stop_id",      "stop_sequence",       "arrival_time",
                                           "departure_time", "drop_off_type", "shape_dist_traveled", NULL};

/* Which trips call at a place. */
static bool find_near_trips(timetable *t) {
  gtfs_table s;
  if (!gtfs_table_open(&t->feed, &s, "stop_times.txt", call_columns)) { return is_missing(t, &s); }
  while (gtfs_table_next(&s)) {
    const uint32_t row = gtfs_ids_find(&t->stops, s.fields[CALL_STOP]) == NONE ? NONE : gtfs_ids_find(&t->trip_ids, s.fields[CALL_TRIP]);
    if (row != NONE) { t->trips.items[row].near = true; }
  }
  gtfs_table_close(&s); /* what is odd in it is told when it is read again */
  return t->feed.error == NULL;
}

static uint32_t noted_time(timetable *t, const gtfs_table *s, uint32_t column) {
  const uint32_t time = read_time(s->fields[column]);
  if (time == NONE && s->fields[column][0] != '\0') { note(t, GTFS_TIME, s->name, s->line); }
  return time;
}

/* The calls of these trips. */
static bool read_calls(timetable *t) {
  gtfs_table s;
  uint32_t row = NONE;
  const bool there = gtfs_table_open(&t->feed, &s, "stop_times.txt", call_columns);
  while (there && gtfs_table_next(&s)) {
    if (row == NONE || strcmp(t->trip_ids.rows.items[row], s.fields[CALL_TRIP]) != 0) {
      row = gtfs_ids_find(&t->trip_ids, s.fields[CALL_TRIP]);
    }
    if (row == NONE || !t->trips.items[row].near) { continue; }
    const uint32_t stop = gtfs_ids_find(&t->stops, s.fields[CALL_STOP]);
    call c = {.trip = row,
              .line = s.line,
              .arrival = noted_time(t, &s, CALL_ARRIVAL),
              .departure = noted_time(t, &s, CALL_DEPARTURE),
              .place = stop == NONE ? NONE : t->places.items[stop],
              .stays_aboard = s.fields[CALL_DROP_OFF][0] == '1'};
    (void)read_count(s.fields[CALL_SEQUENCE], &c.sequence);
    c.along = text_number(s.fields[CALL_ALONG], 1e9, &c.along) ? c.along : -1.0;
    *list_add(t->arena, &t->calls) = c;
  }
  return close_table(t, &s);
}

static int call_order(const void *a, const void *b) {
  const call *const x = a, *const y = b;
  return x->trip != y->trip           ? ORDER(x->trip, y->trip)
         : x->sequence != y->sequence ? ORDER(x->sequence, y->sequence)
                                      : ORDER(x->line, y->line);
}

/* The end of the calls of the trip that has the one at first. */
static uint32_t trip_end(const timetable *t, uint32_t first) {
  uint32_t end = first + 1;
  while (end < t->calls.count && t->calls.items[end].trip == t->calls.items[first].trip) { ++end; }
  return end;
}

/* Calls between two timed ones: where they lie along the shape, else evenly, stop by stop. */
static void interpolate(call *from, call *to) {
  bool along = from->along >= 0.0 && to->along > from->along;
  for (const call *c = from + 1; c <= to; ++c) { along = along && c->along >= c[-1].along; }
  const double wait = (double)to->arrival - (double)from->departure;
  for (call *c = from + 1; c < to; ++c) {
    const double part = along ? (c->along - from->along) / (to->along - from->along) : (double)(c - from) / (double)(to - from);
    c->arrival = c->departure = (uint32_t)((double)from->departure + fmax(wait, 0.0) * part + 0.5);
    c->interpolated = true;
  }
}

/* Each call has the times it says or that lie between; those of a clock of 24 hours go on after midnight. */
static void settle_times(timetable *t, call *calls, uint32_t count) {
  call *timed = NULL;
  for (uint32_t i = 0; i < count; ++i) {
    call *const c = &calls[i];
    c->arrival = c->arrival == NONE ? c->departure : c->arrival;
    if (c->arrival == NONE) { continue; }
    c->departure = c->departure == NONE ? c->arrival : c->departure;
    if (timed != NULL && c->arrival + DAY / 2 <= timed->departure) {
      note(t, GTFS_MIDNIGHT, "stop_times.txt", c->line);
      c->arrival += (timed->departure - c->arrival + DAY / 2) / DAY * DAY;
    }
    c->departure += c->departure + DAY / 2 <= c->arrival ? (c->arrival - c->departure + DAY / 2) / DAY * DAY : 0;
    c->departure = c->departure < c->arrival ? c->arrival : c->departure;
    if (timed != NULL && c - timed > 1) { interpolate(timed, c); }
    timed = c;
  }
}

static void settle_calls(timetable *t) {
  list_sort(&t->calls, call_order);
  uint32_t kept = 0;
  for (uint32_t i = 0; i < t->calls.count; ++i) {
    const call *const c = &t->calls.items[i], *const before = kept == 0 ? NULL : &t->calls.items[kept - 1];
    const bool twice = before != NULL && before->trip == c->trip && before->sequence == c->sequence && before->place == c->place &&
                       before->arrival == c->arrival && (c->sequence != 0 || c->place != NONE);
    if (twice) {
      note(t, GTFS_TWICE, "stop_times.txt", c->line);
    } else {
      t->calls.items[kept++] = *c;
    }
  }
  t->calls.count = kept;
  for (uint32_t first = 0, end; first < t->calls.count; first = end) {
    end = trip_end(t, first);
    settle_times(t, &t->calls.items[first], end - first);
  }
}

/* --- the day ------------------------------------------------------------------------------------------------------------- */

/* Sets the date, when none is asked for, to one on which there is service at the places. */
static void choose_date(timetable *t) {
  uint32_t *const weights = SOI_NEW(t->arena, uint32_t, t->days.services.rows.count + 1);
  for (uint32_t first = 0, end; first < t->calls.count; first = end) {
    end = trip_end(t, first);
    for (uint32_t i = first + 1; i < end; ++i) {
      const call *const c = &t->calls.items[i];
      weights[t->trips.items[c->trip].service] += c->place != NONE && c->arrival != NONE && !c->stays_aboard ? 1 : 0;
    }
  }
  int32_t first, last;
  gtfs_days_span(&t->days, weights, &first, &last);
  t->answer->first_date = first <= last ? gtfs_date(first) : 0;
  t->answer->last_date = first <= last ? gtfs_date(last) : 0;
  if (t->question->date == 0) {
    const int32_t day = gtfs_days_choose(&t->days, weights, feed_start(t));
    t->answer->date = day == INT32_MIN ? 0 : gtfs_date(day);
  }
}

/* --- arrivals ------------------------------------------------------------------------------------------------------------ */

static void add_arrival(timetable *t, uint32_t days, const call *c, uint32_t time) {
  const uint32_t route = t->trips.items[c->trip].route;
  if ((days & TODAY) != 0 && time < 2 * DAY) { *list_add(t->arena, &t->arrivals) = (arrival){c->place, route, time}; }
  if ((days & YESTERDAY) != 0 && time >= DAY && time < 3 * DAY) {
    *list_add(t->arena, &t->arrivals) = (arrival){c->place, route, time - DAY};
  }
}

/* The call once for each time the trip begins; its own times only say how long it takes. */
static void add_frequent(timetable *t, uint32_t days, const call *c, uint32_t begins) {
  uint32_t i = list_first_from(&t->frequencies, &(frequency){.trip = c->trip}, frequency_order);
  for (; i < t->frequencies.count && t->frequencies.items[i].trip == c->trip; ++i) {
    const frequency *const q = &t->frequencies.items[i];
    for (uint32_t start = q->start; start < q->end && t->arrivals.count < MOST_ARRIVALS; start += q->headway) {
      add_arrival(t, days, c, start + (c->arrival > begins ? c->arrival - begins : 0));
    }
  }
}

/* Where a trip begins nobody arrives. */
static void add_trip(timetable *t, const call *calls, uint32_t count, uint32_t days) {
  const trip *const of = &t->trips.items[calls->trip];
  uint32_t begins = 0;
  while (begins + 1 < count && calls[begins].departure == NONE) { ++begins; }
  for (uint32_t i = 1; i < count; ++i) {
    const call *const c = &calls[i];
    if (c->place == NONE || c->stays_aboard) { continue; }
    if (c->arrival == NONE) {
      note(t, GTFS_UNTIMED, "stop_times.txt", c->line);
      continue;
    }
    if (c->interpolated) { note(t, GTFS_INTERPOLATED, "stop_times.txt", c->line); }
    if (of->frequent) {
      add_frequent(t, days, c, calls[begins].departure);
    } else {
      add_arrival(t, days, c, c->arrival);
    }
  }
}

static bool add_trips(timetable *t) {
  const int32_t today = gtfs_day(t->answer->date);
  for (uint32_t first = 0, end; first < t->calls.count && t->answer->date != 0; first = end) {
    end = trip_end(t, first);
    const uint32_t service = t->trips.items[t->calls.items[first].trip].service;
    const uint32_t days =
        (gtfs_runs_on(&t->days, service, today) ? TODAY : 0) | (gtfs_runs_on(&t->days, service, today - 1) ? YESTERDAY : 0);
    if (days != 0) { add_trip(t, &t->calls.items[first], end - first, days); }
  }
  return t->arrivals.count < MOST_ARRIVALS ||
         gtfs_fail(&t->feed, "frequencies.txt", 1, "a million arrivals in a day and more; a place that has fewer expected");
}

static int arrival_order(const void *a, const void *b) {
  const arrival *const x = a, *const y = b;
  return x->place != y->place ? ORDER(x->place, y->place) : x->route != y->route ? ORDER(x->route, y->route) : ORDER(x->time, y->time);
}

/* Groups the arrivals by place and route. */
static void answer(timetable *t) {
  gtfs_answer *const a = t->answer;
  list_sort(&t->arrivals, arrival_order);
  a->arrivals = SOI_NEW(t->arena, gtfs_arrivals, t->arrivals.count + 1);
  uint32_t *const times = SOI_NEW(t->arena, uint32_t, t->arrivals.count + 1);
  uint32_t used = 0;
  for (uint32_t i = 0; i < t->arrivals.count; ++i) {
    const arrival *const now = &t->arrivals.items[i], *const before = i == 0 ? NULL : now - 1;
    if (before == NULL || before->place != now->place || before->route != now->route) {
      a->arrivals[a->count++] = (gtfs_arrivals){now->place, t->route_names.items[now->route], times + used, 0};
    } else if (before->time == now->time) {
      continue;
    }
    times[used++] = now->time;
    ++a->arrivals[a->count - 1].count;
  }
}

bool gtfs_read(const gtfs_question *question, gtfs_answer *a) {
  memset(a, 0, sizeof *a);
  a->arena = soi_arena_make(soi_memory_libc());
  a->date = question->date;
  timetable t = {.question = question, .answer = a, .arena = &a->arena};
  const bool good = gtfs_open(&t.feed, question->path, t.arena) && read_stops(&t) && read_services(&t) && read_routes(&t) &&
                    read_trips(&t) && read_frequencies(&t) && find_near_trips(&t) && read_calls(&t);
  if (good) {
    settle_calls(&t);
    choose_date(&t);
    if (add_trips(&t)) { answer(&t); }
  }
  gtfs_close(&t.feed);
  a->error = t.feed.error;
  return a->error == NULL;
}

void gtfs_release(gtfs_answer *a) { soi_arena_release(&a->arena); }
