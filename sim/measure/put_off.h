/* What was to put somebody into the world and had to wait. */
#ifndef SOI_PUT_OFF_H
#define SOI_PUT_OFF_H

#include <soi/observe.h>

typedef struct soi_put_off {
  soi_tick from, until;              /* asked for, and the step in which it took place; it still waits when that is now */
  uint64_t ticks[SOI_REFUSAL_COUNT]; /* waited for each reason */
  soi_incident_id incident;          /* 0: a command of a tool */
  uint32_t kind, target, extra;      /* of its command; kind 0: a cart, the target, leaves its depot for the first time */
  double values[3];
} soi_put_off;

/* Number i in the order of first waiting; null past the last. */
const soi_put_off *soi_put_off_row(const soi_observer *observer, uint32_t i);
/* Seconds for which the road kept number i, a cart, in its depot without a lawful cause: as on the road, waiting for a gap is lawful for
 * two minutes, and a closed lane as long as it opens again. */
double soi_put_off_kept(const soi_observer *observer, const soi_world *world, uint32_t i);
/* "parked_vehicle" and "pedestrian" of an incident, the command's name of a command, "start" of a cart. */
const char *soi_put_off_kind(const soi_put_off *row);

#endif
