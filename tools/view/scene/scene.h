/* The scene: what the picture is made of, free of any drawing library. The place is built once from the model; a frame is made
 * for each picture from two worlds and the fraction between them. What is not in the world or the definitions is not shown. */
#ifndef SOI_VIEW_SCENE_H
#define SOI_VIEW_SCENE_H

#include <soi/world.h>

#include "camera.h"
#include "density.h"
#include "mesh.h"
#include "overlays.h"

/* Flat layers lie on the ground and are drawn from the top one down, each where none was drawn before, so none can flicker
 * through another. RAISED has height. KERB is what stands a hand high, drawn near by only; its top is in PATCH too. */
typedef enum scene_layer {
  LAYER_MARKING,
  LAYER_PATCH,
  LAYER_ROAD,
  LAYER_PATH,
  LAYER_BED,
  LAYER_AREA,
  LAYER_FLAT,
  LAYER_RAISED = LAYER_FLAT,
  LAYER_KERB,
  LAYER_FACADE,
  LAYER_COUNT
} scene_layer;

/* Meshes drawn many times. Vehicles follow: SHAPE_VEHICLE + VEHICLE_FORMS x (type - 1) near, one more far, one more tiny. */
typedef enum scene_shape {
  SHAPE_PERSON,
  SHAPE_PERSON_FAR,
  SHAPE_PERSON_TINY,
  SHAPE_RIDER,
  SHAPE_WHEELCHAIR,
  SHAPE_LUGGAGE,
  SHAPE_WHEEL,
  SHAPE_TREE,
  SHAPE_TREE_FAR,
  SHAPE_TREE_TINY,
  SHAPE_PALM,
  SHAPE_PALM_FAR,
  SHAPE_PALM_TINY,
  SHAPE_TRAIN,
  SHAPE_SIGNAL,
  SHAPE_WALK_SIGNAL,
  SHAPE_VEHICLE
} scene_shape;

#define KERB_HEIGHT 0.12   /* m */
#define LEVEL_HEIGHT 6.0   /* m from one level to the next */
#define VIADUCT_HEIGHT 9.0 /* m of rails a level up */
#define TREE_KINDS 2
#define TREE_FORMS 3
#define VEHICLE_FORMS 3

typedef struct scene_instance {
  float x, y, z;
  float cos, sin; /* heading */
  float scale;
  float phase;         /* radians into a stride, or that a wheel has rolled; 0 stands */
  uint32_t paint : 24; /* 0xBBGGRR, as bytes r, g, b */
  uint32_t lamps : 8;  /* bits of scene_lamp */
} scene_instance;

typedef struct scene_instances {
  scene_instance *items;
  uint32_t count, capacity;
} scene_instances;

/* The soft shadow of what moves: its footprint, drawn out away from the sun by its height. */
typedef struct scene_blob {
  float x, y, z, cos, sin, half_length, half_width, height;
} scene_blob;

typedef struct scene_ribbon_vertex {
  float x, y, z;
  uint8_t r, g, b, a;
} scene_ribbon_vertex;

/* A part of a layer's indices in one square of the map, with the box around it: what is out of sight is not drawn. */
typedef struct scene_tile {
  uint32_t first, count;
  float low[3], high[3];
} scene_tile;

typedef struct scene_tiles {
  scene_tile *items;
  uint32_t count;
} scene_tiles;

typedef struct scene_tree {
  scene_instance at;
  uint32_t kind;
} scene_tree;

/* A light of a signal: of a connector, or of the people at a crossing. */
typedef struct scene_head {
  soi_lane_id connector;
  soi_crossing_id crossing;
  bool for_people;
  scene_instance at;
} scene_head;

/* Where a train of a timetable comes to stand: the way along its rail, and the flow whose arrivals bring it. */
typedef struct scene_platform {
  uint32_t rail, flow;
  double at; /* m along the rail at which its head stands */
  bool from_start, through;
} scene_platform;

/* Who sits where in a cart: a row of people, or none. */
#define SEATS_DRAWN 48
typedef struct scene_seats {
  uint32_t person[SEATS_DRAWN], serial[SEATS_DRAWN];
} scene_seats;

/* The line of a route, a point each few metres, closed in itself; empty when no cart serves it. */
typedef struct scene_route {
  mesh_point *points;
  uint32_t count, capacity;
} scene_route;

/* How far a person has walked, so that legs swing with the way and not with the clock. */
typedef struct scene_walker {
  uint32_t generation;
  float phase, cos, sin;
  soi_tick tick;
} scene_walker;

