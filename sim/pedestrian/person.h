/* What the phases of pedestrian share about one person: its way, its crossing, its birth. */
#ifndef SOI_PERSON_H
#define SOI_PERSON_H

#include "crossing.h"
#include "way.h"

/* Where a person is in the walk network. */
typedef struct soi_course {
  soi_walk_link_id link; /* 0: on no link, makes for the node directly */
  soi_walk_node_id toward;
  soi_walk_link_id next; /* 0: toward is the goal */
  soi_on_link place;
} soi_course;

static inline const soi_walking *soi_walking_of(const soi_world *world) { return &world->model->walking; }

/* Link, place and next link of a person at a point. Someone whose way leads back over its link has turned round already. */
soi_course soi_course_of(const soi_world *world, soi_person_id person, soi_point at);

/* Whether a person is so near to the end of its link, or will be after walking so far (m), that what begins there matters to it. */
bool soi_course_ends(const soi_course *course, double way);

/* The link of the crossing that begins at the end of a person's link, or behind a short link that leads up to it; 0 for none. *end gets
 * the node it leads to. */
soi_walk_link_id soi_course_crossing(const soi_world *world, soi_person_id person, const soi_course *course, soi_walk_node_id *end);

/* The crossing under a person or right ahead of it. False when there is none within reach, or all its lanes are behind. */
bool soi_course_kerb(const soi_world *world, soi_person_id person, const soi_course *course, soi_point at, soi_kerb *kerb);

/* The gate a way leads to, 0 when it leads to a stop. */
uint32_t soi_course_gate(const soi_world *world, soi_person_id person);

/* How this person walks over crossings; waited counts from person_kerb_tick. */
soi_crosser soi_crosser_of(const soi_world *world, soi_person_id person);

/* birth.c: claim decides who may appear, motion brings them into the world. */
typedef enum soi_birth { SOI_BIRTH_NONE, SOI_BIRTH_GRANTED, SOI_BIRTH_NO_ROW } soi_birth;
void soi_people_born(soi_world *world);
/* The traits of a newcomer, drawn by its serial. */
void soi_draw_person_traits(soi_world *world, soi_person_id person, const soi_people_flow *flow);

/* place.c: demand puts whom commands drop. */
void soi_people_placed(soi_world *world);

/* Whether a flow's people want a cart: passengers, with an errand that service follows. */
static inline bool soi_flow_rides(const soi_people_flow *flow) { return flow->route != 0; }

#endif
