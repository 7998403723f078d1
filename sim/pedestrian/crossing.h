/* Crossing a road: where one waits, whether one may go, and what the road is told. A crossing is walked in stretches: from the
 * kerb to the refuge, if it has one, and from there to the other kerb. Positions are metres along the crossing's link as
 * walked. */
#ifndef SOI_CROSSING_H
#define SOI_CROSSING_H

#include <soi/world.h>

/* A crossing as one person walks it. */
typedef struct soi_kerb {
  soi_crossing_id crossing;
  bool forward;          /* walked from its a end to its b end */
  double at;             /* m: where the person is */
  double stop;           /* m: where it waits, before the first zone that is not behind it */
  double clear;          /* m: where the stretch is over */
  uint32_t first, count; /* the stretch's zones, counted as walked */
  bool inside;           /* the body is over a zone now */
} soi_kerb;

/* Looks at the crossing from a place on it or before it. False when all zones are behind. */
bool soi_kerb_find(const soi_model *model, soi_crossing_id crossing, bool forward, double at, double radius, soi_kerb *kerb);

/* Near and far edge of the crossing's i-th zone as walked, and its row. */
soi_conflict_zone_id soi_kerb_zone(const soi_model *model, const soi_kerb *kerb, uint32_t i, double *near, double *far);

/* What decides about stepping out. */
typedef struct soi_crosser {
  double speed;  /* m/s */
  double radius; /* m */
  double delay;  /* s until it is under way */
  double waited; /* s at the kerb so far */
  bool jaywalks;
} soi_crosser;

/* The margin (s) a person asks for after so long at the kerb: the critical gap, shrinking to 0.3 s over a minute. */
double soi_crossing_margin(double critical_gap, double waited);

/* Whether a person who waits may step out now. Reads conflict_zone_arrival, so somebody must be waiting in the state of the tick. */
bool soi_crossing_may_go(const soi_world *world, const soi_kerb *kerb, const soi_crosser *crosser);

/* Where one can pass behind a vehicle that is on a zone: m left of the crossing's middle line, as walked. */
typedef struct soi_passage {
  double low, high;
} soi_passage;

/* Finds the passage over a zone that a vehicle is on. False when the next vehicle comes before the person leaves (s), or leaves
 * no room. */
bool soi_crossing_passage(const soi_world *world, const soi_kerb *kerb, soi_conflict_zone_id zone, double leaves, double radius,
                          soi_passage *passage);

/* What whoever is on the crossing has to do next. */
typedef struct soi_advance {
  double limit; /* m: how far it may walk on, before a vehicle that is on the next zone, or comes to it and will not stop */
  bool shifts;  /* it has to pass a vehicle on the zone: ... */
  double left;  /* ... so far left of the middle line, m */
} soi_advance;
soi_advance soi_crossing_advance(const soi_world *world, const soi_kerb *kerb, const soi_crosser *crosser, double left);

/* sense: fills conflict_zone_people and conflict_zone_asked. */
void soi_crossing_mark(soi_world *world);

#endif
