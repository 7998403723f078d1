/* soi why for a passenger: the parts of the trip, and what held the cart that came and the cart it rode. */
#include <string.h>

#include "terminal.h"
#include "why.h"

enum { MOST_PARTS = 32 };

/* A stretch of time about one thing. */
typedef struct part {
  uint8_t errand; /* soi_errand; the way to the door counts as the queue */
  soi_stop_id stop;
  soi_cart_id cart;
  soi_tick from, to;
  uint32_t full;  /* the cart that stood there full last */
  uint32_t times; /* so often */
} part;

typedef struct trip {
  uint32_t serial, row;
  part parts[MOST_PARTS];
  uint32_t count;
  bool over; /* gone before the recording's end */
} trip;

static const char *stop_id(const soi_model *model, soi_stop_id stop) {
  return stop == 0 || stop > model->stop_count ? "?" : model->definition->map.stops.items[model->stops[stop].definition - 1].record.id;
}

static const char *cart_id(const soi_model *model, soi_cart_id cart) {
  return cart == 0 || cart > model->cart_count ? "?" : model->carts[cart].id;
}

static bool is_row(const soi_world *world, uint32_t row, uint32_t serial) {
  return row != 0 && soi_person_lives(world, row) && world->person_serial[row] == serial && world->person_errand[row] != SOI_ERRAND_NONE;
}

static uint32_t find_row(const soi_world *world, uint32_t serial) {
  for (uint32_t row = 1; row <= world->person_high[0]; ++row) {
    if (is_row(world, row, serial)) { return row; }
  }
  return 0;
}

/* The cart in the berths of a stop that has no place left, 0 for none. */
static uint32_t full_cart(const soi_world *world, soi_stop_id stop) {
  const soi_scenario_definition *const scenario = &world->model->definition->scenario;
  for (uint32_t berth = 0; stop != 0 && berth < SOI_BERTHS; ++berth) {
    const soi_cart_id cart = world->stop_carts[(size_t)stop * SOI_BERTHS + berth];
    const soi_vehicle_type *const type = cart == 0 ? NULL : soi_type(world->model, scenario->fleet.items[cart - 1].row.type);
    if (type != NULL && soi_cart_does(world, cart, SOI_CART_SERVING) &&
        world->cart_riders[cart] >= type->places.seats + type->places.standing) {
      return cart;
    }
  }
  return 0;
}

static void add_frame(trip *self, const soi_world *world) {
  uint8_t errand = world->person_errand[self->row];
  errand = errand == SOI_ERRAND_BOARD ? SOI_ERRAND_QUEUE : errand;
  if (self->count == 0 || (self->parts[self->count - 1].errand != errand && self->count < MOST_PARTS)) {
    self->parts[self->count++] = (part){.errand = errand, .from = *world->tick};
  }
  part *const last = &self->parts[self->count - 1];
  last->to = *world->tick;
  last->stop = world->person_stop[self->row] != 0 ? world->person_stop[self->row] : last->stop;
  last->cart = world->person_cart[self->row] != 0 ? world->person_cart[self->row] : last->cart;
  const uint32_t full =
      errand == SOI_ERRAND_QUEUE && world->person_errand[self->row] == SOI_ERRAND_QUEUE ? full_cart(world, last->stop) : 0;
  if (full != 0 && full != last->full) {
    last->full = full;
    ++last->times;
  }
}

static bool take_frame(void *context, const tool_recorded *recorded) {
  trip *const self = context;
  const soi_world *const world = recorded->session.world;
  if (!is_row(world, self->row, self->serial)) {
    self->over = self->count > 0;
    self->row = self->over ? 0 : find_row(world, self->serial);
  }
  if (self->row != 0) { add_frame(self, world); }
  return !self->over;
}

/* --- telling --------------------------------------------------------------------------------------------------------------- */

static void tell_part(const soi_model *model, const part *self) {
  switch (self->errand) {
    case SOI_ERRAND_TO_STOP: printf("walking to stop %s", stop_id(model, self->stop)); break;
    case SOI_ERRAND_QUEUE: printf("waiting at stop %s", stop_id(model, self->stop)); break;
    case SOI_ERRAND_RIDE: printf("aboard %s to stop %s", cart_id(model, self->cart), stop_id(model, self->stop)); break;
    case SOI_ERRAND_GIVEN_UP: printf("walking, the wait given up"); break;
    default: printf("walking"); break;
  }
}

/* The line of a part, and behind it what held the cart that was waited for or ridden. */
static void tell(tool_recorded *recorded, const trip *self, uint32_t i) {
  const soi_model *const model = recorded->session.model;
  const part *const one = &self->parts[i];
  char from[TERMINAL_CLOCK], seconds[TERMINAL_CLOCK];
  soi_unit_print(seconds, sizeof seconds, SOI_UNIT_TIME, (double)(one->to - one->from) * model->step);
  printf("  %s  %9s  ", recorded_clock(recorded, one->from, from), seconds);
  tell_part(model, one);
  printf("\n");
  if (one->times > 0) {
    printf("      left behind by a full cart %u time%s, the last was %s\n", one->times, one->times == 1 ? "" : "s",
           cart_id(model, one->full));
  }
  const bool boarded = one->errand == SOI_ERRAND_QUEUE && i + 1 < self->count && self->parts[i + 1].errand == SOI_ERRAND_RIDE;
  if (boarded || one->errand == SOI_ERRAND_RIDE) {
    const soi_cart_id cart = boarded ? self->parts[i + 1].cart : one->cart;
    printf("      %s, %s lost", cart_id(model, cart), boarded ? "which came, meanwhile" : "on the way,");
    why_tell_lost(recorded, cart, one->from, one->to);
  }
}

static const char *end_of(const trip *self) {
  const uint8_t last = self->parts[self->count - 1].errand;
  if (!self->over) { return "still on the way at the recording's end"; }
  return last == SOI_ERRAND_WALK_ON ? "served" : last == SOI_ERRAND_GIVEN_UP ? "gave up" : last == SOI_ERRAND_WALK ? "a walker" : "gone";
}

int why_passenger(tool_recorded *recorded, uint32_t serial, bool moment, soi_tick tick) {
  trip self = {.serial = serial};
  if (!recorded_frames(recorded, recorded->about->first, recorded->about->last, take_frame, &self)) {
    terminal_complain("why", "%s: its frames cannot be read any further", recorded->path);
  }
  if (self.count == 0) {
    terminal_complain("why", "there is no passenger %u in it; expected a number of trips.csv, column passenger", serial);
    return SOI_VERDICT_INPUT;
  }
  char from[TERMINAL_CLOCK], to[TERMINAL_CLOCK];
  printf("passenger %u, %s to %s: %s\n", serial, recorded_clock(recorded, self.parts[0].from, from),
         recorded_clock(recorded, self.parts[self.count - 1].to, to), end_of(&self));
  if (moment && (tick < self.parts[0].from || tick > self.parts[self.count - 1].to)) {
    printf("  not on the way at %s\n", recorded_clock(recorded, tick, from));
  }
  for (uint32_t i = 0; i < self.count; ++i) {
    if (!moment || (self.parts[i].from <= tick && (tick <= self.parts[i].to || (i + 1 < self.count && tick < self.parts[i + 1].from)))) {
      tell(recorded, &self, i);
    }
  }
  return SOI_VERDICT_HELD;
}
