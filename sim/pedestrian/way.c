/* Way-finding over the walk network. Links are straight strips; a person keeps to a line at its own distance from the
 * middle, and turns where this line meets the next link's. So streams keep their sides and cut corners as people do. */
#include "way.h"

#include "fmath.h"

/* A corner counts as reached within this distance, m, or within this share of the narrower link's half width. */
static const double REACH = 0.6, REACH_SHARE = 0.35;
/* People keep this much more than their radius from a link's side, m. */
static const double SIDE_MARGIN = 0.1;
/* Where all keep to their side they stay this share of the half width away from the middle. */
static const double KEPT_LEAST = 0.2;
/* Turns with a smaller sine are straight on: their lines meet too far away to be of use. */
static const double STRAIGHT = 0.3;
static const double FURTHEST_CORNER = 4.0;
/* Links of different levels whose ends are this near to each other lead from one level to the other, m; so far around. */
static const double JOINED = 2.0, LANDING = 15.0;

static double dot(soi_point a, soi_point b) { return a.x * b.x + a.y * b.y; }
static double cross(soi_point a, soi_point b) { return a.x * b.y - a.y * b.x; }

/* Unit vector of walking along a link, away from a node or toward it. */
static soi_point away_from(const soi_walk_link *link, soi_walk_node_id node) {
  return link->a == node ? link->along : (soi_point){-link->along.x, -link->along.y};
}

static double distance(soi_point a, soi_point b) { return soi_hypot(a.x - b.x, a.y - b.y); }

bool soi_way_joined(const soi_model *model, soi_walk_link_id a, soi_walk_link_id b, soi_point at) {
  const soi_walk_link *const one = &model->walk_links[a], *const two = &model->walk_links[b];
  /* Ends that a short link joins, near the place. */
  const soi_walk_node_id ends[2] = {one->a, one->b}, others[2] = {two->a, two->b};
  for (uint32_t i = 0; i < 2; ++i) {
    const soi_point end = model->walk_nodes[ends[i]].at;
    for (uint32_t k = 0; k < 2; ++k) {
      if (distance(end, model->walk_nodes[others[k]].at) < JOINED && distance(end, at) < LANDING) { return true; }
    }
  }
  return false;
}

double soi_way_offset(const soi_model *model, soi_walk_link_id link, double side, double radius) {
  const soi_walk_link *const row = &model->walk_links[link];
  const double room = soi_max(0.5 * row->width - radius - SIDE_MARGIN, 0.0);
  const bool kept = row->kind == SOI_WALK_CROSSING || row->kind == SOI_WALK_LINK;
  return room * (kept ? soi_lerp(KEPT_LEAST, 1.0, 0.5 * (1.0 + model->side * side)) * model->side : side);
}

soi_point soi_way_corner(const soi_model *model, soi_walk_link_id link, soi_walk_node_id toward, soi_walk_link_id next, double side,
                         double radius, double goal_half) {
  const soi_walk_link *const here = &model->walk_links[link];
  const soi_point node = model->walk_nodes[toward].at;
  const soi_point back = away_from(here, toward), in = {-back.x, -back.y};
  double offset = soi_way_offset(model, link, side, radius), beyond = 0.0;
  if (next == 0) {
    offset = soi_clamp(offset, -goal_half, goal_half);
  } else {
    const soi_walk_link *const there = &model->walk_links[next];
    const soi_point out = away_from(there, toward);
    const double offset_there = soi_way_offset(model, next, side, radius);
    const double sine = cross(in, out), cosine = dot(in, out);
    if (soi_abs(sine) < STRAIGHT) {
      /* Nearly straight on: the narrower of the two lines. */
      offset = soi_abs(offset_there) < soi_abs(offset) ? offset_there : offset;
    } else {
      /* Where line meets line, as far beyond the node (or before it) as the links are wide. */
      const double widest = soi_min(0.5 * soi_max(here->width, there->width), FURTHEST_CORNER);
      const double least = here->crossing != 0 ? 0.0 : -soi_min(widest, 0.8 * here->length); /* not on the road */
      beyond = soi_clamp((offset * cosine - offset_there) / sine, least, widest);
    }
  }
  return (soi_point){node.x + beyond * in.x - offset * in.y, node.y + beyond * in.y + offset * in.x};
}

bool soi_way_turned(const soi_model *model, soi_walk_link_id link, soi_walk_node_id toward, soi_walk_link_id next, soi_point corner,
                    soi_point at) {
  const soi_walk_link *const here = &model->walk_links[link], *const there = &model->walk_links[next];
  /* Near the corner. */
  const soi_point to = {corner.x - at.x, corner.y - at.y};
  const double reach = soi_max(REACH, REACH_SHARE * 0.5 * soi_min(here->width, there->width));
  if (dot(to, to) < reach * reach) { return true; }
  /* Or past it, seen along this link or along the next, and within the next one's sides. */
  const soi_point back = away_from(here, toward), out = away_from(there, toward), node = model->walk_nodes[toward].at;
  const soi_point from = {at.x - node.x, at.y - node.y};
  return (dot(to, back) >= 0.0 || dot(to, out) <= 0.0) && soi_abs(cross(out, from)) <= 0.5 * there->width;
}