typedef struct scene_place {
  const soi_model *model;
  scene_mesh layers[LAYER_COUNT];
  scene_tiles tiles[LAYER_COUNT];
  scene_mesh *shapes;
  uint32_t shape_count;
  soi_bounds *blocks; /* [building] what its outline spans */
  scene_tree *trees;
  uint32_t tree_count, tree_capacity;
  scene_head *heads;
  uint32_t head_count, head_capacity;
  scene_platform *platforms;
  uint32_t platform_count;
  scene_route *routes; /* [route] */
  scene_walker *walkers;
  scene_seats *seats;   /* [cart] */
  double *node_height;  /* [walk node] m */
  density_field people; /* of the last frame that showed it */
  density_lanes vehicles;
} scene_place;

/* The sun and the air at an hour and in a weather. Colours are shares of full light. */
typedef struct scene_light {
  float sun[3];                                         /* unit vector toward the sun, or the moon */
  float sun_colour[3], sky_colour[3], ground_colour[3]; /* light from the sun, from above and from below */
  float zenith[3], horizon[3];                          /* what the sky looks like */
  float night;                                          /* 0 by day, 1 at night: lamps and windows */
  float wet;                                            /* 0 dry .. 1 heavy rain */
  float clear, visibility;                              /* m from the eye without mist, and of it at which things are lost */
} scene_light;

/* A block on a lane, from s0 to s1 and from low to high, in metres; blocks are stacked. */
typedef struct scene_bar {
  soi_lane_id lane;
  float s0, s1, low, high;
  uint32_t colour; /* 0xRRGGBB */
  double away;     /* m from the eye: found here */
} scene_bar;

typedef struct scene_options {
  bool dark;         /* theme of the panels, for what they explain; it makes no night */
  uint32_t overlays; /* bits of scene_overlay */
  scene_bar *bars;   /* what is counted by place; sorted here by distance */
  uint32_t bar_count;
  bool all; /* everything within sight in full: for pictures that need not be quick */
} scene_options;

typedef struct scene_frame {
  scene_light light;
  scene_instances *shapes; /* [scene.shape_count] */
  scene_blob *blobs;
  uint32_t blob_count, blob_capacity;
  scene_ribbon_vertex *ribbons; /* triangles */
  uint32_t ribbon_count, ribbon_capacity;
  double clock; /* s after midnight */
  soi_tick tick;
  float fraction;
} scene_frame;

/* Whether a shape is a form for afar: closed all round, and too small for fine shading. */
bool scene_shape_is_simple(uint32_t shape);

/* Whether one looks into it from all sides, as into a golf cart. */
bool scene_vehicle_is_open(const soi_vehicle_type *type);

/* The scene of a model, which must outlive it. Release with scene_release. */
scene_place *scene_create(const soi_model *model);
void scene_release(scene_place *scene);

/* Fills the frame from the worlds before and after; fraction 0 shows before, 1 after. Both may be one world. */
void scene_frame_make(scene_place *scene, const soi_world *before, const soi_world *after, double fraction, const scene_camera *camera,
                      const scene_options *options, scene_frame *frame);
void scene_frame_release(const scene_place *scene, scene_frame *frame);

/* Adds triangles of a ribbon along points, width metres wide, at z metres above what they say; colour is 0xRRGGBBAA. */
void scene_ribbon_add(scene_frame *frame, const mesh_point *points, uint32_t count, double width, double z, uint32_t colour);

/* One corner of a triangle, at its own height; and three of one colour. */
void scene_ribbon_vertex_add(scene_frame *frame, mesh_point at, uint32_t colour);
void scene_ribbon_triangle(scene_frame *frame, const mesh_point corners[3], uint32_t colour);

/* Where a body is drawn: the middle of a vehicle or a person between the two worlds, and where it heads. False when it has none. */
bool scene_vehicle_at(const soi_world *before, const soi_world *after, double fraction, uint32_t row, mesh_point *middle,
                      soi_point *heading);
bool scene_person_at(const scene_place *scene, const soi_world *before, const soi_world *after, double fraction, uint32_t row,
                     mesh_point *foot);

/* Whether a building stands between the camera and a point. */
bool scene_hides(const scene_place *scene, const scene_camera *camera, const double at[3]);

/* The light at a clock time (s after midnight) and latitude (degrees), at an equinox: scenarios have no date. */
scene_light scene_light_at(double clock, double latitude, double rain, double visibility);
/* The mist is that of somebody who stands at what is looked at, so many metres off: a whole town is not lost in it. */
void scene_light_look(scene_light *light, double distance);

#endif
