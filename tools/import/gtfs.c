/* Reads the tables of a GTFS feed, each whole: comma-separated values with quotes (RFC 4180), a line of column names first. Services
 * run by the days of the week and by the exceptions of single dates; times may pass 24:00, so a day has the late trips of the day
 * before, too; trips may stand for many, one every so often. */
#include "gtfs.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#ifdef SOI_HAS_LIBZIP
#include <zip.h>
#endif

#include "parts.h"

enum { MOST_COLUMNS = 64, DAY = 86400, TODAY = 1, YESTERDAY = 2 };

/* --- tables ---------------------------------------------------------------------------------------------------------- */

typedef struct feed {
  const gtfs_question *question;
  gtfs_answer *answer;
  soi_arena *arena;
  void *zip;
} feed;

typedef struct table {
  const char *name;
  char *at;                           /* what is not read yet */
  char *names[MOST_COLUMNS], *fields[MOST_COLUMNS];
  uint32_t columns, line;
} table;

static bool fail(feed *f, const char *name, uint32_t row, const char *what) {
  if (f->answer->error == NULL) {
    f->answer->error = text_of(f->arena, "%s/%s:%u:1: %s", f->question->path, name, row, what);
  }
  return false;
}

static char *read_file(feed *f, const char *name) {
  FILE *const file = fopen(text_of(f->arena, "%s/%s", f->question->path, name), "rb");
  if (file == NULL) {
    return NULL;
  }
  char *text = NULL;
  if (fseek(file, 0, SEEK_END) == 0) {
    const long length = ftell(file);
    rewind(file);
    text = length < 0 ? NULL : SOI_NEW(f->arena, char, (size_t)length + 1);
    text = text != NULL && fread(text, 1, (size_t)length, file) == (size_t)length ? text : NULL;
  }
  (void)fclose(file);
  return text;
}

#ifdef SOI_HAS_LIBZIP
static char *read_member(feed *f, const char *name) {
  zip_stat_t stat;
  if (zip_stat(f->zip, name, ZIP_FL_NODIR, &stat) != 0) {
    return NULL;
  }
  zip_file_t *const file = zip_fopen_index(f->zip, stat.index, 0);
  char *const text = file == NULL ? NULL : SOI_NEW(f->arena, char, (size_t)stat.size + 1);
  const bool read = text != NULL && zip_fread(file, text, stat.size) == (zip_int64_t)stat.size;
  if (file != NULL) (void)zip_fclose(file);
  return read ? text : NULL;
}
#endif

static bool is_zip(const char *path) {
  const size_t length = strlen(path);
  return length > 4 && strcmp(path + length - 4, ".zip") == 0;
}

static bool open_feed(feed *f) {
  const char *const path = f->question->path;
  if (!is_zip(path)) {
    return true;
  }
#ifdef SOI_HAS_LIBZIP
  int code = 0;
  f->zip = zip_open(path, ZIP_RDONLY, &code);
  if (f->zip == NULL) {
    f->answer->error = text_of(f->arena, "%s:1:1: the file cannot be opened as a zip file; a GTFS feed expected, .zip or a folder", path);
  }
  return f->zip != NULL;
#else
  f->answer->error = text_of(f->arena, "%s:1:1: this build reads no .zip (libzip was absent); unpack it and give the folder", path);
  return false;
#endif
}

static void close_feed(feed *f) {
#ifdef SOI_HAS_LIBZIP
  if (f->zip != NULL) (void)zip_close(f->zip);
#else
  (void)f;
#endif
}

/* Takes one field from the text, in place; *more tells whether the line goes on. */
static char *take_field(table *t, bool *more) {
  char *from = t->at, *to = t->at, *const start = t->at;
  if (*from == '"') {
    for (++from; *from != '\0' && !(*from == '"' && from[1] != '"'); ++from) {
      t->line += *from == '\n' ? 1 : 0;
      from += *from == '"' ? 1 : 0;
      *to++ = *from;
    }
    from += *from == '"' ? 1 : 0;
  }
  for (; *from != '\0' && *from != ',' && *from != '\n'; ++from) {
    *to++ = *from;
  }
  *more = *from == ',';
  t->at = *from == '\0' ? from : from + 1;
  while (to > start && (to[-1] == '\r' || to[-1] == ' ')) --to;
  *to = '\0';
  return start;
}

