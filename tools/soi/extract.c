/* Extracts: what there was to see between two ticks, frame by frame, and what happened. Places are metres in the map's frame as recorded
 * (to 1 cm), of a vehicle the middle of its body. */
#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "replay.h"
#include "reports.h"
#include "stop.h"
#include "terminal.h"
#include "why.h"

typedef struct extract {
  tool_recorded *recorded;
  soi_tick from, to;
} extract;

/* A file that a signal cut short is not written: the reason is EINTR. */
static bool goes_on(void) {
  if (stop_reason() == NULL) {
    return true;
  }
  errno = EINTR;
  return false;
}

static bool each_frame(const extract *self, recorded_visit row, void *context) {
  if (!recorded_frames(self->recorded, self->from, self->to, row, context)) {
    terminal_complain("replay", "%s: its frames cannot be read any further", self->recorded->path);
  }
  return goes_on();
}

/* Whether a frame's vehicle has a place: what was damaged or of another version may not. */
static bool has_place(const soi_world *world, uint32_t row) {
  return soi_vehicle_lives(world, row) && world->vehicle_type[row] != 0 && world->vehicle_lane[row] != 0;
}

static const char *cart_id(const tool_recorded *recorded, uint32_t cart) {
  return recorded->session.definition.scenario.fleet.items[cart - 1].record.id;
}

static const char *stop_id(const soi_world *world, uint32_t stop) {
  return stop == 0 ? "" : world->model->definition->map.stops.items[world->model->stops[stop].definition - 1].record.id;
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

/* Row by row: a vehicle (a cart by its id), then people with a body. */
static bool put_agents(void *context, const tool_recorded *recorded) {
  const soi_writer writer = *(const soi_writer *)context;
  const soi_world *const world = recorded->session.world;
  char clock[TERMINAL_CLOCK];
  recorded_clock(recorded, *world->tick, clock);
  bool good = goes_on();
  for (uint32_t row = 1; row <= *world->vehicle_high && good; ++row) {
    if (!has_place(world, row)) {
      continue;
    }
    soi_point heading;
    const soi_point at = soi_vehicle_at(world, row, &heading);
    const uint32_t cart = world->vehicle_cart[row];
    const char *const type = soi_type(world->model, world->vehicle_type[row])->record.id;
    good = put(writer, "%s,%s,%s,%u,%.3f,%.3f,%.4f,%.4f,%.2f\n", clock, cart != 0 ? "cart" : "vehicle",
               cart != 0 ? cart_id(recorded, cart) : type, world->vehicle_serial[row], at.x, at.y, heading.x, heading.y,
               world->vehicle_speed[row]);
  }
  for (uint32_t row = 1; row <= *world->person_high && good; ++row) {
    if (soi_person_lives(world, row) && world->person_body[row] != 0) {
      const double vx = world->person_vx[row], vy = world->person_vy[row];
      good = put(writer, "%s,person,,%u,%.3f,%.3f,%.2f,%.2f,\n", clock, world->person_serial[row], world->person_x[row],
                 world->person_y[row], vx, vy);
    }
  }
  return good;
}

static bool fill_agents(const void *context, soi_writer writer) {
  return put(writer, "time,kind,id,serial,x,y,heading_x,heading_y,speed\n") && each_frame(context, put_agents, &writer);
}

static bool put_carts(void *context, const tool_recorded *recorded) {
  const soi_writer writer = *(const soi_writer *)context;
  const soi_world *const world = recorded->session.world;
  char clock[TERMINAL_CLOCK], who[WHY_WHO];
  recorded_clock(recorded, *world->tick, clock);
  bool good = goes_on();
  for (uint32_t cart = 1; cart <= world->model->cart_count && good; ++cart) {
    const uint32_t row = world->cart_vehicle[cart];
    if (row == 0 || !has_place(world, row)) {
      continue;
    }
    const soi_point at = soi_vehicle_at(world, row, NULL);
    good = put(writer, "%s,%s,%.3f,%.3f,%.2f,%u,%s,%s,%s\n", clock, cart_id(recorded, cart), at.x, at.y, world->vehicle_speed[row],
               world->cart_riders[cart], stop_id(world, world->cart_stop[cart]), soi_cause_name(soi_cart_cause(world, cart)),
               why_who(world, cart, who));
  }
  return good;
}

static bool fill_carts(const void *context, soi_writer writer) {
  return put(writer, "time,cart,x,y,speed,riders,stop,cause,who\n") && each_frame(context, put_carts, &writer);
}

static soi_message_cursor events_of(const extract *self) {
  return soi_recording_messages(self->recorded->recording, SOI_CHANNEL_BIT(EVENTS), self->from, self->to);
}

static bool fill_events(const void *context, soi_writer writer) {
  const extract *const self = context;
  soi_message_cursor cursor = events_of(self);
  bool good = put(writer, "time,event,a,b,value,x,y\n");
  for (soi_message message; good && soi_message_next(&cursor, &message);) {
    soi_event event;
    char clock[TERMINAL_CLOCK];
    if (soi_message_event(&message, &event)) {
      good = put(writer, "%s,%s,%u,%u,%.10g,%.3f,%.3f\n", recorded_clock(self->recorded, message.tick, clock),
                 soi_event_name(event.kind), event.a, event.b, event.value, event.at.x, event.at.y);
    }
  }
  return good;
}

/* --- JSON ------------------------------------------------------------------------------------------------------------------ */

static void put_body(soi_json *json, soi_point at, double speed) {
  soi_json_number(json, "x", at.x);
  soi_json_number(json, "y", at.y);
  soi_json_number(json, "speed", speed);
}

static bool put_frame(void *context, const tool_recorded *recorded) {
  soi_json *const json = context;
  const soi_world *const world = recorded->session.world;
  char clock[TERMINAL_CLOCK], who[WHY_WHO];
  soi_json_open(json, NULL, '{');
  soi_json_text(json, "time", recorded_clock(recorded, *world->tick, clock));
  soi_json_open(json, "vehicles", '[');
  for (uint32_t row = 1; row <= *world->vehicle_high; ++row) {
    if (!has_place(world, row)) {
      continue;
    }
    const uint32_t cart = world->vehicle_cart[row];
    soi_json_open(json, NULL, '{');
    soi_json_integer(json, "serial", world->vehicle_serial[row]);
    soi_json_text(json, "type", soi_type(world->model, world->vehicle_type[row])->record.id);
    put_body(json, soi_vehicle_at(world, row, NULL), world->vehicle_speed[row]);
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
      soi_json_number(json, "x", world->person_x[row]);
      soi_json_number(json, "y", world->person_y[row]);
      soi_json_close(json, '}');
    }
  }
  soi_json_close(json, ']');
  soi_json_close(json, '}');
  return !json->failed && goes_on();
}

