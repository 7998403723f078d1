/* soi why: what held a cart or a passenger, from the causes in a recording. */
#include "why.h"

#include <stdlib.h>
#include <string.h>

#include "recorded.h"
#include "terminal.h"
#include "tool.h"

/* --- who ------------------------------------------------------------------------------------------------------------------- */

static double distance_to(const soi_world *world, uint32_t vehicle, soi_point at) {
  const soi_point from = soi_vehicle_at(world, vehicle, NULL);
  const double dx = at.x - from.x, dy = at.y - from.y;
  return dx * dx + dy * dy;
}

static void name_vehicle(const soi_world *world, uint32_t row, char *buffer) {
  if (row > world->capacity[SOI_GROUP_VEHICLE] || !soi_vehicle_lives(world, row) || world->vehicle_type[row] == 0) { return; }
  const uint32_t cart = world->vehicle_cart[row];
  if (cart != 0) {
    snprintf(buffer, WHY_WHO, "%s", world->model->definition->scenario.fleet.items[cart - 1].record.id);
  } else {
    snprintf(buffer, WHY_WHO, "%s %u", soi_type(world->model, world->vehicle_type[row])->record.id, world->vehicle_serial[row]);
  }
}

/* People are yielded to one by one, where a cart sees them, or at a crossing: the nearer of the two that the row can mean. */
static void name_people(const soi_world *world, uint32_t vehicle, uint32_t of, char *buffer) {
  const soi_model *const model = world->model;
  const bool person = of <= world->capacity[SOI_GROUP_PERSON] && soi_person_lives(world, of) && world->person_body[of] != 0;
  const bool crossing = of <= model->crossing_count;
  const soi_crossing *const place = crossing ? &model->crossings[of] : NULL;
  const double to_person = person ? distance_to(world, vehicle, (soi_point){world->person_x[of], world->person_y[of]}) : 1e18;
  const double to_crossing =
      crossing ? distance_to(world, vehicle, (soi_point){0.5 * (place->a.x + place->b.x), 0.5 * (place->a.y + place->b.y)}) : 1e18;
  if (person && to_person <= to_crossing) {
    snprintf(buffer, WHY_WHO, "person %u", world->person_serial[of]);
  } else if (crossing && place->definition != 0) {
    snprintf(buffer, WHY_WHO, "crossing %s", model->definition->map.crossings.items[place->definition - 1].record.id);
  } else if (crossing) {
    snprintf(buffer, WHY_WHO, "a crossing of %s", model->definition->map.roads.items[place->road - 1].record.id);
  }
}

static void name_stop(const soi_world *world, uint32_t stop, char *buffer) {
  if (stop != 0 && stop <= world->model->stop_count) {
    snprintf(buffer, WHY_WHO, "stop %s", world->model->definition->map.stops.items[world->model->stops[stop].definition - 1].record.id);
  }
}

const char *why_who(const soi_world *world, uint32_t cart, char *buffer) {
  const soi_model *const model = world->model;
  const uint32_t vehicle = world->cart_vehicle[cart], of = world->vehicle_cause_of[vehicle];
  buffer[0] = '\0';
  switch (soi_cart_cause(world, cart)) {
    case SOI_CAUSE_STOP:
    case SOI_CAUSE_HOLD:
    case SOI_CAUSE_BERTH: name_stop(world, world->cart_stop[cart], buffer); break;
    case SOI_CAUSE_LEADER:
    case SOI_CAUSE_JUNCTION:
    case SOI_CAUSE_SPACE:
      if (of != 0) { name_vehicle(world, of, buffer); }
      break;
    case SOI_CAUSE_PEOPLE:
      if (of != 0) { name_people(world, vehicle, of, buffer); }
      break;
    case SOI_CAUSE_SIGNAL:
      if (of != 0 && of <= model->signal_count) {
        snprintf(buffer, WHY_WHO, "signal %s", model->definition->map.signals.items[model->signals[of].definition - 1].record.id);
      }
      break;
    default: break;
  }
  return buffer;
}

