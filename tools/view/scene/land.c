/* The land between what the map names: parcels in a lattice along the route's streets, with rows of low houses, yards, lawns and car parks.
 * They are illustrative: paler than what is mapped, never simulated, and so low and so far from the ways that they hide nobody. */
#include <math.h>

#include "scene_build.h"

static const double LONG = 84.0, WIDE = 46.0, ALLEY = 5.0; /* m: a parcel, and what parts it from the next */
static const double AROUND = 210.0;                        /* m beyond the map: there all has faded */
static const double LIT = 110.0, DIM = 420.0;              /* m from the route: as light as day, and darkest */
static const double NEIGHBOUR = 30.0;                      /* m from what is mapped */
static const double SIGHT = 0.62;                          /* m of height for each metre from the nearest way */

typedef struct lattice {
  scene_build *build;
  soi_point u, v; /* along a parcel and across */
} lattice;

typedef struct parcel {
  soi_point middle;
  uint32_t a, b; /* its place in the lattice */
  double shade;
  scene_colour colour;
} parcel;

/* The way most of the route runs, up to a quarter turn. */
static double way_of_streets(const scene_place *scene) {
  double x = 0.0, y = 0.0;
  for (soi_route_id row = 1; row <= scene->model->route_count; ++row) {
    const scene_route *const route = &scene->routes[row];
    for (uint32_t i = 1; i < route->count; ++i) {
      const double dx = route->points[i].x - route->points[i - 1].x, dy = route->points[i].y - route->points[i - 1].y;
      const double angle = 4.0 * atan2(dy, dx), length = hypot(dx, dy);
      x += length * cos(angle), y += length * sin(angle);
    }
  }
  return x == 0.0 && y == 0.0 ? 0.0 : 0.25 * atan2(y, x);
}

static soi_point place(const lattice *self, soi_point from, double along, double across) {
  return (soi_point){from.x + self->u.x * along + self->v.x * across, from.y + self->u.y * along + self->v.y * across};
}

/* --- what stands on it -------------------------------------------------------------------------------------------------- */

/* A house of a row: walls and a roof, lit like the land it stands on. */
static void add_house(const lattice *self, const parcel *p, const soi_point foot[4], double height, scene_colour roof) {
  /* among the facades, for there what looks away is not drawn; but without windows */
  scene_mesh *const mesh = &self->build->scene->layers[LAYER_FACADE];
  for (int i = 0; i < 4; ++i) {
    const soi_point a = foot[i], b = foot[(i + 1) % 4];
    mesh_quad(mesh, at_height(a, 0.0), at_height(b, 0.0), at_height(b, height), at_height(a, height), COLOUR_CONTEXT, 0.7 * p->shade,
              p->shade);
  }
  mesh_quad(mesh, at_height(foot[0], height), at_height(foot[1], height), at_height(foot[2], height), at_height(foot[3], height), roof,
            p->shade, p->shade);
}

/* Whether somebody mapped what is here: a park, or houses nearby, between which open land is open. */
static bool is_mapped(const scene_build *build, soi_point at) {
  const soi_map_definition *const map = build->map;
  for (uint32_t i = 0; i < map->greens.count; ++i) {
    if (outline_contains(map->greens.items[i].outline.items, map->greens.items[i].outline.count, at)) { return true; }
  }
  for (uint32_t i = 0; i < map->buildings.count; ++i) {
    const soi_bounds *const box = &build->scene->blocks[i];
    const double x = fmax(fmax(box->left - at.x, at.x - box->right), 0.0), y = fmax(fmax(box->bottom - at.y, at.y - box->top), 0.0);
    if (hypot(x, y) < NEIGHBOUR) { return true; }
  }
  return false;
}

/* How high a house may be on so much ground: what hides nobody, 0 where there is no room at all. */
static double height_here(const lattice *self, const parcel *p, double low, double high, double across, double depth, double wanted) {
  for (double height = wanted; height >= 3.5; height -= 2.5) {
    bool free = !is_mapped(self->build, place(self, p->middle, 0.5 * (low + high), across));
    for (double along = low; free && along <= high + 0.1; along += 0.25 * (high - low)) {
      for (int k = -1; free && k <= 1; ++k) {
        free = scene_is_free(self->build, place(self, p->middle, along, across + 0.5 * k * depth), height / SIGHT - 3.5);
      }
    }
    if (free) { return height; }
  }
  return 0.0;
}

