/* People on foot, phase by phase. Reads the world of the tick; errands are service's, bodies are ours. */
#ifndef SOI_PEDESTRIAN_H
#define SOI_PEDESTRIAN_H

#include <soi/world.h>

/* demand: draws the arrivals of people flows (rates and timetables) into people_flow_waiting; puts whom commands drop. */
void soi_pedestrian_demand(soi_world *world);
/* sense: builds the cells; fills conflict_zone_people and conflict_zone_asked from people on and beside crossings. */
void soi_pedestrian_sense(soi_world *world);
/* decide: velocities and crossing intents; parallel over rows. */
void soi_pedestrian_decide(soi_world *world);
/* claim: which flows may give birth in this step (floor space at the gate, a free row). */
void soi_pedestrian_claim(soi_world *world);
/* motion: moves, changes links and crossing states, gives birth (errand WALK or TO_STOP) and removes those who reached their
 * gate. */
void soi_pedestrian_move(soi_world *world);

#endif