/* --- the cause behind ------------------------------------------------------------------------------------------------------ */

/* What somebody is about that others wait for: "cart-2 broke down" or "car 17: waiting at a signal"; nothing while it just drives. */
static size_t tell_state(const soi_world *world, uint32_t vehicle, const char *broke, char *buffer, size_t size) {
  char name[WHY_WHO] = "";
  name_vehicle(world, vehicle, name);
  const uint32_t cart = world->vehicle_cart[vehicle];
  const uint32_t cause = cart != 0 ? (uint32_t)soi_cart_cause(world, cart) : world->vehicle_cause[vehicle];
  if (name[0] == '\0' || cause == SOI_CAUSE_FREE || cause == SOI_CAUSE_COMFORT || cause == SOI_CAUSE_EXIT) { return 0; }
  if (cause == SOI_CAUSE_BREAKDOWN) {
    return (size_t)snprintf(buffer, size, "%s %s%s", name, cart != 0 ? "broke down" : "stands with its hazard lights on", broke);
  }
  return (size_t)snprintf(buffer, size, "%s: %s", name, soi_cause_words(cause));
}

/* The vehicle that another one waits for, 0 when it waits for something else. */
static uint32_t waits_for(const soi_world *world, uint32_t vehicle) {
  const uint32_t cause = world->vehicle_cause[vehicle], of = world->vehicle_cause_of[vehicle];
  const bool for_vehicle = cause == SOI_CAUSE_LEADER || cause == SOI_CAUSE_JUNCTION || cause == SOI_CAUSE_SPACE;
  return for_vehicle && of != 0 && of <= world->capacity[SOI_GROUP_VEHICLE] && soi_vehicle_lives(world, of) ? of : 0;
}

/* The first cart found in the berths of a stop, from the last one, that a newcomer would have to pass. */
static uint32_t cart_in_berth(const soi_world *world, uint32_t stop, uint32_t but) {
  for (uint32_t berth = SOI_BERTHS; berth-- > 0;) {
    const uint32_t cart = world->stop_carts[(size_t)stop * SOI_BERTHS + berth];
    if (cart != 0 && cart != but && world->cart_vehicle[cart] != 0) { return cart; }
  }
  return 0;
}

const char *why_behind(const soi_world *world, uint32_t cart, char *buffer) {
  const uint32_t vehicle = world->cart_vehicle[cart], stop = world->cart_stop[cart];
  const soi_cause cause = soi_cart_cause(world, cart);
  buffer[0] = '\0';
  if (vehicle != 0 && cause == SOI_CAUSE_BERTH && stop != 0 && stop <= world->model->stop_count) {
    const uint32_t other = cart_in_berth(world, stop, cart);
    if (other != 0) { tell_state(world, world->cart_vehicle[other], " in it", buffer, WHY_WHO); }
  } else if (vehicle != 0 && (cause == SOI_CAUSE_LEADER || cause == SOI_CAUSE_JUNCTION || cause == SOI_CAUSE_SPACE)) {
    enum { FAR = 200 }; /* vehicles down a queue; a circle ends there too */
    uint32_t first = waits_for(world, vehicle);
    for (uint32_t i = 0; first != 0 && i < FAR && waits_for(world, first) != 0; ++i) { first = waits_for(world, first); }
    if (first != 0) { tell_state(world, first, "", buffer, WHY_WHO); }
  }
  return buffer;
}

/* Who is behind the cause, and what is behind that: "cart-2 broke down in it", "car 17; bus 3: waiting at a signal". */
static const char *tell_who(const soi_world *world, uint32_t cart, char *buffer) {
  char who[WHY_WHO], behind[WHY_WHO];
  why_who(world, cart, who);
  why_behind(world, cart, behind);
  const size_t length = strlen(who);
  const bool itself = strncmp(behind, who, length) == 0 && (behind[length] == ' ' || behind[length] == ':');
  const bool broken = soi_cart_cause(world, cart) == SOI_CAUSE_BERTH && strstr(behind, " broke down") != NULL;
  const bool alone = behind[0] != '\0' && (itself || broken);
  snprintf(buffer, WHY_LONG, "%s%s%s", alone ? "" : who, alone || who[0] == '\0' || behind[0] == '\0' ? "" : "; ", behind);
  return buffer;
}

