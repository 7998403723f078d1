/* Extracts: what there was to see between two ticks, frame by frame, and what happened. Places are metres in the map's frame as recorded
 * (to 1 cm), of a vehicle the middle of its body. */
#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "output.h"
#include "replay.h"
#include "stop.h"
#include "terminal.h"
#include "why.h"

#define MOMENT (TERMINAL_CLOCK + 32)

typedef struct extract {
  tool_recorded *recorded;
  soi_tick from, to;
  double every; /* s between two frames; 0: all of them */
} extract;

/* A file that a signal cut short is not written: the reason is EINTR. */
static bool goes_on(void) {
  if (stop_reason() == NULL) { return true; }
  errno = EINTR;
  return false;
}

static double seconds_of(const tool_recorded *recorded, soi_tick tick) {
  return recorded->about->start + (double)tick * recorded->about->step_us * 1e-6;
}

/* Frames thinned to the first in each so many seconds, counted from the first of all. */
typedef struct thinning {
  double every, first, next; /* s; every 0: all of them */
  bool begun;
  recorded_visit visit;
  void *context;
} thinning;

static bool thin(void *context, const tool_recorded *recorded) {
  thinning *const self = context;
  const double now = seconds_of(recorded, *recorded->session.world->tick), dust = 1e-6;
  if (self->begun && now < self->next - dust) { return goes_on(); }
  self->first = self->begun ? self->first : now;
  self->begun = true;
  self->next = self->every > 0 ? self->first + (floor((now - self->first + dust) / self->every) + 1) * self->every : now;
  return self->visit(self->context, recorded);
}

static bool each_frame(const extract *self, recorded_visit visit, void *context) {
  thinning thinned = {.every = self->every, .visit = visit, .context = context};
  if (!recorded_frames(self->recorded, self->from, self->to, thin, &thinned)) {
    terminal_complain("replay", "%s: some of its frames cannot be shown: what they build upon is missing", self->recorded->path);
  }
  return goes_on();
}

/* Whether a frame's vehicle has a place: what was damaged or of another version may not. */
static bool has_place(const soi_world *world, uint32_t row) {
  return soi_vehicle_lives(world, row) && world->vehicle_type[row] != 0 && world->vehicle_lane[row] != 0;
}

static const char *cart_id(const tool_recorded *recorded, soi_cart_id cart) {
  return recorded->session.definition.scenario.fleet.items[cart - 1].record.id;
}

static const char *stop_id(const soi_world *world, soi_stop_id stop) {
  return stop == 0 ? "" : world->model->definition->map.stops.items[world->model->stops[stop].definition - 1].record.id;
}

/* --- events ---------------------------------------------------------------------------------------------------------------- */

typedef bool (*event_visit)(void *context, const tool_recorded *recorded, soi_tick tick, const soi_event *event);

/* Events between frames: these tell whose rows an event names, which are used again when somebody has left. */
typedef struct event_walk {
  soi_message_cursor cursor;
  soi_tick tick; /* of the next event; UINT64_MAX: there is none */
  soi_event next;
  uint32_t *vehicles, *people; /* serials by row, as of the last frame in which it lived; 0: not seen */
  const soi_model *model;
  event_visit visit;
  void *context;
} event_walk;

static uint32_t serial_of(const void *context, bool person, uint32_t row) {
  const event_walk *const self = context;
  return row > (person ? self->model->person_capacity : self->model->vehicle_capacity) ? 0
         : person                                                                      ? self->people[row]
                                                                                       : self->vehicles[row];
}

static void find_event(event_walk *self) {
  self->tick = UINT64_MAX;
  for (soi_message message; self->tick == UINT64_MAX && soi_message_next(&self->cursor, &message);) {
    if (soi_message_event(&message, &self->next)) { self->tick = message.tick; }
  }
}

/* Visits the events up to a tick. */
static bool visit_events(event_walk *self, const tool_recorded *recorded, soi_tick last) {
  bool good = true;
  while (good && self->tick <= last && self->tick != UINT64_MAX) {
    soi_event event = self->next;
    const soi_tick tick = self->tick;
    soi_event_put_serials(&event, serial_of, self);
    good = self->visit(self->context, recorded, tick, &event);
    find_event(self);
  }
  return good && goes_on();
}

static bool take_serials(void *context, const tool_recorded *recorded) {
  event_walk *const self = context;
  const soi_world *const world = recorded->session.world;
  for (uint32_t row = 1; row <= *world->vehicle_high; ++row) {
    self->vehicles[row] = soi_vehicle_lives(world, row) ? world->vehicle_serial[row] : self->vehicles[row];
  }
  for (uint32_t row = 1; row <= *world->person_high; ++row) {
    self->people[row] = soi_person_lives(world, row) ? world->person_serial[row] : self->people[row];
  }
  return visit_events(self, recorded, *world->tick);
}