static void put_events(soi_json *json, const extract *self) {
  soi_message_cursor cursor = events_of(self);
  soi_json_open(json, "events", '[');
  for (soi_message message; !json->failed && soi_message_next(&cursor, &message);) {
    soi_event event;
    char clock[TERMINAL_CLOCK];
    if (!soi_message_event(&message, &event)) {
      continue;
    }
    soi_json_open(json, NULL, '{');
    soi_json_text(json, "time", recorded_clock(self->recorded, message.tick, clock));
    soi_json_text(json, "event", soi_event_name(event.kind));
    soi_json_integer(json, "a", event.a);
    soi_json_integer(json, "b", event.b);
    soi_json_number(json, "value", event.value);
    soi_json_number(json, "x", event.at.x);
    soi_json_number(json, "y", event.at.y);
    soi_json_close(json, '}');
  }
  soi_json_close(json, ']');
}

static bool fill_json(const void *context, soi_writer writer) {
  const extract *const self = context;
  char clock[TERMINAL_CLOCK];
  soi_json json;
  soi_json_begin(&json, writer);
  soi_json_open(&json, NULL, '{');
  soi_json_text(&json, "scenario", self->recorded->about->scenario);
  soi_json_text(&json, "from", recorded_clock(self->recorded, self->from, clock));
  soi_json_text(&json, "to", recorded_clock(self->recorded, self->to, clock));
  soi_json_open(&json, "frames", '[');
  const bool whole = each_frame(self, put_frame, &json);
  soi_json_close(&json, ']');
  put_events(&json, self);
  soi_json_close(&json, '}');
  return soi_json_end(&json) && whole && goes_on();
}

/* --- files ----------------------------------------------------------------------------------------------------------------- */

static bool write_table(const char *directory, const char *name, report_fill fill, const extract *self) {
  char *const path = terminal_format("%s/%s.csv", directory, name);
  const bool good = report_file(path, fill, self);
  free(path);
  return good;
}

bool extract_recording(tool_recorded *recorded, soi_tick from, soi_tick to, const char *json, const char *csv) {
  const extract self = {.recorded = recorded, .from = from, .to = to};
  bool good = report_file(json, fill_json, &self);
  if (csv == NULL) {
    return good;
  }
  if (mkdir(csv, 0777) != 0 && errno != EEXIST) {
    terminal_complain(NULL, "cannot make the directory %s: %s", csv, strerror(errno));
    return false;
  }
  good = write_table(csv, "agents", fill_agents, &self) && good;
  good = write_table(csv, "carts", fill_carts, &self) && good;
  return write_table(csv, "events", fill_events, &self) && good;
}
