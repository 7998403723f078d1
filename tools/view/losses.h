/* Where the carts have lost time: the run's losses gathered by place into bars on the lanes, a colour a cause. */
#ifndef SOI_VIEW_LOSSES_H
#define SOI_VIEW_LOSSES_H

#include "panels.h"
#include "scene.h"

typedef struct losses {
  const soi_model *model;
  uint32_t *first; /* [lane] its first piece */
  uint32_t piece_count;
  float *seconds; /* [piece * SOI_CAUSE_COUNT + cause] */
  scene_bar *bars;
  uint32_t bar_count;
} losses;

losses losses_open(const soi_model *model);
void losses_close(losses *self);
/* Gathers what was lost up to the moment drawn. */
void losses_update(losses *self, const play_frame *frame, bool dark);

#endif
