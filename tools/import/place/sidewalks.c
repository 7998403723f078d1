/* Which roads have sidewalks, and how wide: as tags say, else where ways on foot end at a road that has none beside it, else by class. */
#include "phases.h"

static const double BESIDE = 7.0; /* m from the kerb within which a way on foot is a road's sidewalk */

typedef struct beside {
  const import *in;
  soi_point at;
  int32_t level;
  bool found;
} beside;

static bool see_foot(void *context, uint32_t owner, uint32_t segment) {
  beside *const b = context;
  const footway *const way = &b->in->footways.items[owner];
  if (way->level != b->level || way->area) { return true; }
  const line piece = {way->line.points + segment, 2};
  b->found = line_nearest(piece, b->at).away < BESIDE;
  return !b->found;
}

/* The share of one side of a road that has a way on foot beside it. */
static double share_beside(const import *in, const grid *feet, const edge *e, uint32_t side) {
  uint32_t found = 0, all = 0;
  for (double at = 2.0; at < e->open_length; at += 8.0, ++all) {
    soi_point heading;
    const soi_point middle = line_at(e->open, at, &heading);
    const double away = edge_half(e, (int)side, in->left_hand) + 3.0;
    beside b = {in, move(middle, left_of(heading), side == 0 ? away : -away), e->tags.level, false};
    grid_visit(feet, b.at, b.at, BESIDE, see_foot, &b);
    found += b.found ? 1 : 0;
  }
  return all == 0 ? 0.0 : (double)found / all;
}

static double usual_sidewalk(const edge *e) {
  static const double widths[] = {1.0, 1.5, 2.0, 2.0, 2.5, 0.0};
  return e->tags.level != 0 ? 0.0 : widths[e->tags.class_];
}

void sidewalks_decide(import *in) {
  grid feet = grid_make(in->arena, in->osm.low, in->osm.high, 40.0);
  for (uint32_t i = 0; i < in->footways.count; ++i) { grid_add(&feet, i, in->footways.items[i].line); }
  for (uint32_t row = 0; row < in->edges.count; ++row) {
    edge *const e = &in->edges.items[row];
    bool guessed = false;
    for (uint32_t side = 0; edge_is_road(e) && side < 2; ++side) {
      double *const width = &e->tags.sidewalk[side];
      if (*width < 0.0) {
        *width = e->tags.class_ > SOI_ROAD_SERVICE && share_beside(in, &feet, e, side) > 0.5 ? 0.0 : usual_sidewalk(e);
        e->sidewalk_guessed[side] = *width > 0.0;
        guessed = guessed || *width > 0.0;
      }
      if (*width <= 0.0 && e->sidewalk_wanted[side]) {
        *width = 1.0;
        e->sidewalk_guessed[side] = true;
        guessed = true;
      }
    }
    if (guessed) {
      guess_add(in->found, GUESS_SIDEWALK, edge_source(in, e, line_at(e->open, 0.5 * e->open_length, NULL)),
                "no sidewalk said; %.1f m at the left and %.1f m at the right assumed", e->tags.sidewalk[0], e->tags.sidewalk[1]);
    }
  }
}
