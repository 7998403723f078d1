#include "lost_time.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double PIECE = 12.0;   /* m of a lane that share a bar */
static const float LEAST = 2.0f;    /* s: less is no bar */
static const float A_SECOND = 0.3f; /* m of height, ... */
static const float HIGHEST = 60.0f; /* ... unless the highest would be higher than this */

static uint32_t pieces_of(const soi_model *model, soi_lane_id lane) {
  return (uint32_t)fmax(1.0, round(model->lanes[lane].length / PIECE));
}

lost_time lost_time_open(const soi_model *model) {
  lost_time self = {.model = model, .first = calloc(model->lane_count + 2u, sizeof *self.first)};
  SOI_ASSERT(self.first != NULL);
  for (soi_lane_id lane = 1; lane <= model->lane_count; ++lane) {
    self.first[lane] = self.piece_count;
    self.piece_count += pieces_of(model, lane);
  }
  self.first[model->lane_count + 1u] = self.piece_count;
  self.seconds = calloc((size_t)self.piece_count * SOI_CAUSE_COUNT + 1u, sizeof *self.seconds);
  self.bars = calloc((size_t)self.piece_count * SOI_CAUSE_COUNT + 1u, sizeof *self.bars);
  SOI_ASSERT(self.seconds != NULL && self.bars != NULL);
  return self;
}

void lost_time_close(lost_time *self) {
  free(self->first);
  free(self->seconds);
  free(self->bars);
  *self = (lost_time){0};
}

static void gather(lost_time *self, const play_frame *frame) {
  memset(self->seconds, 0, (size_t)self->piece_count * SOI_CAUSE_COUNT * sizeof *self->seconds);
  for (uint32_t i = 0; i < frame->loss_count && frame->losses[i].tick <= frame->now->tick[0]; ++i) {
    const play_loss *const loss = &frame->losses[i];
    const uint32_t count = self->first[loss->lane + 1] - self->first[loss->lane];
    const uint32_t piece = (uint32_t)fmin(fmax((double)loss->s / self->model->lanes[loss->lane].length, 0.0) * count, count - 1.0);
    self->seconds[(size_t)(self->first[loss->lane] + piece) * SOI_CAUSE_COUNT + loss->cause] += loss->seconds;
  }
}

static float total(const float *seconds) {
  float sum = 0.0f;
  for (uint32_t cause = 0; cause < SOI_CAUSE_COUNT; ++cause) { sum += seconds[cause]; }
  return sum;
}

static void stack(lost_time *self, soi_lane_id lane, uint32_t piece, float scale, bool dark) {
  const float *const seconds = &self->seconds[(size_t)(self->first[lane] + piece) * SOI_CAUSE_COUNT];
  const float length = (float)self->model->lanes[lane].length / (float)(self->first[lane + 1] - self->first[lane]);
  float high = 0.0f;
  if (total(seconds) < LEAST) { return; }
  for (uint32_t cause = 0; cause < SOI_CAUSE_COUNT; ++cause) {
    if (seconds[cause] <= 0.0f) { continue; }
    const float low = high;
    high += scale * seconds[cause];
    self->bars[self->bar_count++] = (scene_bar){.lane = lane,
                                                .s0 = length * (float)piece + 0.6f,
                                                .s1 = length * (float)(piece + 1) - 0.6f,
                                                .low = low,
                                                .high = high,
                                                .colour = panels_cause_colour(cause, dark)};
  }
}

void lost_time_show(lost_time *self, const play_frame *frame, scene_options *how) {
  float most = 0.0f;
  if ((how->overlays & OVERLAY_LOST) == 0) { return; }
  gather(self, frame);
  for (uint32_t piece = 0; piece < self->piece_count; ++piece) {
    most = fmaxf(most, total(&self->seconds[(size_t)piece * SOI_CAUSE_COUNT]));
  }
  const float scale = fminf(A_SECOND, HIGHEST / fmaxf(most, 1.0f));
  self->bar_count = 0;
  for (soi_lane_id lane = 1; lane <= self->model->lane_count; ++lane) {
    for (uint32_t piece = 0; piece < self->first[lane + 1] - self->first[lane]; ++piece) { stack(self, lane, piece, scale, how->dark); }
  }
  how->bars = self->bars;
  how->bar_count = self->bar_count;
}
