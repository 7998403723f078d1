/* Ticks and clock times. */
#include <soi/model.h>

#include "fmath.h"

double soi_clock(const soi_model *model, soi_tick tick) { return model->start + (double)tick * (double)model->step_us * 1e-6; }

soi_tick soi_tick_at(const soi_model *model, double clock) {
  const double since = (clock - model->start) / model->step;
  /* A clock time on a step belongs to that step, whatever the division left of it. */
  return since > 0.0 ? (soi_tick)soi_ceil(since - 1e-6) : 0;
}