static uint32_t take_line(table *t, char **fields) {
  uint32_t count = 0;
  bool more = *t->at != '\0';
  ++t->line;
  while (more) {
    char *const field = take_field(t, &more);
    if (count < MOST_COLUMNS) {
      fields[count++] = field;
    }
  }
  return count;
}

static bool table_open(feed *f, table *t, const char *name) {
  *t = (table){.name = name};
#ifdef SOI_HAS_LIBZIP
  t->at = f->zip != NULL ? read_member(f, name) : read_file(f, name);
#else
  t->at = read_file(f, name);
#endif
  if (t->at == NULL) {
    return false;
  }
  t->at += strncmp(t->at, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
  t->columns = take_line(t, t->names);
  return true;
}

/* The next line that has fields; those missing at its end are empty. */
static bool table_next(table *t) {
  static char nothing[1] = "";
  while (*t->at != '\0') {
    const uint32_t count = take_line(t, t->fields);
    for (uint32_t i = count; i < MOST_COLUMNS; ++i) {
      t->fields[i] = nothing;
    }
    if (count > 1 || t->fields[0][0] != '\0') {
      return true;
    }
  }
  return false;
}

static const char *field(const table *t, const char *name) {
  for (uint32_t i = 0; i < t->columns; ++i) {
    if (strcmp(t->names[i], name) == 0) {
      return t->fields[i];
    }
  }
  return "";
}

/* --- dates and times ------------------------------------------------------------------------------------------------- */

/* Days since 1 March 0000 in the Gregorian calendar, so that leap days come last. */
static int32_t day_number(uint32_t date) {
  int32_t year = (int32_t)(date / 10000), month = (int32_t)(date / 100 % 100), day = (int32_t)(date % 100);
  year -= month < 3 ? 1 : 0;
  month += month < 3 ? 9 : -3;
  return 365 * year + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + day - 1;
}

/* 0 is Monday: 1 March 0000 was a Wednesday. */
static uint32_t weekday(int32_t day) { return (uint32_t)((day + 2) % 7); }

static uint32_t date_of(int32_t day) {
  uint32_t date = (uint32_t)(day / 366) * 10000 + 101; /* a year at most too early */
  while (day_number(date + 10000) <= day) date += 10000;
  while (date % 10000 < 1200 && day_number(date + 100) <= day) date += 100;
  return date + (uint32_t)(day - day_number(date));
}

/* H:MM:SS, hours beyond 24 included; false for none. */
static bool read_time(const char *text, uint32_t *seconds) {
  unsigned hours, minutes, rest;
  if (sscanf(text, "%u:%u:%u", &hours, &minutes, &rest) != 3 || hours > 96 || minutes > 59 || rest > 59) {
    return false;
  }
  *seconds = hours * 3600 + minutes * 60 + rest;
  return true;
}

/* --- what is kept ---------------------------------------------------------------------------------------------------- */

/* Something with an id, found by it. value: a service's days, a stop's place, a route's row. */
typedef struct named {
  const char *id, *name;
  uint32_t value;
} named;

typedef struct names {
  LIST(named) rows;
} names;

static int by_id(const void *a, const void *b) { return strcmp(((const named *)a)->id, ((const named *)b)->id); }

static void names_sort(names *n) {
  if (n->rows.count > 1) qsort(n->rows.items, n->rows.count, sizeof *n->rows.items, by_id);
}

static named *names_find(const names *n, const char *id) {
  const named key = {id, NULL, 0};
  return n->rows.count == 0 ? NULL : bsearch(&key, n->rows.items, n->rows.count, sizeof key, by_id);
}

typedef struct trip {
  const char *id;
  uint32_t route, days;      /* TODAY, YESTERDAY */
  uint32_t first_sequence, first_time;
  bool frequent;             /* stands for many */
} trip;

typedef struct frequency {
  const char *trip;
  uint32_t start, end, headway;
} frequency;

typedef struct arrival {
  uint32_t place, route, time;
} arrival;

typedef struct timetable {
  feed *f;
  names stops, services, routes;
  LIST(trip) trips;
  LIST(frequency) frequencies;
  LIST(arrival) arrivals;
} timetable;

static int trip_order(const void *a, const void *b) { return strcmp(((const trip *)a)->id, ((const trip *)b)->id); }

static trip *find_trip(const timetable *t, const char *id) {
  const trip key = {.id = id};
  return t->trips.count == 0 ? NULL : bsearch(&key, t->trips.items, t->trips.count, sizeof key, trip_order);
}

/* --- the tables, one by one ------------------------------------------------------------------------------------------ */

/* Stops near a place; value is the place. Entrances and the like (location types 2 to 4) have no arrivals. */
static bool read_stops(timetable *t) {
  const gtfs_question *const q = t->f->question;
  table s;
  if (!table_open(t->f, &s, "stops.txt")) {
    return fail(t->f, "stops.txt", 1, "there is no such table; a GTFS feed expected, with stops.txt, trips.txt and stop_times.txt");
  }
  while (table_next(&s)) {
    const char *const latitude_text = field(&s, "stop_lat"), *const longitude_text = field(&s, "stop_lon");
    const double latitude = strtod(latitude_text, NULL), longitude = strtod(longitude_text, NULL);
    const double east = 111320.0 * cos(latitude * 3.14159265358979 / 180.0), north = 110574.0;
    double best = q->reach;
    uint32_t place = NONE;
    for (uint32_t i = 0; i < q->place_count; ++i) {
      const double away = hypot((q->places[i].longitude - longitude) * east, (q->places[i].latitude - latitude) * north);
      place = away < best ? i : place;
      best = away < best ? away : best;
    }
    if (place != NONE && latitude_text[0] != '\0' && strtol(field(&s, "location_type"), NULL, 10) < 2) {
      *list_add(t->f->arena, &t->stops.rows) = (named){field(&s, "stop_id"), field(&s, "stop_name"), place};
    }
  }
  names_sort(&t->stops);
  t->f->answer->near_stops = t->stops.rows.count;
  return true;
}

static named *service_of(timetable *t, const char *id) {
  for (uint32_t i = 0; i < t->services.rows.count; ++i) {
    if (strcmp(t->services.rows.items[i].id, id) == 0) {
      return &t->services.rows.items[i];
    }
  }
  named *const added = list_add(t->f->arena, &t->services.rows);
  *added = (named){id, NULL, 0};
  return added;
}

static const char *const days[] = {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"};

static bool runs_on(const table *c, int32_t day) {
  const uint32_t from = (uint32_t)strtoul(field(c, "start_date"), NULL, 10), to = (uint32_t)strtoul(field(c, "end_date"), NULL, 10);
  return field(c, days[weekday(day)])[0] == '1' && day >= day_number(from) && day <= day_number(to);
}

/* The feed's first Wednesday with service, else its first day with an exception that adds some; 0 for none. */
static uint32_t first_date(feed *f) {
  table c;
  uint32_t best = 0;
  if (table_open(f, &c, "calendar.txt")) {
    while (table_next(&c)) {
      int32_t day = day_number((uint32_t)strtoul(field(&c, "start_date"), NULL, 10));
      while (weekday(day) != 2) ++day;
      const uint32_t date = date_of(day);
      best = runs_on(&c, day) && (best == 0 || date < best) ? date : best;
    }
  }
  if (best == 0 && table_open(f, &c, "calendar_dates.txt")) {
    while (table_next(&c)) {
      const uint32_t date = (uint32_t)strtoul(field(&c, "date"), NULL, 10);
      best = field(&c, "exception_type")[0] == '1' && (best == 0 || date < best) ? date : best;
    }
  }
  return best;
}

static bool read_services(timetable *t) {
  table c;
  const int32_t today = day_number(t->f->answer->date);
  bool any = false;
  if (table_open(t->f, &c, "calendar.txt")) {
    any = true;
    while (table_next(&c)) {
      service_of(t, field(&c, "service_id"))->value |= (runs_on(&c, today) ? TODAY : 0) | (runs_on(&c, today - 1) ? YESTERDAY : 0);
    }
  }
  if (table_open(t->f, &c, "calendar_dates.txt")) {
    any = true;
    while (table_next(&c)) {
      const int32_t day = day_number((uint32_t)strtoul(field(&c, "date"), NULL, 10));
      const uint32_t bit = day == today ? TODAY : day == today - 1 ? YESTERDAY : 0;
      named *const service = service_of(t, field(&c, "service_id"));
      service->value = field(&c, "exception_type")[0] == '1' ? service->value | bit : service->value & ~bit;
    }
  }
  names_sort(&t->services);
  return any || fail(t->f, "calendar.txt", 1, "neither calendar.txt nor calendar_dates.txt is there; one of them expected");
}

static void read_routes(timetable *t) {
  table r;
  if (table_open(t->f, &r, "routes.txt")) {
    while (table_next(&r)) {
      const char *const id = field(&r, "route_id"), *const name = field(&r, "route_short_name"), *const full = field(&r, "route_long_name");
      *list_add(t->f->arena, &t->routes.rows) = (named){id, name[0] != '\0' ? name : full[0] != '\0' ? full : id, 0};
    }
  }
  names_sort(&t->routes);
}

/* Trips that run on the date, or ran on the day before. */
static bool read_trips(timetable *t) {
  table r;
  if (!table_open(t->f, &r, "trips.txt")) {
    return fail(t->f, "trips.txt", 1, "there is no such table; a GTFS feed expected");
  }
  while (table_next(&r)) {
    const named *const service = names_find(&t->services, field(&r, "service_id")), *const route = names_find(&t->routes, field(&r, "route_id"));
    if (service != NULL && service->value != 0) {
      *list_add(t->f->arena, &t->trips) = (trip){.id = field(&r, "trip_id"), .days = service->value, .first_sequence = NONE,
        .route = route == NULL ? NONE : (uint32_t)(route - t->routes.rows.items)};
    }
  }
  if (t->trips.count > 1) qsort(t->trips.items, t->trips.count, sizeof *t->trips.items, trip_order);
  return true;
}

static void read_frequencies(timetable *t) {
  table r;
  if (!table_open(t->f, &r, "frequencies.txt")) {
    return;
  }
  while (table_next(&r)) {
    frequency q = {.trip = field(&r, "trip_id"), .headway = (uint32_t)strtoul(field(&r, "headway_secs"), NULL, 10)};
    trip *const of = find_trip(t, q.trip);
    if (of != NULL && q.headway > 0 && read_time(field(&r, "start_time"), &q.start) && read_time(field(&r, "end_time"), &q.end)) {
      of->frequent = true;
      *list_add(t->f->arena, &t->frequencies) = q;
    }
  }
}

/* --- arrivals -------------------------------------------------------------------------------------------------------- */

static void add_arrival(timetable *t, const trip *of, uint32_t place, uint32_t time) {
  if ((of->days & TODAY) != 0 && time < 2 * DAY) {
    *list_add(t->f->arena, &t->arrivals) = (arrival){place, of->route, time};
  }
  if ((of->days & YESTERDAY) != 0 && time >= DAY && time < 3 * DAY) {
    *list_add(t->f->arena, &t->arrivals) = (arrival){place, of->route, time - DAY};
  }
}

/* Where each trip begins: nobody arrives there. */
static bool find_first_stops(timetable *t, table *s) {
  uint32_t time;
  while (table_next(s)) {
    trip *const of = find_trip(t, field(s, "trip_id"));
    const uint32_t sequence = (uint32_t)strtoul(field(s, "stop_sequence"), NULL, 10);
    if (of != NULL && (of->first_sequence == NONE || sequence < of->first_sequence)) {
      of->first_sequence = sequence;
      of->first_time = read_time(field(s, "departure_time"), &time) || read_time(field(s, "arrival_time"), &time) ? time : 0;
    }
  }
  return true;
}

static void add_frequent(timetable *t, const trip *of, uint32_t place, uint32_t time) {
  for (uint32_t i = 0; i < t->frequencies.count; ++i) {
    const frequency *const q = &t->frequencies.items[i];
    for (uint32_t start = q->start; strcmp(q->trip, of->id) == 0 && start < q->end; start += q->headway) {
      add_arrival(t, of, place, start + (time > of->first_time ? time - of->first_time : 0));
    }
  }
}

static bool read_stop_times(timetable *t) {
  table s;
  if (!table_open(t->f, &s, "stop_times.txt")) {
    return fail(t->f, "stop_times.txt", 1, "there is no such table; a GTFS feed expected");
  }
  (void)find_first_stops(t, &s);
  (void)table_open(t->f, &s, "stop_times.txt"); /* fields were cut out of the text in place */
  while (table_next(&s)) {
    const trip *const of = find_trip(t, field(&s, "trip_id"));
    const named *const stop = names_find(&t->stops, field(&s, "stop_id"));
    uint32_t time;
    if (of == NULL || stop == NULL || (uint32_t)strtoul(field(&s, "stop_sequence"), NULL, 10) == of->first_sequence ||
        field(&s, "drop_off_type")[0] == '1') {
      continue;
    }
    if (!read_time(field(&s, "arrival_time"), &time) && !read_time(field(&s, "departure_time"), &time)) {
      continue; /* between timed stops: the feed leaves it open */
    }
    if (of->frequent) {
      add_frequent(t, of, stop->value, time);
    } else {
      add_arrival(t, of, stop->value, time);
    }
  }
  return true;
}

static int arrival_order(const void *a, const void *b) {
  const arrival *const x = a, *const y = b;
  return x->place != y->place ? (x->place < y->place ? -1 : 1) : x->route != y->route ? (x->route < y->route ? -1 : 1)
         : x->time < y->time ? -1 : x->time > y->time ? 1 : 0;
}

/* Groups the arrivals by place and route. */
static void answer(timetable *t) {
  gtfs_answer *const a = t->f->answer;
  if (t->arrivals.count > 1) qsort(t->arrivals.items, t->arrivals.count, sizeof *t->arrivals.items, arrival_order);
  a->arrivals = SOI_NEW(t->f->arena, gtfs_arrivals, t->arrivals.count + 1);
  uint32_t *const times = SOI_NEW(t->f->arena, uint32_t, t->arrivals.count + 1);
  uint32_t used = 0;
  for (uint32_t i = 0; i < t->arrivals.count; ++i) {
    const arrival *const now = &t->arrivals.items[i], *const before = i == 0 ? NULL : now - 1;
    if (before == NULL || before->place != now->place || before->route != now->route) {
      a->arrivals[a->count++] = (gtfs_arrivals){now->place, now->route == NONE ? "" : t->routes.rows.items[now->route].name, times + used, 0};
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
  feed f = {.question = question, .answer = a, .arena = &a->arena};
  timetable t = {.f = &f};
  bool good = open_feed(&f);
  a->date = question->date;
  if (good && a->date == 0) {
    a->date = first_date(&f);
    good = a->date != 0 || fail(&f, "calendar.txt", 1, "no day has any service; say which with --date 20261128");
  }
  good = good && read_stops(&t) && read_services(&t);
  if (good) {
    read_routes(&t);
    good = read_trips(&t);
  }
  if (good) {
    read_frequencies(&t);
    good = read_stop_times(&t);
  }
  if (good) {
    answer(&t);
  }
  close_feed(&f);
  return good;
}

void gtfs_release(gtfs_answer *a) { soi_arena_release(&a->arena); }