static bool each_event(const extract *self, event_visit visit, void *context) {
  const soi_model *const model = self->recorded->session.model;
  event_walk walk = {
      .cursor = soi_recording_messages(self->recorded->recording, SOI_CHANNEL_BIT(EVENTS), self->from, self->to),
      .vehicles = calloc(model->vehicle_capacity + 1u, sizeof(uint32_t)),
      .people = calloc(model->person_capacity + 1u, sizeof(uint32_t)),
      .model = model,
      .visit = visit,
      .context = context,
  };
  bool good = walk.vehicles != NULL && walk.people != NULL;
  if (good) {
    find_event(&walk);
    /* From the frame before the first event: it shows who leaves in it. */
    recorded_frames(self->recorded, self->from == 0 ? 0 : self->from - 1, self->to, take_serials, &walk);
    good = visit_events(&walk, self->recorded, self->to);
  }
  free(walk.vehicles);
  free(walk.people);
  return good;
}

/* --- CSV ------------------------------------------------------------------------------------------------------------------- */

static bool put(soi_writer writer, const char *format, ...) SOI_FORMAT(2, 3);
static bool put(soi_writer writer, const char *format, ...) {
  char line[1024]; /* a double may take 310 letters */
  va_list list;
  va_start(list, format);
  const int length = vsnprintf(line, sizeof line, format, list);
  va_end(list);
  return length >= 0 && (size_t)length < sizeof line && writer.write(writer.context, line, (size_t)length);
}

/* "08:05:00.000,29100.000": the time of day, and the same in seconds after midnight. */
static const char *moment(const tool_recorded *recorded, soi_tick tick, char buffer[MOMENT]) {
  char clock[TERMINAL_CLOCK];
  snprintf(buffer, MOMENT, "%s,%.3f", recorded_clock(recorded, tick, clock), seconds_of(recorded, tick));
  return buffer;
}

/* Speed and heading of a person, who has none while standing. */
static double walking(const soi_world *world, uint32_t row, soi_point *heading) {
  const double vx = world->person_vx[row], vy = world->person_vy[row];
  const double speed = hypot(vx, vy);
  *heading = speed > 0 ? (soi_point){vx / speed, vy / speed} : (soi_point){0, 0};
  return speed;
}

/* Row by row: vehicles, a cart with its id, then people with a body. */
static bool put_agents(void *context, const tool_recorded *recorded) {
  const soi_writer writer = *(const soi_writer *)context;
  const soi_world *const world = recorded->session.world;
  char time[MOMENT];
  moment(recorded, *world->tick, time);
  bool good = goes_on();
  soi_point heading;
  for (uint32_t row = 1; row <= *world->vehicle_high && good; ++row) {
    if (!has_place(world, row)) { continue; }
    const soi_point at = soi_vehicle_at(world, row, &heading);
    const soi_cart_id cart = world->vehicle_cart[row];
    good = put(writer, "%s,%s,%s,%s,%u,%.3f,%.3f,%.4f,%.4f,%.2f\n", time, cart != 0 ? "cart" : "vehicle",
               cart != 0 ? cart_id(recorded, cart) : "", soi_type(world->model, world->vehicle_type[row])->id, world->vehicle_serial[row],
               at.x, at.y, heading.x, heading.y, world->vehicle_speed[row]);
  }
  for (uint32_t row = 1; row <= *world->person_high && good; ++row) {
    if (soi_person_lives(world, row) && world->person_body[row] != 0) {
      const double speed = walking(world, row, &heading);
      good = put(writer, "%s,person,,,%u,%.3f,%.3f,", time, world->person_serial[row], world->person_x[row], world->person_y[row]) &&
             (speed > 0 ? put(writer, "%.4f,%.4f,%.2f\n", heading.x, heading.y, speed) : put(writer, ",,0.00\n"));
    }
  }
  return good;
}

static bool fill_agents(const void *context, soi_writer writer) {
  return put(writer, "time,seconds,kind,id,type,serial,x,y,heading_x,heading_y,speed\n") && each_frame(context, put_agents, &writer);
}

static bool put_carts(void *context, const tool_recorded *recorded) {
  const soi_writer writer = *(const soi_writer *)context;
  const soi_world *const world = recorded->session.world;
  char time[MOMENT], who[WHY_WHO];
  moment(recorded, *world->tick, time);
  bool good = goes_on();
  for (soi_cart_id cart = 1; cart <= world->model->cart_count && good; ++cart) {
    const uint32_t row = world->cart_vehicle[cart];
    if (row == 0 || !has_place(world, row)) { continue; }
    const soi_point at = soi_vehicle_at(world, row, NULL);
    good = put(writer, "%s,%s,%.3f,%.3f,%.2f,%u,%s,%s,%s\n", time, cart_id(recorded, cart), at.x, at.y, world->vehicle_speed[row],
               world->cart_riders[cart], stop_id(world, world->cart_stop[cart]), soi_cause_name(soi_cart_cause(world, cart)),
               why_who(world, cart, who));
  }
  return good;
}

