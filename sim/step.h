/* The parts of a step, in their order. */
#ifndef SOI_STEP_H
#define SOI_STEP_H

#include <soi/world.h>

typedef struct soi_step_part {
  soi_phase phase;
  void (*run)(soi_world *world);
} soi_step_part;

/* Ended by SOI_PHASE_COUNT, whose run is null. */
extern const soi_step_part soi_step_parts[];

#endif