/* --- spells ---------------------------------------------------------------------------------------------------------------- */

/* A stretch of time with one cause. */
typedef struct spell {
  soi_cause cause;
  soi_tick from, to;
  double lost;        /* s against free speed */
  char who[WHY_LONG]; /* the first behind it */
} spell;

typedef struct story {
  tool_recorded *recorded;
  uint32_t cart;
  spell *spells;
  uint32_t count;
  double road; /* s on the road */
  bool begun;
  soi_tick before; /* of the frame before, once begun */
} story;

static void add_frame(story *self, soi_tick before) {
  const soi_world *const world = self->recorded->session.world;
  const double seconds = (double)(*world->tick - before) * world->model->step;
  const soi_cause cause = soi_cart_cause(world, self->cart);
  if (world->cart_vehicle[self->cart] == 0 && cause != SOI_CAUSE_CHARGING) { return; }
  self->road += world->cart_vehicle[self->cart] != 0 ? seconds : 0.0;
  const bool goes_on = self->count > 0 && self->spells[self->count - 1].cause == cause && self->spells[self->count - 1].to == before;
  if (!goes_on) {
    /* Room doubles at each power of two. */
    if ((self->count & (self->count - 1)) == 0) {
      self->spells = terminal_grow(self->spells, (2 * self->count + 1) * sizeof *self->spells);
    }
    spell *const fresh = &self->spells[self->count++];
    *fresh = (spell){.cause = cause, .from = before};
    tell_who(world, self->cart, fresh->who);
  }
  spell *const last = &self->spells[self->count - 1];
  last->to = *world->tick;
  last->lost += soi_cart_lost_share(world, self->cart) * seconds;
  if (last->who[0] == '\0') { tell_who(world, self->cart, last->who); }
}

/* The time since the frame before; the first stands for no time. */
static bool take_frame(void *context, const tool_recorded *recorded) {
  story *const self = context;
  const soi_tick tick = *recorded->session.world->tick;
  if (self->begun && tick > self->before) { add_frame(self, self->before); }
  self->begun = true;
  self->before = tick;
  return true;
}

/* Goes through the frames from one tick to another. The world is left at the last. */
static void read_story(story *self, soi_tick from, soi_tick to) {
  if (!recorded_frames(self->recorded, from, to, take_frame, self)) {
    terminal_complain("why", "%s: its frames cannot be read any further", self->recorded->path);
  }
}

/* --- telling --------------------------------------------------------------------------------------------------------------- */

static const char *seconds_text(double seconds, char *buffer) {
  soi_unit_print(buffer, TERMINAL_CLOCK, SOI_UNIT_TIME, seconds);
  return buffer;
}

/* "yielding to people: person 310". */
static void print_cause(soi_cause cause, const char *who) { printf("%s%s%s", soi_cause_words(cause), *who == '\0' ? "" : ": ", who); }

/* "on kp2-market", "in a junction". */
static const char *place_of(const soi_world *world, uint32_t vehicle, char *buffer) {
  const soi_lane *const lane = &world->model->lanes[world->vehicle_lane[vehicle]];
  const bool inside = lane->road == 0;
  snprintf(buffer, WHY_WHO, "%s%s", inside ? "in a junction" : "on ",
           inside ? "" : world->model->definition->map.roads.items[lane->road - 1].record.id);
  return buffer;
}

static const spell *spell_at(const story *self, soi_tick tick) {
  for (uint32_t i = 0; i < self->count; ++i) {
    if (self->spells[i].from < tick && tick <= self->spells[i].to) { return &self->spells[i]; }
  }
  return NULL;
}