static bool fill_carts(const void *context, soi_writer writer) {
  return put(writer, "time,seconds,cart,x,y,speed,riders,stop,cause,who\n") && each_frame(context, put_carts, &writer);
}

#define PARTY_COLUMNS 24u

/* A column each name that a party of an event may have, in the order in which the kinds of events bring them. */
typedef struct party_columns {
  const char *names[PARTY_COLUMNS];
  uint32_t count;
} party_columns;

static void add_column(party_columns *columns, const char *name) {
  for (uint32_t i = 0; i < columns->count; ++i) {
    if (strcmp(columns->names[i], name) == 0) { return; }
  }
  if (*name != '\0' && columns->count < PARTY_COLUMNS) { columns->names[columns->count++] = name; }
}

static party_columns columns_of(const soi_model *model) {
  party_columns columns = {.count = 0};
  for (uint32_t kind = 1; kind < SOI_EVENT_KINDS; ++kind) {
    const soi_event event = {.kind = kind};
    add_column(&columns, soi_event_party_of(model, &event, false).label);
    add_column(&columns, soi_event_party_of(model, &event, true).label);
  }
  return columns;
}

typedef struct events_table {
  soi_writer writer;
  party_columns columns;
} events_table;

/* The cell of a column: the party of that name, if the event has one. */
static bool put_cell(soi_writer writer, const char *column, const soi_event_party parties[2]) {
  const uint32_t at = strcmp(parties[0].label, column) == 0 ? 0 : 1;
  const soi_event_party *const party = &parties[at];
  if (strcmp(party->label, column) != 0 || !party->known) { return put(writer, ","); }
  return *party->name != '\0' ? put(writer, ",%s", party->name) : put(writer, ",%u", party->number);
}

static bool put_event_row(void *context, const tool_recorded *recorded, soi_tick tick, const soi_event *event) {
  const events_table *const table = context;
  const soi_writer writer = table->writer;
  const soi_event_party parties[2] = {soi_event_party_of(recorded->session.model, event, false),
                                      soi_event_party_of(recorded->session.model, event, true)};
  const soi_event_info *const info = soi_event_info_of(event->kind);
  char time[MOMENT];
  bool good = goes_on() && put(writer, "%s,%s", moment(recorded, tick, time), soi_event_name(event->kind));
  for (uint32_t i = 0; i < table->columns.count && good; ++i) { good = put_cell(writer, table->columns.names[i], parties); }
  const bool told = *info->value != '\0' || *info->unit != '\0';
  return good && put(writer, ",%s,", info->value) && (!told || put(writer, "%.10g", event->value)) &&
         put(writer, ",%s,%.3f,%.3f\n", info->unit, event->at.x, event->at.y);
}

static bool fill_events(const void *context, soi_writer writer) {
  const extract *const self = context;
  events_table table = {writer, columns_of(self->recorded->session.model)};
  bool good = put(writer, "time,seconds,event");
  for (uint32_t i = 0; i < table.columns.count && good; ++i) { good = put(writer, ",%s", table.columns.names[i]); }
  return good && put(writer, ",quantity,value,unit,x,y\n") && each_event(self, put_event_row, &table);
}

/* --- JSON ------------------------------------------------------------------------------------------------------------------ */

static void put_body(soi_json *json, soi_point at, soi_point heading, double speed) {
  soi_json_number(json, "x", at.x);
  soi_json_number(json, "y", at.y);
  if (heading.x != 0 || heading.y != 0) {
    soi_json_number(json, "heading_x", heading.x);
    soi_json_number(json, "heading_y", heading.y);
  }
  soi_json_number(json, "speed", speed);
}

static void put_time(soi_json *json, const tool_recorded *recorded, soi_tick tick) {
  char clock[TERMINAL_CLOCK];
  soi_json_text(json, "time", recorded_clock(recorded, tick, clock));
  soi_json_number(json, "seconds", seconds_of(recorded, tick));
}

