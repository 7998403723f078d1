#include "mesh.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define PI 3.14159265358979323846

void mesh_release(scene_mesh *mesh) {
  free(mesh->vertices);
  free(mesh->indices);
  *mesh = (scene_mesh){0};
}

void *scene_grown(void *block, uint32_t count, uint32_t *capacity, size_t size) {
  if (count < *capacity) { return block; }
  *capacity = *capacity < 64 ? 64 : *capacity * 2;
  void *const more = realloc(block, *capacity * size);
  SOI_ASSERT(more != NULL);
  return more;
}

static int8_t share8(double share) { return (int8_t)lrint(share * 127.0); }

uint32_t mesh_vertex(scene_mesh *mesh, mesh_point at, mesh_point normal, scene_colour colour, double shade) {
  mesh->vertices = scene_grown(mesh->vertices, mesh->vertex_count, &mesh->vertex_capacity, sizeof *mesh->vertices);
  const double length = fmax(sqrt(normal.x * normal.x + normal.y * normal.y + normal.z * normal.z), 1e-9);
  mesh->vertices[mesh->vertex_count] = (scene_vertex){
      .x = (float)at.x,
      .y = (float)at.y,
      .z = (float)at.z,
      .nx = share8(normal.x / length),
      .ny = share8(normal.y / length),
      .nz = share8(normal.z / length),
      .colour = (uint8_t)colour,
      .shade = (uint8_t)lrint(fmin(fmax(shade, 0.0), 1.0) * 255.0),
      .part = (uint8_t)mesh->part,
  };
  return mesh->vertex_count++;
}

static mesh_point face_normal(mesh_point a, mesh_point b, mesh_point c) {
  const mesh_point u = {b.x - a.x, b.y - a.y, b.z - a.z}, v = {c.x - a.x, c.y - a.y, c.z - a.z};
  return (mesh_point){u.y * v.z - u.z * v.y, u.z * v.x - u.x * v.z, u.x * v.y - u.y * v.x};
}

static mesh_point place_of(const scene_mesh *mesh, uint32_t i) {
  return (mesh_point){mesh->vertices[i].x, mesh->vertices[i].y, mesh->vertices[i].z};
}

void mesh_triangle(scene_mesh *mesh, uint32_t a, uint32_t b, uint32_t c) {
  const mesh_point face = face_normal(place_of(mesh, a), place_of(mesh, b), place_of(mesh, c));
  const uint32_t given[3] = {a, b, c};
  double same = 0.0;
  for (int i = 0; i < 3; ++i) {
    const scene_vertex *const v = &mesh->vertices[given[i]];
    same += face.x * v->nx + face.y * v->ny + face.z * v->nz;
  }
  const uint32_t corners[3] = {a, same < 0.0 ? c : b, same < 0.0 ? b : c};
  for (int i = 0; i < 3; ++i) {
    mesh->indices = scene_grown(mesh->indices, mesh->index_count, &mesh->index_capacity, sizeof *mesh->indices);
    mesh->indices[mesh->index_count++] = corners[i];
  }
}

void mesh_quad(scene_mesh *mesh, mesh_point a, mesh_point b, mesh_point c, mesh_point d, scene_colour colour, double shade_low,
               double shade_high) {
  const mesh_point across = face_normal(a, c, d), normal = face_normal(a, b, c);
  const mesh_point sum = {normal.x + across.x, normal.y + across.y, normal.z + across.z};
  const uint32_t first = mesh_vertex(mesh, a, sum, colour, shade_low);
  mesh_vertex(mesh, b, sum, colour, shade_low);
  mesh_vertex(mesh, c, sum, colour, shade_high);
  mesh_vertex(mesh, d, sum, colour, shade_high);
  mesh_triangle(mesh, first, first + 1, first + 2);
  mesh_triangle(mesh, first, first + 2, first + 3);
}

void mesh_taper(scene_mesh *mesh, mesh_point low, mesh_point high, double front, double back, double sides, scene_colour wall,
                scene_colour top) {
  const mesh_point b[4] = {{low.x, low.y, low.z}, {high.x, low.y, low.z}, {high.x, high.y, low.z}, {low.x, high.y, low.z}};
  const mesh_point t[4] = {{low.x + back, low.y + sides, high.z},
                           {high.x - front, low.y + sides, high.z},
                           {high.x - front, high.y - sides, high.z},
                           {low.x + back, high.y - sides, high.z}};
  for (int i = 0; i < 4; ++i) {
    const int j = (i + 1) % 4;
    mesh_quad(mesh, b[i], b[j], t[j], t[i], wall, 0.8, 1.0);
  }
  mesh_quad(mesh, t[0], t[1], t[2], t[3], top, 1.0, 1.0);
}

