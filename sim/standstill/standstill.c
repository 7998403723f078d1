/* Phase standstill: the time each agent has stood without a lawful cause, found by following whom it waits for to the end; and what
 * comes of it: events and the longest such time. An agent stands while it gets no more than a metre away from where it was. */
#include "standstill.h"

#include "emit.h"
#include "fmath.h"

static const double PERIOD = 1.0;    /* s between looks */
static const double PLACE = 1.0;     /* m it may shift while it stands */
static const double SETTLED = 2.0;   /* s after which it is taken to stand */
static const double CIRCLE = 30.0;   /* s that all members of a circle have stood without a lawful cause when it is told */
static const double PASSING = 120.0; /* s for which what passes is a lawful cause */
static const double STOOD = 300.0;   /* s without a lawful cause that are told */
static const double GREEN = 120.0;   /* s of its own green in one standstill that are told */

/* What has been told of an agent: a circle once a standstill, the others once in its life. */
enum { TOLD_CIRCLE = 1, TOLD_STOOD = 2, TOLD_GREEN = 4 };

/* The memory of one agent. */
typedef struct memory {
  soi_tick *since, *lawful;
  uint32_t *idle;
  soi_agent_id *on;
  uint8_t *told, *stand;
} memory;

static memory memory_of(const soi_world *world, soi_agent_id agent) {
  const soi_person_id person = soi_agent_person(world, agent);
  if (person == 0) {
    return (memory){world->vehicle_rest_tick + agent, world->vehicle_lawful_tick + agent, world->vehicle_idle + agent,
                    world->vehicle_waits_on + agent,  world->vehicle_told + agent,        world->vehicle_stand + agent};
  }
  return (memory){world->person_rest_tick + person, world->person_lawful_tick + person, world->person_idle + person,
                  world->person_waits_on + person,  world->person_told + person,        world->person_stand + person};
}

static double seconds(const soi_world *world, soi_tick ticks) { return (double)ticks * world->model->step; }

static uint32_t period(const soi_world *world) {
  const double ticks = soi_round(PERIOD / world->model->step);
  return ticks < 1.0 ? 1 : (uint32_t)ticks;
}

static soi_point place_of(const soi_world *world, soi_agent_id agent) {
  const soi_person_id person = soi_agent_person(world, agent);
  return person != 0 ? (soi_point){world->person_x[person], world->person_y[person]}
                     : soi_vehicle_at(world, soi_agent_vehicle(world, agent), NULL);
}

/* --- who stands ---------------------------------------------------------------------------------------------------------- */

/* Begins a standstill anew, or finds how it stands. */
static void look(soi_world *world, soi_agent_id agent, bool moved) {
  const memory own = memory_of(world, agent);
  const soi_person_id person = soi_agent_person(world, agent);
  *own.on = 0;
  *own.stand = SOI_STAND_NONE;
  if (moved || *own.since == 0) {
    *own.since = *own.lawful = world->tick[0];
    *own.idle = 0;
    *own.told &= (uint8_t)~TOLD_CIRCLE;
  }
  if (seconds(world, world->tick[0] - *own.since) < SETTLED) { return; }
  const soi_wait wait = person != 0 ? soi_wait_of_person(world, person) : soi_wait_of_vehicle(world, agent);
  *own.stand = (uint8_t)wait.stand;
  *own.on = wait.on;
}

static void look_at_vehicle(soi_world *world, uint32_t row) {
  const bool moved = world->vehicle_distance[row] - world->vehicle_rest_at[row] > PLACE;
  if (moved) {
    world->vehicle_rest_at[row] = world->vehicle_distance[row];
    world->vehicle_green[row] = world->vehicle_held_by[row] = 0;
  }
  const bool at_red = !moved && world->vehicle_cause[row] == SOI_CAUSE_SIGNAL;
  world->vehicle_red[row] = at_red ? world->vehicle_red[row] + period(world) : 0;
  look(world, row, moved);
}

/* Riders have no body: the cart stands for them. */
static void look_at_person(soi_world *world, soi_person_id person) {
  const double x = world->person_x[person] - (double)world->person_rest_x[person];
  const double y = world->person_y[person] - (double)world->person_rest_y[person];
  const bool moved = !world->person_body[person] || x * x + y * y > PLACE * PLACE;
  if (moved) {
    world->person_rest_x[person] = (float)world->person_x[person];
    world->person_rest_y[person] = (float)world->person_y[person];
  }
  look(world, soi_agent_on_foot(world, person), moved);
}

/* --- what they wait for in the end --------------------------------------------------------------------------------------- */

/* Tells of a circle, once all have stood long enough and unless one of it was told of already. */
static void tell_circle(soi_world *world, soi_agent_id first) {
  uint32_t members = 0;
  soi_agent_id told = 0, at = first;
  bool ripe = true;
  do {
    const memory own = memory_of(world, at);
    ripe = ripe && seconds(world, world->tick[0] - *own.lawful) >= CIRCLE && (*own.told & TOLD_CIRCLE) == 0;
    /* a vehicle speaks for it, the first by row */
    if (told == 0 || at < told) { told = at; }
    ++members;
    at = *own.on;
  } while (at != first);
  if (!ripe) { return; }
  do {
    const memory own = memory_of(world, at);
    *own.told |= TOLD_CIRCLE;
    at = *own.on;
  } while (at != first);
  const soi_person_id person = soi_agent_person(world, told);
  soi_emit(world, person != 0 ? SOI_EVENT_DEADLOCK_PEOPLE : SOI_EVENT_DEADLOCK, person != 0 ? person : told, members, 0.0,
           place_of(world, told), 0);
}

