/* What the builders of the place share. */
#ifndef SOI_VIEW_SCENE_BUILD_H
#define SOI_VIEW_SCENE_BUILD_H

#include "scene.h"

#define ROAD_LANES 8 /* of one direction */

/* A road's lanes by direction and index (from the kerb, 1), and its edges: A on the kerb side of forward traffic, B opposite. */
typedef struct road_shape {
  soi_lane_id lanes[2][ROAD_LANES + 1];
  uint32_t count[2];
  soi_point start[2], end[2];           /* of edges A and B, in forward order */
  soi_point start_heading, end_heading; /* forward */
} road_shape;

typedef struct obstacles obstacles;

typedef struct scene_build {
  scene_place *scene;
  const soi_model *model;
  const soi_map_definition *map;
  road_shape *roads; /* [road row] */
  obstacles *obstacles;
} scene_build;

/* The phases of building, in their order. */
void scene_build_routes(scene_build *build);
void scene_build_roads(scene_build *build);
void scene_build_junctions(scene_build *build);
void scene_build_ways(scene_build *build);
void scene_build_crossings(scene_build *build);
void scene_build_areas(scene_build *build);
void scene_build_buildings(scene_build *build);
void scene_build_rails(scene_build *build);
void scene_build_furniture(scene_build *build);
void scene_build_trains(scene_build *build);
void scene_build_obstacles(scene_build *build);
void scene_build_land(scene_build *build);
void scene_build_street(scene_build *build);
void scene_build_trees(scene_build *build);
void scene_build_shapes(scene_build *build);
void scene_build_tiles(scene_place *scene);

/* The mesh of a vehicle type; far for one seen from far away. Front towards +x, middle at the origin. */
void scene_vehicle_mesh(scene_mesh *mesh, const soi_vehicle_type *type, bool far);
/* The same as two blocks, for one of a few pixels. */
void scene_tiny_vehicle_mesh(scene_mesh *mesh, const soi_vehicle_type *type);
/* Seats of a cart: place i (from 0) in its frame. */
mesh_point scene_seat(const soi_vehicle_type *type, uint32_t i);
/* Its axles along x in shares of half its length, and the wheels' radius; one wheel in the middle, or two. */
typedef struct scene_axles {
  double front, rear, radius;
  bool one_front, one_rear;
} scene_axles;
scene_axles scene_axles_of(const soi_vehicle_type *type);
/* Of radius 1. */
void scene_wheel_mesh(scene_mesh *mesh);
void scene_person_mesh(scene_mesh *mesh, bool far);
void scene_rider_mesh(scene_mesh *mesh);
void scene_wheelchair_mesh(scene_mesh *mesh);
void scene_luggage_mesh(scene_mesh *mesh);
/* form: 0 near, 1 far, 2 tiny. */
void scene_tree_mesh(scene_mesh *mesh, uint32_t kind, uint32_t form);
void scene_train_mesh(scene_mesh *mesh);
void scene_signal_mesh(scene_mesh *mesh, bool for_people);

#define TRAIN_CAR 20.0 /* m */
#define TRAIN_CARS 6

/* A surface a kerb's height above the road. */
void scene_add_kerb(scene_build *build, const soi_point *points, uint32_t count, scene_colour top);

/* Metres to the nearest route that carts serve. */
double scene_route_distance(const scene_place *scene, soi_point at);

void scene_release_obstacles(scene_build *build);
/* Whether nothing of the map lies within what it keeps clear (2 to 4 m) and so much more, at most 20 m. */
bool scene_is_free(const scene_build *build, soi_point at, double more);
/* A number 0..1 of a place in a lattice, for looks; and a smooth one over the map, with features of some 70 m. */
double scene_drawn(uint32_t a, uint32_t b, uint32_t purpose);
double scene_grove(double x, double y);
/* A tree of this size, of a kind and turned as the two numbers say. */
void scene_plant(scene_place *scene, soi_point at, double scale, uint32_t a, uint32_t b);

/* Height of the way on foot at a share of a link, from its end a. */
double scene_link_height(const scene_place *scene, soi_walk_link_id link, double share);
/* The length of a line, and its point at a distance, clamped; direction may be null. */
double scene_line_length(const soi_points *line);
soi_point scene_line_at(const soi_points *line, double at, soi_point *direction);

/* Of length 1, or east. */
soi_point scene_unit(double x, double y);

static inline mesh_point at_height(soi_point point, double z) { return (mesh_point){point.x, point.y, z}; }

#endif