void mesh_box(scene_mesh *mesh, mesh_point low, mesh_point high, scene_colour colour) {
  mesh_taper(mesh, low, high, 0.0, 0.0, 0.0, colour, colour);
}

void mesh_cylinder(scene_mesh *mesh, mesh_point base, double height, double low, double high, uint32_t sides, scene_colour colour) {
  const uint32_t first = mesh->vertex_count;
  const double slope = (low - high) / fmax(height, 1e-6);
  for (uint32_t i = 0; i < sides; ++i) {
    const double angle = 2.0 * PI * i / sides, c = cos(angle), s = sin(angle);
    const mesh_point normal = {c, s, slope};
    mesh_vertex(mesh, (mesh_point){base.x + low * c, base.y + low * s, base.z}, normal, colour, 0.75);
    mesh_vertex(mesh, (mesh_point){base.x + high * c, base.y + high * s, base.z + height}, normal, colour, 1.0);
  }
  for (uint32_t i = 0; i < sides; ++i) {
    const uint32_t a = first + 2 * i, b = first + 2 * ((i + 1) % sides);
    mesh_triangle(mesh, a, b, b + 1);
    mesh_triangle(mesh, a, b + 1, a + 1);
  }
  if (high < 1e-3) { return; }
  const uint32_t centre = mesh_vertex(mesh, (mesh_point){base.x, base.y, base.z + height}, (mesh_point){0, 0, 1}, colour, 1.0);
  for (uint32_t i = 0; i < sides; ++i) { mesh_triangle(mesh, first + 2 * i + 1, first + 2 * ((i + 1) % sides) + 1, centre); }
}

void mesh_wheel(scene_mesh *mesh, mesh_point centre, double radius, double width, uint32_t sides) {
  const uint32_t first = mesh->vertex_count;
  for (uint32_t i = 0; i < sides; ++i) {
    const double angle = 2.0 * PI * i / sides, c = cos(angle), s = sin(angle);
    for (int side = -1; side <= 1; side += 2) {
      mesh_vertex(mesh, (mesh_point){centre.x + radius * c, centre.y + 0.5 * width * side, centre.z + radius * s}, (mesh_point){c, side, s},
                  COLOUR_TYRE, 0.8);
    }
  }
  for (uint32_t i = 0; i < sides; ++i) {
    const uint32_t a = first + 2 * i, b = first + 2 * ((i + 1) % sides);
    mesh_triangle(mesh, a, b, b + 1);
    mesh_triangle(mesh, a, b + 1, a + 1);
    if (i >= 2) { /* the two flat sides, as fans */
      mesh_triangle(mesh, first, first + 2 * (i - 1), a);
      mesh_triangle(mesh, first + 1, first + 2 * (i - 1) + 1, a + 1);
    }
  }
}

void mesh_ball(scene_mesh *mesh, mesh_point centre, double radius, double stretch, uint32_t sides, uint32_t rings, scene_colour colour) {
  const uint32_t first = mesh->vertex_count;
  for (uint32_t ring = 0; ring <= rings; ++ring) {
    const double tilt = PI * ((double)ring / rings - 0.5), c = cos(tilt), s = sin(tilt);
    const bool pole = ring == 0 || ring == rings;
    for (uint32_t i = 0; i < (pole ? 1 : sides); ++i) {
      const double angle = 2.0 * PI * (i + 0.5 * (ring & 1u)) / sides;
      const mesh_point normal = {c * cos(angle), c * sin(angle), s};
      const mesh_point at = {centre.x + radius * normal.x, centre.y + radius * normal.y, centre.z + radius * stretch * s};
      mesh_vertex(mesh, at, normal, colour, 0.72 + 0.28 * (s * 0.5 + 0.5));
    }
  }
  const uint32_t top = first + 1 + (rings - 1) * sides, last = top - sides;
  for (uint32_t i = 0; i < sides; ++i) {
    const uint32_t next = (i + 1) % sides;
    mesh_triangle(mesh, first, first + 1 + next, first + 1 + i);
    mesh_triangle(mesh, last + i, last + next, top);
    for (uint32_t ring = 0; ring + 2 < rings; ++ring) {
      const uint32_t a = first + 1 + ring * sides + i, b = first + 1 + ring * sides + next;
      mesh_triangle(mesh, a, b, b + sides);
      mesh_triangle(mesh, a, b + sides, a + sides);
    }
  }
}

/* --- outlines --------------------------------------------------------------------------------------------------------- */

static double cross3(soi_point a, soi_point b, soi_point c) { return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x); }