/* A row of houses along the parcel, in pieces of their own heights. */
static bool add_row(const lattice *self, const parcel *p, double across, double depth, uint32_t purpose) {
  static const scene_colour roofs[4] = {COLOUR_CONTEXT_TILE, COLOUR_CONTEXT_FLAT, COLOUR_CONTEXT_SLATE, COLOUR_CONTEXT_FLAT};
  bool any = false;
  for (uint32_t piece = 0; piece < 3; ++piece) {
    const double draw = scene_drawn(p->a * 3 + piece, p->b, purpose), share = (LONG - 4.0) / 3.0;
    if (draw < 0.08) { continue; }
    const double low = -0.5 * LONG + 2.0 + piece * share, high = low + share - (draw < 0.5 ? 0.0 : 3.0),
                 deep = depth - (draw > 0.7 ? 2.0 : 0.0);
    const double height = height_here(self, p, low, high, across, deep, 4.0 + 9.0 * draw * draw);
    if (height <= 0.0) { continue; }
    const soi_point foot[4] = {place(self, p->middle, low, across - 0.5 * deep), place(self, p->middle, high, across - 0.5 * deep),
                               place(self, p->middle, high, across + 0.5 * deep), place(self, p->middle, low, across + 0.5 * deep)};
    add_house(self, p, foot, height, roofs[(uint32_t)(16.0 * draw) % 4]);
    any = true;
  }
  return any;
}

static void add_trees(const lattice *self, const parcel *p, uint32_t count, double scale) {
  for (uint32_t i = 0; i < count; ++i) {
    const double along = LONG * (scene_drawn(p->a, p->b, 20 + i) - 0.5) * 0.85,
                 across = WIDE * (scene_drawn(p->a, p->b, 40 + i) - 0.5) * 0.85;
    const soi_point at = place(self, p->middle, along, across);
    if (scene_is_free(self->build, at, 6.0 * scale)) { scene_plant(self->build->scene, at, scale, p->a * 16 + i, p->b); }
  }
}

/* --- parcels ------------------------------------------------------------------------------------------------------------ */

/* Land without a house is a lawn with trees; a few parcels are car parks. */
static void use_parcel(const lattice *self, parcel *p) {
  const scene_build *const build = self->build;
  const soi_bounds box = build->model->bounds;
  const double draw = scene_drawn(p->a, p->b, 11);
  const bool on_map = p->middle.x > box.left && p->middle.x < box.right && p->middle.y > box.bottom && p->middle.y < box.top;
  p->colour = scene_grove(p->middle.x * 0.5, p->middle.y * 0.5) > 0.68 ? COLOUR_LAWN : draw < 0.07 ? COLOUR_PARKING : COLOUR_YARD;
  if (p->colour == COLOUR_YARD && on_map) {
    const bool lower = add_row(self, p, -0.26 * WIDE, 15.0, 12), upper = add_row(self, p, 0.26 * WIDE, 15.0, 13);
    if (!lower && !upper) { p->colour = COLOUR_LAWN; }
  }
  if (on_map && p->colour != COLOUR_PARKING) {
    add_trees(self, p, p->colour == COLOUR_LAWN ? 4 : 1, p->colour == COLOUR_LAWN ? 0.8 : 0.55);
  }
}

static void add_parcel(const lattice *self, parcel *p) {
  const double away = scene_route_distance(self->build->scene, p->middle), tone = scene_drawn(p->a, p->b, 10);
  p->shade = 1.0 - 0.3 * fmin(fmax((away - LIT) / (DIM - LIT), 0.0), 1.0);
  use_parcel(self, p);
  const soi_point ring[4] = {place(self, p->middle, -0.5 * LONG, -0.5 * WIDE), place(self, p->middle, 0.5 * LONG, -0.5 * WIDE),
                             place(self, p->middle, 0.5 * LONG, 0.5 * WIDE), place(self, p->middle, -0.5 * LONG, 0.5 * WIDE)};
  mesh_polygon(&self->build->scene->layers[LAYER_AREA], ring, 4, 0.0, p->colour, p->shade * (0.92 + 0.08 * tone));
}

void scene_build_land(scene_build *build) {
  const soi_bounds box = build->model->bounds;
  const double angle = way_of_streets(build->scene), reach = 0.5 * hypot(box.right - box.left, box.top - box.bottom) + AROUND;
  const lattice self = {.build = build, .u = {cos(angle), sin(angle)}, .v = {-sin(angle), cos(angle)}};
  const soi_point middle = {0.5 * (box.left + box.right), 0.5 * (box.bottom + box.top)};
  const int columns = (int)ceil(reach / (LONG + ALLEY)), rows = (int)ceil(reach / (WIDE + ALLEY));
  for (int row = -rows; row <= rows; ++row) {
    for (int column = -columns; column <= columns; ++column) {
      parcel p = {.a = (uint32_t)(column + 512), .b = (uint32_t)(row + 512)};
      p.middle = place(&self, middle, column * (LONG + ALLEY), row * (WIDE + ALLEY));
      if (p.middle.x < box.left - AROUND || p.middle.x > box.right + AROUND || p.middle.y < box.bottom - AROUND ||
          p.middle.y > box.top + AROUND) {
        continue;
      }
      add_parcel(&self, &p);
    }
  }
}