/* What held the cart at a moment: the spell it lies in, and what the cart was about. */
static int tell_moment(story *self, soi_tick tick) {
  enum { AROUND = 1200 }; /* s to look back and ahead for the ends of the spell */
  tool_recorded *const recorded = self->recorded;
  const soi_world *const world = recorded->session.world;
  const char *const id = recorded->session.definition.scenario.fleet.items[self->cart - 1].record.id;
  const soi_tick around = (soi_tick)(AROUND / recorded->session.model->step);
  const soi_tick from = tick > recorded->about->first + around ? tick - around : recorded->about->first;
  char clock[TERMINAL_CLOCK], end[TERMINAL_CLOCK], seconds[TERMINAL_CLOCK], who[WHY_LONG], place[WHY_WHO];
  read_story(self, from, tick + around);
  soi_tape *const tape = soi_tape_create(recorded->recording, recorded->session.model, soi_memory_libc());
  const bool shown = tape != NULL && soi_tape_show(tape, tick, recorded->session.world);
  soi_tape_release(tape);
  if (!shown) {
    terminal_complain("why", "%s has no frame at or before %s", recorded->path, recorded_clock(recorded, tick, clock));
    return SOI_VERDICT_INPUT;
  }
  const uint32_t vehicle = world->cart_vehicle[self->cart];
  if (vehicle == 0) {
    const bool charging = soi_cart_cause(world, self->cart) == SOI_CAUSE_CHARGING;
    printf("%s at %s: %s\n", id, recorded_clock(recorded, tick, clock), charging ? "charging in the depot" : "in the depot");
    return SOI_VERDICT_HELD;
  }
  printf("%s at %s: ", id, recorded_clock(recorded, *world->tick, clock));
  print_cause(soi_cart_cause(world, self->cart), tell_who(world, self->cart, who));
  const uint32_t stop = world->cart_stop[self->cart];
  printf("\n  at %.1f km/h %s, %u aboard, bound for %s, losing %.0f %% of its free speed\n", 3.6 * world->vehicle_speed[vehicle],
         place_of(world, vehicle, place), world->cart_riders[self->cart],
         stop == 0 ? "no stop" : recorded->session.definition.map.stops.items[world->model->stops[stop].definition - 1].record.id,
         100.0 * soi_cart_lost_share(world, self->cart));
  const spell *const now = spell_at(self, *world->tick);
  if (now != NULL) {
    printf("  from %s to %s, %s of them lost\n", recorded_clock(recorded, now->from, clock), recorded_clock(recorded, now->to, end),
           seconds_text(now->lost, seconds));
  }
  return SOI_VERDICT_HELD;
}

typedef struct cause_sum {
  soi_cause cause;
  double lost;
  const spell *longest;
} cause_sum;

static int by_loss(const void *a, const void *b) {
  const double x = ((const cause_sum *)a)->lost, y = ((const cause_sum *)b)->lost;
  return x < y ? 1 : x > y ? -1 : 0;
}

/* Time lost by cause, the most first; returns the sum. */
static double sum_causes(const story *self, cause_sum sums[SOI_CAUSE_COUNT]) {
  double total = 0.0;
  for (uint32_t i = 0; i < SOI_CAUSE_COUNT; ++i) { sums[i] = (cause_sum){.cause = (soi_cause)i}; }
  for (uint32_t i = 0; i < self->count; ++i) {
    const spell *const one = &self->spells[i];
    cause_sum *const sum = &sums[one->cause];
    sum->lost += one->lost;
    total += one->lost;
    sum->longest = sum->longest == NULL || one->lost > sum->longest->lost ? one : sum->longest;
  }
  qsort(sums, SOI_CAUSE_COUNT, sizeof *sums, by_loss);
  return total;
}