/* Marks all of a circle. */
static void close_circle(soi_world *world, soi_agent_id first) {
  soi_agent_id at = first;
  do {
    const memory own = memory_of(world, at);
    *own.stand = SOI_STAND_CIRCLE;
    at = *own.on;
  } while (at != first);
  tell_circle(world, first);
}

/* What somebody stands for who waits for one that stands so. */
static soi_stand behind(soi_stand ahead) {
  switch (ahead) {
    case SOI_STAND_NONE: return SOI_STAND_PASSING;
    case SOI_STAND_OBSTACLE:
    case SOI_STAND_CIRCLE: return SOI_STAND_STUCK;
    default: return ahead;
  }
}

/* Follows whom an agent waits for until the end is known, then tells all on the way. */
static void follow(soi_world *world, soi_agent_id agent) {
  soi_agent_id at = agent;
  memory own = memory_of(world, at);
  while (*own.stand == SOI_STAND_WAITING) {
    *own.stand = SOI_STAND_FOLLOWED;
    at = *own.on;
    own = memory_of(world, at);
  }
  if (*own.stand == SOI_STAND_FOLLOWED) { close_circle(world, at); }
  const soi_stand end = behind((soi_stand)*memory_of(world, at).stand);
  for (own = memory_of(world, agent); *own.stand == SOI_STAND_FOLLOWED; own = memory_of(world, *own.on)) { *own.stand = (uint8_t)end; }
}

/* --- what comes of it ---------------------------------------------------------------------------------------------------- */

/* Adds the time since the last look to the agent's account, and tells of five minutes once. False when a lawful cause held. */
static bool account(soi_world *world, soi_agent_id agent) {
  const memory own = memory_of(world, agent);
  const bool passing = *own.stand == SOI_STAND_PASSING && seconds(world, world->tick[0] - *own.lawful) <= PASSING;
  if (*own.stand < SOI_STAND_PASSING || *own.stand == SOI_STAND_OBSTACLE) { *own.lawful = world->tick[0]; }
  if (passing || *own.lawful == world->tick[0]) { return false; }
  *own.idle += period(world);
  if (*own.idle > world->idle_most[0]) { world->idle_most[0] = *own.idle; }
  if ((*own.told & TOLD_STOOD) != 0 || seconds(world, *own.idle) <= STOOD) { return true; }
  *own.told |= TOLD_STOOD;
  const soi_person_id person = soi_agent_person(world, agent);
  if (person == 0) {
    soi_emit(world, SOI_EVENT_STANDSTILL, agent, world->vehicle_cause[agent], STOOD, place_of(world, agent), 0);
  } else {
    soi_emit(world, SOI_EVENT_STANDSTILL_PERSON, person, 0, STOOD, place_of(world, agent), 0);
  }
  return true;
}

/* Vehicles that stand though their light is green: whom they wait for, and how long without a lawful cause. */
static void account_green(soi_world *world, uint32_t row, bool idle) {
  const soi_lane_id next = world->vehicle_next[row];
  if (next == 0 || world->model->lanes[next].signal == 0 || soi_connector_light(world, next) != SOI_LIGHT_GREEN) { return; }
  world->vehicle_held_by[row] = world->vehicle_waits_on[row];
  if (!idle) { return; }
  world->vehicle_green[row] += period(world);
  if ((world->vehicle_told[row] & TOLD_GREEN) != 0 || seconds(world, world->vehicle_green[row]) <= GREEN) { return; }
  world->vehicle_told[row] |= TOLD_GREEN;
  soi_emit(world, SOI_EVENT_GRIDLOCK, row, world->model->lanes[next].signal, GREEN, place_of(world, row), 0);
}

void soi_standstill(soi_world *world) {
  if ((world->tick[0] + 1) % period(world) != 0) { return; }
  const uint32_t vehicles = world->vehicle_high[0], people = world->person_high[0];
  for (uint32_t row = 1; row <= vehicles; ++row) {
    if (soi_vehicle_lives(world, row)) { look_at_vehicle(world, row); }
  }
  for (uint32_t row = 1; row <= people; ++row) {
    if (soi_person_lives(world, row)) { look_at_person(world, row); }
  }
  for (uint32_t row = 1; row <= vehicles; ++row) {
    if (!soi_vehicle_lives(world, row) || world->vehicle_stand[row] == SOI_STAND_NONE) { continue; }
    follow(world, row);
    account_green(world, row, account(world, row));
  }
  for (uint32_t row = 1; row <= people; ++row) {
    if (!soi_person_lives(world, row) || world->person_stand[row] == SOI_STAND_NONE) { continue; }
    follow(world, soi_agent_on_foot(world, row));
    (void)account(world, soi_agent_on_foot(world, row));
  }
}
