/* A second run beside the first, with a change: the same moment, seen from the same place. It follows the first run's clock, and what
 * the presenter does there is done in it too. */
#ifndef SOI_VIEW_BESIDE_H
#define SOI_VIEW_BESIDE_H

#include "draw.h"
#include "viewpoint.h"
#include "lost_time.h"
#include "panels.h"
#include "session.h"
#include "projection.h"

typedef struct beside {
  const char *change; /* as the line says it: "key=value", or a scenario's file */
  tool_session session;
  play *play;
  scene_place *scene;
  scene_frame frame;
  drawer *drawer; /* opened with the window */
  lost_time lost_time;
  panels labels;
  projection projection;
  panels_scene view;
  const viewpoint *viewpoint;
  play_frame moment;
  uint32_t commands; /* of the first run, passed on so far */
  bool paused;
  double speed, sought; /* s on the wall of the last seek */
  float edge;           /* pixels of its picture without names */
} beside;

/* Reads the scenario with the change, and starts its run at rest; null after messages. */
beside *beside_open(const char *scenario, const char *change, const char *const *sets, uint32_t set_count, const uint64_t *seed);
bool beside_open_picture(beside *self, const viewpoint *eye);
void beside_close(beside *self);

/* Brings it to the first run's moment: exactly, for pictures, or as near as it has got. */
void beside_follow(beside *self, const play_frame *first, bool exact, double now);
/* Draws its moment, from where the first run's camera is. */
void beside_draw(beside *self, const scene_options *how, const draw_quality *quality);
/* Names of what is in its picture, under the first run's panels. */
void beside_labels(beside *self, const panels *first, ui *kit, float width);
/* Both runs' figures, over them. */
void beside_titles(beside *self, panels *first, float width);

#endif