void why_tell_lost(tool_recorded *recorded, uint32_t cart, soi_tick from, soi_tick to) {
  enum { TOLD = 3 };
  story self = {.recorded = recorded, .cart = cart};
  char text[TERMINAL_CLOCK];
  cause_sum sums[SOI_CAUSE_COUNT];
  read_story(&self, from, to);
  printf(" %s", seconds_text(sum_causes(&self, sums), text));
  for (uint32_t i = 0; i < TOLD && sums[i].lost >= 0.05; ++i) {
    const char *const who = sums[i].longest->who;
    printf("%s %s %s", i == 0 ? ":" : ",", seconds_text(sums[i].lost, text), soi_cause_words(sums[i].cause));
    if (who[0] != '\0') { printf(" (%s)", who); }
  }
  printf("\n");
  free(self.spells);
}

/* Lost time by cause over the whole recording. */
static int tell_run(story *self) {
  tool_recorded *const recorded = self->recorded;
  const char *const id = recorded->session.definition.scenario.fleet.items[self->cart - 1].record.id;
  char first[TERMINAL_CLOCK], last[TERMINAL_CLOCK], lost[TERMINAL_CLOCK], road[TERMINAL_CLOCK];
  cause_sum sums[SOI_CAUSE_COUNT];
  read_story(self, recorded->about->first, recorded->about->last);
  const double total = sum_causes(self, sums);
  printf("%s, %s to %s: lost %s of %s on the road\n", id, recorded_clock(recorded, recorded->about->first, first),
         recorded_clock(recorded, recorded->about->last, last), seconds_text(total, lost), seconds_text(self->road, road));
  for (uint32_t i = 0; i < SOI_CAUSE_COUNT && sums[i].lost >= 0.05; ++i) {
    const spell *const longest = sums[i].longest;
    printf("  %-32s %9s %5.1f %%   most: %s at %s", soi_cause_words(sums[i].cause), seconds_text(sums[i].lost, lost),
           100.0 * sums[i].lost / total, seconds_text(longest->lost, road), recorded_clock(recorded, longest->from, first));
    printf("%s%s\n", longest->who[0] == '\0' ? "" : ", ", longest->who);
  }
  return SOI_VERDICT_HELD;
}

/* --- the command ----------------------------------------------------------------------------------------------------------- */

static uint32_t find_cart(const tool_recorded *recorded, const char *name) {
  const soi_scenario_definition *const scenario = &recorded->session.definition.scenario;
  const char **const ids = terminal_grow(NULL, (scenario->fleet.count + 1) * sizeof *ids);
  uint32_t found = 0;
  for (uint32_t i = 0; i < scenario->fleet.count; ++i) {
    ids[i] = scenario->fleet.items[i].record.id;
    found = strcmp(ids[i], name) == 0 ? i + 1 : found;
  }
  if (found == 0) {
    const char *const nearest = soi_text_nearest(name, ids, scenario->fleet.count);
    terminal_complain("why", nearest == NULL ? "there is no cart '%s' in it" : "there is no cart '%s' in it; did you mean '%s'?", name,
                      nearest);
  }
  free(ids);
  return found;
}

/* A passenger's number, as trips.csv prints it; 0 when the text is none. */
static uint32_t passenger_named(const char *text) {
  const size_t digits = strspn(text, "0123456789");
  return digits > 0 && digits < 10 && text[digits] == '\0' ? (uint32_t)strtoul(text, NULL, 10) : 0;
}

int why_command(const tool_arguments *arguments) {
  const uint32_t count = arguments->operand_count;
  const uint32_t passenger = passenger_named(arguments->operands[0]);
  tool_recorded recorded;
  story self = {.recorded = &recorded};
  int code = SOI_VERDICT_INPUT;
  soi_tick tick = 0;
  if (recorded_open(&recorded, "why", arguments->operands[count - 1]) &&
      (passenger != 0 || (self.cart = find_cart(&recorded, arguments->operands[0])) != 0) &&
      (count == 2 || recorded_tick(&recorded, "why", arguments->operands[1], &tick))) {
    if (passenger != 0) {
      code = why_passenger(&recorded, passenger, count == 3, tick);
    } else {
      code = count == 2 ? tell_run(&self) : tell_moment(&self, tick);
    }
  }
  free(self.spells);
  recorded_close(&recorded);
  return code;
}
