/* soi why: what held a cart, from the causes in a recording. */
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
  if (row > world->capacity[SOI_GROUP_VEHICLE] || !soi_vehicle_lives(world, row) || world->vehicle_type[row] == 0) {
    return;
  }
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
  const double to_person =
      person ? distance_to(world, vehicle, (soi_point){world->person_x[of], world->person_y[of]}) : 1e18;
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
      if (of != 0) {
        name_vehicle(world, of, buffer);
      }
      break;
    case SOI_CAUSE_PEOPLE:
      if (of != 0) {
        name_people(world, vehicle, of, buffer);
      }
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

/* --- spells ---------------------------------------------------------------------------------------------------------------- */

/* A stretch of time with one cause. */
typedef struct spell {
  soi_cause cause;
  soi_tick from, to;
  double lost;       /* s against free speed */
  char who[WHY_WHO]; /* the first behind it */
} spell;

typedef struct story {
  tool_recorded *recorded;
  uint32_t cart;
  spell *spells;
  uint32_t count;
  double road;       /* s on the road */
  bool begun;
  soi_tick before;   /* of the frame before, once begun */
} story;

static void add_frame(story *self, soi_tick before) {
  const soi_world *const world = self->recorded->session.world;
  const double seconds = (double)(*world->tick - before) * world->model->step;
  if (world->cart_vehicle[self->cart] == 0) {
    return;
  }
  const soi_cause cause = soi_cart_cause(world, self->cart);
  self->road += seconds;
  const bool goes_on = self->count > 0 && self->spells[self->count - 1].cause == cause && self->spells[self->count - 1].to == before;
  if (!goes_on) {
    /* Room doubles at each power of two. */
    if ((self->count & (self->count - 1)) == 0) {
      self->spells = terminal_grow(self->spells, (2 * self->count + 1) * sizeof *self->spells);
    }
    spell *const fresh = &self->spells[self->count++];
    *fresh = (spell){.cause = cause, .from = before};
    why_who(world, self->cart, fresh->who);
  }
  spell *const last = &self->spells[self->count - 1];
  last->to = *world->tick;
  last->lost += soi_cart_lost_share(world, self->cart) * seconds;
  if (last->who[0] == '\0') {
    why_who(world, self->cart, last->who);
  }
}

/* The time since the frame before; the first stands for no time. */
static bool take_frame(void *context, const tool_recorded *recorded) {
  story *const self = context;
  const soi_tick tick = *recorded->session.world->tick;
  if (self->begun && tick > self->before) {
    add_frame(self, self->before);
  }
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
static void print_cause(soi_cause cause, const char *who) {
  printf("%s%s%s", soi_cause_words(cause), *who == '\0' ? "" : ": ", who);
}

static const char *road_of(const soi_world *world, uint32_t vehicle) {
  const soi_lane *const lane = &world->model->lanes[world->vehicle_lane[vehicle]];
  return lane->road == 0 ? "in a junction" : world->model->definition->map.roads.items[lane->road - 1].record.id;
}

static const spell *spell_at(const story *self, soi_tick tick) {
  for (uint32_t i = 0; i < self->count; ++i) {
    if (self->spells[i].from < tick && tick <= self->spells[i].to) {
      return &self->spells[i];
    }
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
  char clock[TERMINAL_CLOCK], end[TERMINAL_CLOCK], seconds[TERMINAL_CLOCK], who[WHY_WHO];
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
    printf("%s at %s: in the depot\n", id, recorded_clock(recorded, tick, clock));
    return SOI_VERDICT_HELD;
  }
  printf("%s at %s: ", id, recorded_clock(recorded, *world->tick, clock));
  print_cause(soi_cart_cause(world, self->cart), why_who(world, self->cart, who));
  const uint32_t stop = world->cart_stop[self->cart];
  printf("\n  at %.1f km/h on %s, %u aboard, bound for %s, losing %.0f %% of its free speed\n", 3.6 * world->vehicle_speed[vehicle],
         road_of(world, vehicle), world->cart_riders[self->cart],
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

/* Lost time by cause over the whole recording, the most first. */
static int tell_run(story *self) {
  tool_recorded *const recorded = self->recorded;
  const char *const id = recorded->session.definition.scenario.fleet.items[self->cart - 1].record.id;
  char first[TERMINAL_CLOCK], last[TERMINAL_CLOCK], lost[TERMINAL_CLOCK], road[TERMINAL_CLOCK];
  cause_sum sums[SOI_CAUSE_COUNT];
  double total = 0.0;
  read_story(self, recorded->about->first, recorded->about->last);
  for (uint32_t i = 0; i < SOI_CAUSE_COUNT; ++i) {
    sums[i] = (cause_sum){.cause = (soi_cause)i};
  }
  for (uint32_t i = 0; i < self->count; ++i) {
    const spell *const one = &self->spells[i];
    cause_sum *const sum = &sums[one->cause];
    sum->lost += one->lost;
    total += one->lost;
    sum->longest = sum->longest == NULL || one->lost > sum->longest->lost ? one : sum->longest;
  }
  qsort(sums, SOI_CAUSE_COUNT, sizeof *sums, by_loss);
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
    terminal_complain("why", nearest == NULL ? "there is no cart '%s' in it" : "there is no cart '%s' in it; did you mean '%s'?", name, nearest);
  }
  free(ids);
  return found;
}

int why_command(const tool_arguments *arguments) {
  const uint32_t count = arguments->operand_count;
  tool_recorded recorded;
  story self = {.recorded = &recorded};
  int code = SOI_VERDICT_INPUT;
  soi_tick tick = 0;
  if (recorded_open(&recorded, "why", arguments->operands[count - 1]) && (self.cart = find_cart(&recorded, arguments->operands[0])) != 0 &&
      (count == 2 || recorded_tick(&recorded, "why", arguments->operands[1], &tick))) {
    code = count == 2 ? tell_run(&self) : tell_moment(&self, tick);
  }
  free(self.spells);
  recorded_close(&recorded);
  return code;
}