static bool put_frame(void *context, const tool_recorded *recorded) {
  soi_json *const json = context;
  const soi_world *const world = recorded->session.world;
  char who[WHY_WHO];
  soi_point heading;
  soi_json_open(json, NULL, '{');
  put_time(json, recorded, *world->tick);
  soi_json_open(json, "vehicles", '[');
  for (uint32_t row = 1; row <= *world->vehicle_high; ++row) {
    if (!has_place(world, row)) { continue; }
    const soi_cart_id cart = world->vehicle_cart[row];
    soi_json_open(json, NULL, '{');
    soi_json_integer(json, "serial", world->vehicle_serial[row]);
    soi_json_text(json, "type", soi_type(world->model, world->vehicle_type[row])->id);
    const soi_point at = soi_vehicle_at(world, row, &heading);
    put_body(json, at, heading, world->vehicle_speed[row]);
    if (cart != 0) {
      soi_json_text(json, "cart", cart_id(recorded, cart));
      soi_json_integer(json, "riders", world->cart_riders[cart]);
      soi_json_text(json, "stop", stop_id(world, world->cart_stop[cart]));
      soi_json_text(json, "cause", soi_cause_name(soi_cart_cause(world, cart)));
      soi_json_text(json, "who", why_who(world, cart, who));
    }
    soi_json_close(json, '}');
  }
  soi_json_close(json, ']');
  soi_json_open(json, "people", '[');
  for (uint32_t row = 1; row <= *world->person_high; ++row) {
    if (soi_person_lives(world, row) && world->person_body[row] != 0) {
      soi_json_open(json, NULL, '{');
      soi_json_integer(json, "serial", world->person_serial[row]);
      const double speed = walking(world, row, &heading);
      put_body(json, (soi_point){world->person_x[row], world->person_y[row]}, heading, speed);
      soi_json_close(json, '}');
    }
  }
  soi_json_close(json, ']');
  soi_json_close(json, '}');
  return !json->failed && goes_on();
}

static void put_party(soi_json *json, const soi_event_party *party) {
  if (*party->label == '\0') { return; }
  if (*party->name != '\0' || !party->known) {
    soi_json_text(json, party->label, party->known ? party->name : NULL);
  } else {
    soi_json_integer(json, party->label, party->number);
  }
}

static bool put_event(void *context, const tool_recorded *recorded, soi_tick tick, const soi_event *event) {
  soi_json *const json = context;
  const soi_event_party a = soi_event_party_of(recorded->session.model, event, false);
  const soi_event_party b = soi_event_party_of(recorded->session.model, event, true);
  const soi_event_info *const info = soi_event_info_of(event->kind);
  soi_json_open(json, NULL, '{');
  put_time(json, recorded, tick);
  soi_json_text(json, "event", soi_event_name(event->kind));
  put_party(json, &a);
  put_party(json, &b);
  if (*info->value != '\0' || *info->unit != '\0') {
    soi_json_text(json, "quantity", info->value);
    soi_json_number(json, "value", event->value);
    soi_json_text(json, "unit", info->unit);
  }
  soi_json_number(json, "x", event->at.x);
  soi_json_number(json, "y", event->at.y);
  soi_json_close(json, '}');
  return !json->failed;
}

static bool fill_json(const void *context, soi_writer writer) {
  const extract *const self = context;
  char clock[TERMINAL_CLOCK];
  soi_json json;
  soi_json_begin(&json, writer);
  soi_json_open(&json, NULL, '{');
  soi_json_text(&json, "scenario", self->recorded->about->scenario);
  soi_json_text(&json, "from", recorded_clock(self->recorded, self->from, clock));
  soi_json_number(&json, "from_seconds", seconds_of(self->recorded, self->from));
  soi_json_text(&json, "to", recorded_clock(self->recorded, self->to, clock));
  soi_json_number(&json, "to_seconds", seconds_of(self->recorded, self->to));
  soi_json_open(&json, "frames", '[');
  const bool whole = each_frame(self, put_frame, &json);
  soi_json_close(&json, ']');
  soi_json_open(&json, "events", '[');
  each_event(self, put_event, &json);
  soi_json_close(&json, ']');
  soi_json_close(&json, '}');
  return soi_json_end(&json) && whole && goes_on();
}

/* --- files ----------------------------------------------------------------------------------------------------------------- */

static bool write_table(const char *directory, const char *name, output_fill fill, const extract *self) {
  char *const path = terminal_format("%s/%s.csv", directory, name);
  const bool good = output_write(path, fill, self);
  free(path);
  return good;
}

bool extract_recording(tool_recorded *recorded, soi_tick from, soi_tick to, double every, const char *json, const char *csv) {
  const extract self = {.recorded = recorded, .from = from, .to = to, .every = every};
  bool good = output_write(json, fill_json, &self);
  if (csv == NULL) { return good; }
  if (!output_directory(csv)) { return false; }
  good = write_table(csv, "agents", fill_agents, &self) && good;
  good = write_table(csv, "carts", fill_carts, &self) && good;
  return write_table(csv, "events", fill_events, &self) && good;
}
