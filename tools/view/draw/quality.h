/* Chooses how well to draw from how long frames have taken: down soon when they are late, up when there has been time to spare for a
 * while, and not again to what has lately proved too much. */
#ifndef SOI_VIEW_QUALITY_H
#define SOI_VIEW_QUALITY_H

typedef struct quality_chooser {
  int fixed;
  unsigned level;     /* row of draw_qualities */
  double mean;        /* s a frame, smoothed */
  double late, early; /* s for which frames have been too slow, or quick */
  double wait;        /* s of quick frames before the next try upwards; doubles with each that failed */
  double since_up;    /* s since the last step upwards */
} quality_chooser;

/* fixed: this level and no other; negative to choose. */
quality_chooser quality_start(int fixed);
/* Tells how long the last frame took, s; returns the level for the next. */
unsigned quality_next(quality_chooser *self, double seconds);

#endif
