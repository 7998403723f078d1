/* What held a cart, spell by spell. */
#include "why.h"

#include <stdlib.h>
#include <string.h>

#include "terminal.h"

/* Who is behind the cause, and what is behind that: "cart-2 broke down in it", "car 17; bus 3: waiting at a signal". */
static const char *tell_who(const soi_world *world, soi_cart_id cart, char *buffer) {
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
  soi_cart_id cart;
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
static const char *place_of(const soi_world *world, soi_vehicle_id vehicle, char *buffer) {
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
  const soi_vehicle_id vehicle = world->cart_vehicle[self->cart];
  if (vehicle == 0) {
    const bool charging = soi_cart_cause(world, self->cart) == SOI_CAUSE_CHARGING;
    printf("%s at %s: %s\n", id, recorded_clock(recorded, tick, clock), charging ? "charging in the depot" : "in the depot");
    return SOI_VERDICT_HELD;
  }
  printf("%s at %s: ", id, recorded_clock(recorded, *world->tick, clock));
  print_cause(soi_cart_cause(world, self->cart), tell_who(world, self->cart, who));
  const soi_stop_id stop = world->cart_stop[self->cart];
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

void why_tell_lost(tool_recorded *recorded, soi_cart_id cart, soi_tick from, soi_tick to) {
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

int why_cart(tool_recorded *recorded, soi_cart_id cart, bool moment, soi_tick tick) {
  story self = {.recorded = recorded, .cart = cart};
  const int code = moment ? tell_moment(&self, tick) : tell_run(&self);
  free(self.spells);
  return code;
}
