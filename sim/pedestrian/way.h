/* Way-finding over the walk network: where on a link a person is, where it turns off, when it has. */
#ifndef SOI_WAY_H
#define SOI_WAY_H

#include <soi/world.h>

/* A point seen along a link in the direction of walking. */
typedef struct soi_on_link {
  soi_point along;     /* unit vector of walking */
  double at;           /* m from the node walked from; negative before it */
  double left;         /* m left of the link's middle */
  double length, half; /* m: of the link, and half its width */
} soi_on_link;

/* Where a place is on a link walked toward one of its nodes. */
static inline soi_on_link soi_way_place(const soi_model *model, soi_walk_link_id link, soi_walk_node_id toward, soi_point at) {
  const soi_walk_link *const row = &model->walk_links[link];
  const bool forward = row->b == toward;
  const soi_point start = model->walk_nodes[forward ? row->a : row->b].at;
  const soi_point along = {forward ? row->along.x : -row->along.x, forward ? row->along.y : -row->along.y};
  const double x = at.x - start.x, y = at.y - start.y;
  return (soi_on_link){along, along.x * x + along.y * y, along.x * y - along.y * x, row->length, 0.5 * row->width};
}

/* The link to take from a node, 0 at the goal; and a link's other end. */
static inline soi_walk_link_id soi_way_next(const soi_model *model, soi_walk_way_id way, soi_walk_node_id node) {
  return model->walk_next[(size_t)way * (model->walk_node_count + 1) + node];
}

static inline soi_walk_node_id soi_way_other_end(const soi_model *model, soi_walk_link_id link, soi_walk_node_id node) {
  const soi_walk_link *const row = &model->walk_links[link];
  return row->a == node ? row->b : row->a;
}

/* Whether links of two levels lead from one to the other near a place. */
bool soi_way_joined(const soi_model *model, soi_walk_link_id a, soi_walk_link_id b, soi_point at);

/* Whether people on these links can meet at a place: they lie on one level, or one level leads to the other there. */
static inline bool soi_way_meet(const soi_model *model, soi_walk_link_id a, soi_walk_link_id b, soi_point at) {
  return a == b || model->walk_links[a].level == model->walk_links[b].level || soi_way_joined(model, a, b, at);
}

/* How far left of a link's middle, as walked, a person with this side trait (-1..1) and body radius likes to walk. On crossings
 * and the links to their kerbs all keep to their side, so that those who wait leave the other half to those who come. */
double soi_way_offset(const soi_model *model, soi_walk_link_id link, double side, double radius);

/* The point to make for at the end of link, toward a node where next begins: the corner of the two lines the person keeps to,
 * within both widths. At the goal (next 0): the line's end, at most goal_half to the side of the node. */
soi_point soi_way_corner(const soi_model *model, soi_walk_link_id link, soi_walk_node_id toward, soi_walk_link_id next, double side,
                         double radius, double goal_half);

/* Whether a person at this place has come round that corner, and may go on along next. */
bool soi_way_turned(const soi_model *model, soi_walk_link_id link, soi_walk_node_id toward, soi_walk_link_id next, soi_point corner,
                    soi_point at);

#endif
