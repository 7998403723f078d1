/* Where the carts have lost time: the run's losses gathered by place into bars on the lanes, a colour a cause. */
#ifndef SOI_VIEW_LOST_TIME_H
#define SOI_VIEW_LOST_TIME_H

#include "panels.h"
#include "scene.h"

typedef struct lost_time {
  const soi_model *model;
  uint32_t *first; /* [lane] its first piece */
  uint32_t piece_count;
  float *seconds; /* [piece * SOI_CAUSE_COUNT + cause] */
  scene_bar *bars;
  uint32_t bar_count;
} lost_time;

lost_time lost_time_open(const soi_model *model);
void lost_time_close(lost_time *self);
/* Bars of what was lost up to the moment drawn, if the options ask for them. */
void lost_time_show(lost_time *self, const play_frame *frame, scene_options *how);

#endif
