#include "quality.h"

#include <math.h>

#include "draw.h"

static const double LATE = 1.0 / 24.0;  /* s: slower than this is too slow */
static const double QUICK = 1.0 / 48.0; /* s: quicker leaves room for better */

quality_chooser quality_start(int fixed) {
  return (quality_chooser){.fixed = fixed, .level = fixed < 0 ? 3u : (unsigned)fixed, .mean = 1.0 / 30.0, .wait = 2.0, .since_up = 1e9};
}

unsigned quality_next(quality_chooser *self, double seconds) {
  if (self->fixed >= 0) { return self->level; }
  seconds = fmin(seconds, 0.5); /* one long stop is no load */
  self->mean += (seconds - self->mean) * 0.15;
  self->since_up += seconds;
  self->late = self->mean > LATE ? self->late + seconds : 0.0;
  self->early = self->mean < QUICK ? self->early + seconds : 0.0;
  if (self->late > 0.4 && self->level + 1 < DRAW_QUALITIES) {
    ++self->level;
    if (self->since_up < 10.0) { self->wait = fmin(self->wait * 2.0, 120.0); }
    self->late = self->early = 0.0;
    self->mean = 0.5 * (LATE + QUICK);
  } else if (self->early > self->wait && self->level > 0) {
    --self->level;
    self->since_up = self->late = self->early = 0.0;
    self->mean = 0.5 * (LATE + QUICK);
  }
  return self->level;
}