double outline_area2(const soi_point *points, uint32_t count) {
  double area = 0.0;
  for (uint32_t i = 0; i < count; ++i) {
    const soi_point a = points[i], b = points[(i + 1) % count];
    area += a.x * b.y - a.y * b.x;
  }
  return area;
}

bool outline_contains(const soi_point *points, uint32_t count, soi_point point) {
  bool inside = false;
  for (uint32_t i = 0, j = count - 1; i < count; j = i++) {
    const soi_point a = points[i], b = points[j];
    if ((a.y > point.y) != (b.y > point.y) && point.x < (b.x - a.x) * (point.y - a.y) / (b.y - a.y) + a.x) { inside = !inside; }
  }
  return inside;
}

/* Whether the corner at place i of the ring can be cut off: it is convex and no other corner lies in it. */
static bool is_ear(const soi_point *points, const uint32_t *ring, uint32_t count, uint32_t i) {
  const soi_point a = points[ring[(i + count - 1) % count]], b = points[ring[i]], c = points[ring[(i + 1) % count]];
  if (cross3(a, b, c) <= 0.0) { return false; }
  for (uint32_t k = 0; k < count; ++k) {
    const soi_point p = points[ring[k]];
    if (k == i || k == (i + 1) % count || k == (i + count - 1) % count) { continue; }
    if (cross3(a, b, p) > 0.0 && cross3(b, c, p) > 0.0 && cross3(c, a, p) > 0.0) { return false; }
  }
  return true;
}

void mesh_polygon(scene_mesh *mesh, const soi_point *points, uint32_t count, double z, scene_colour colour, double shade) {
  if (count < 3) { return; }
  const uint32_t first = mesh->vertex_count;
  uint32_t *const ring = malloc(count * sizeof *ring);
  SOI_ASSERT(ring != NULL);
  const bool turned = outline_area2(points, count) < 0.0;
  for (uint32_t i = 0; i < count; ++i) {
    ring[i] = turned ? count - 1 - i : i;
    mesh_vertex(mesh, (mesh_point){points[i].x, points[i].y, z}, (mesh_point){0, 0, 1}, colour, shade);
  }
  /* Ears are cut off until a triangle is left; an outline that meets itself loses a corner at a time all the same. */
  for (uint32_t left = count; left >= 3; --left) {
    uint32_t ear = 0;
    while (ear < left && !is_ear(points, ring, left, ear)) { ++ear; }
    ear %= left;
    mesh_triangle(mesh, first + ring[(ear + left - 1) % left], first + ring[ear], first + ring[(ear + 1) % left]);
    memmove(&ring[ear], &ring[ear + 1], (left - ear - 1) * sizeof *ring);
  }
  free(ring);
}

void mesh_prism(scene_mesh *mesh, const soi_point *points, uint32_t count, double low, double high, scene_colour wall, scene_colour roof) {
  const bool turned = outline_area2(points, count) < 0.0;
  const double foot = fmin(low + 5.0, high);
  for (uint32_t i = 0; i < count; ++i) {
    const soi_point p = points[i], q = points[(i + 1) % count], a = turned ? q : p, b = turned ? p : q;
    /* The lowest metres carry the darkness of the corner between wall and ground. */
    mesh_quad(mesh, (mesh_point){a.x, a.y, low}, (mesh_point){b.x, b.y, low}, (mesh_point){b.x, b.y, foot}, (mesh_point){a.x, a.y, foot},
              wall, 0.72, 0.95);
    if (high > foot) {
      mesh_quad(mesh, (mesh_point){a.x, a.y, foot}, (mesh_point){b.x, b.y, foot}, (mesh_point){b.x, b.y, high},
                (mesh_point){a.x, a.y, high}, wall, 0.95, 1.0);
    }
  }
  const scene_part part = mesh->part;
  mesh->part = PART_BODY;
  mesh_polygon(mesh, points, count, high, roof, 1.0);
  mesh->part = part;
}

void mesh_band(scene_mesh *mesh, const mesh_point *left, const mesh_point *right, uint32_t count, scene_colour colour, double shade) {
  const uint32_t first = mesh->vertex_count;
  for (uint32_t i = 0; i < count; ++i) {
    mesh_vertex(mesh, left[i], (mesh_point){0, 0, 1}, colour, shade);
    mesh_vertex(mesh, right[i], (mesh_point){0, 0, 1}, colour, shade);
  }
  for (uint32_t i = 0; i + 1 < count; ++i) {
    const uint32_t a = first + 2 * i;
    mesh_triangle(mesh, a + 1, a + 3, a + 2);
    mesh_triangle(mesh, a + 1, a + 2, a);
  }
}
