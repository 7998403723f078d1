/* Meshes: triangles made in code. z is up, lengths are metres. Triangles run counter-clockwise as seen from where their normals
 * point. */
#ifndef SOI_VIEW_MESH_H
#define SOI_VIEW_MESH_H

#include <soi/definition.h>

#include "palette.h"

/* What a vertex belongs to when the whole moves or shines: PART_LAMP + n is a lamp that shines when bit n of the instance's
 * lamps is set. LAMP_OWN has no mesh: it lights a cart's colour from within at night. */
typedef enum scene_part {
  PART_BODY,
  PART_LEFT_LEG,
  PART_RIGHT_LEG,
  PART_LEFT_ARM,
  PART_RIGHT_ARM,
  PART_FACADE,
  PART_WATER,
  PART_LEAVES,
  PART_LAMP,
  PART_WHEEL = PART_LAMP + 8 /* rolls about the origin, by the instance's phase */
} scene_part;

typedef enum scene_lamp { LAMP_BRAKE, LAMP_LEFT, LAMP_RIGHT, LAMP_HEAD, LAMP_RED, LAMP_AMBER, LAMP_GREEN, LAMP_OWN } scene_lamp;

typedef struct scene_vertex {
  float x, y, z;
  int8_t nx, ny, nz;
  uint8_t colour; /* scene_colour */
  uint8_t shade;  /* 255: open to the sky; less: darker for what stands around */
  uint8_t part;   /* scene_part */
  uint8_t copy;   /* of a mesh that is drawn many times in one call */
  uint8_t spare;
} scene_vertex;

/* A growing mesh. part and shade are put on what is added. Release with mesh_release. */
typedef struct scene_mesh {
  scene_vertex *vertices;
  uint32_t *indices;
  uint32_t vertex_count, index_count, vertex_capacity, index_capacity;
  scene_part part;
} scene_mesh;

typedef struct mesh_point {
  double x, y, z;
} mesh_point;

void mesh_release(scene_mesh *mesh);

/* A list with room for one more item after count. */
void *scene_grown(void *items, uint32_t count, uint32_t *capacity, size_t size);

/* One vertex; returns its index. shade is 0..1, normal need not be of unit length. */
uint32_t mesh_vertex(scene_mesh *mesh, mesh_point at, mesh_point normal, scene_colour colour, double shade);
/* Three of its vertices, in either sense: it is turned to face the way of their normals. */
void mesh_triangle(scene_mesh *mesh, uint32_t a, uint32_t b, uint32_t c);
/* A flat four-cornered face, counter-clockwise as seen from outside; its normal is its own. shade_low is for a and b. */
void mesh_quad(scene_mesh *mesh, mesh_point a, mesh_point b, mesh_point c, mesh_point d, scene_colour colour, double shade_low,
               double shade_high);
/* A box from corner to corner; its bottom is left out. */
void mesh_box(scene_mesh *mesh, mesh_point low, mesh_point high, scene_colour colour);
/* A box whose top is drawn in: by front and back along x, by sides along y. The faces at its sides may be of another colour. */
void mesh_taper(scene_mesh *mesh, mesh_point low, mesh_point high, double front, double back, double sides, scene_colour wall,
                scene_colour top);
/* An upright cone or cylinder from radius low to radius high, closed at the top. */
void mesh_cylinder(scene_mesh *mesh, mesh_point base, double height, double low, double high, uint32_t sides, scene_colour colour);
/* A wheel: a cylinder across, its axle along y. */
void mesh_wheel(scene_mesh *mesh, mesh_point centre, double radius, double width, uint32_t sides);
/* A ball, drawn out by stretch along z; rings of sides. */
void mesh_ball(scene_mesh *mesh, mesh_point centre, double radius, double stretch, uint32_t sides, uint32_t rings, scene_colour colour);
/* A horizontal polygon, convex or not; its points in either sense. */
void mesh_polygon(scene_mesh *mesh, const soi_point *points, uint32_t count, double z, scene_colour colour, double shade);
/* Walls on an outline from low to high, and a roof. Walls darken toward their feet. */
void mesh_prism(scene_mesh *mesh, const soi_point *points, uint32_t count, double low, double high, scene_colour wall, scene_colour roof);
/* A band between two lines of as many points. */
void mesh_band(scene_mesh *mesh, const mesh_point *left, const mesh_point *right, uint32_t count, scene_colour colour, double shade);

/* Twice the area, positive when the points run counter-clockwise. */
double outline_area2(const soi_point *points, uint32_t count);
bool outline_contains(const soi_point *points, uint32_t count, soi_point point);

#endif
