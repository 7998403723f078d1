/* Who stands, since when, and for what: standstills without a lawful named cause, circles of agents that wait for each other, and
 * vehicles that stand at green. Looks once a second at vehicles and people alike, writes nothing but its own memory and events. */
#ifndef SOI_STANDSTILL_H
#define SOI_STANDSTILL_H

#include <soi/world.h>

/* Phase standstill, after service. */
void soi_standstill(soi_world *world);

/* An agent: a vehicle's row, or that of a person behind all rows of vehicles; 0: nobody. */
static inline soi_agent_id soi_agent_driving(soi_vehicle_id vehicle) { return (soi_agent_id)vehicle; }
static inline soi_agent_id soi_agent_on_foot(const soi_world *world, soi_person_id person) {
  return (soi_agent_id)(world->capacity[SOI_GROUP_VEHICLE] + (uint32_t)person);
}
/* Whose row it is; 0 for one of the other kind. */
static inline soi_vehicle_id soi_agent_vehicle(const soi_world *world, soi_agent_id agent) {
  return (soi_vehicle_id)(agent > world->capacity[SOI_GROUP_VEHICLE] ? 0 : agent);
}
static inline soi_person_id soi_agent_person(const soi_world *world, soi_agent_id agent) {
  const uint32_t vehicles = world->capacity[SOI_GROUP_VEHICLE];
  return (soi_person_id)(agent > vehicles ? agent - vehicles : 0);
}

/* How an agent stands. */
typedef enum soi_stand {
  SOI_STAND_NONE,     /* it gets on */
  SOI_STAND_LAWFUL,   /* for a named cause with an end of its own: a red light, a stop that is served, a queue for a cart ... */
  SOI_STAND_PASSING,  /* for what passes, such as traffic that has the right of way: lawful for a while only */
  SOI_STAND_OBSTACLE, /* lawful for itself, not for whoever stands behind it: parked, or broken down for good */
  SOI_STAND_STUCK,    /* for no lawful named cause */
  SOI_STAND_WAITING,  /* for another agent: lawful as long as what that one waits for in the end is */
  SOI_STAND_CIRCLE,   /* for others that wait for it */
  SOI_STAND_FOLLOWED, /* waiting, and being looked through now */
} soi_stand;

/* Whom or what an agent that stands waits for. */
typedef struct soi_wait {
  soi_stand stand;
  soi_agent_id on; /* of the waiting */
} soi_wait;

/* wait.c: of a vehicle and of a person that have stood for at least two seconds. */
soi_wait soi_wait_of_vehicle(const soi_world *world, uint32_t row);
soi_wait soi_wait_of_person(const soi_world *world, soi_person_id person);

#endif
