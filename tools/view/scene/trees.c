/* Trees in the parks of the map: in groves, off the ways, the water, the roads and the walls. */
#include <math.h>
#include <stdlib.h>

#include "scene_build.h"
#include "making.h"

static const double SPACING = 10.0;                                   /* m */
static const float FAR_TREE = 56.0f, TINY_TREE = 18.0f, SPECK = 9.0f; /* pixels of height below which a tree is simpler */

double scene_drawn(uint32_t a, uint32_t b, uint32_t purpose) {
  return scene_mixed(a * 73856093u ^ b * 19349663u ^ purpose * 83492791u) / 4294967296.0;
}

/* A smooth number 0..1 over the map, with features of some 70 m: groves and meadows. */
double scene_grove(double x, double y) {
  const double u = x / 70.0, v = y / 70.0, iu = floor(u), iv = floor(v), fu = u - iu, fv = v - iv;
  const uint32_t a = (uint32_t)(int32_t)iu, b = (uint32_t)(int32_t)iv;
  const double su = fu * fu * (3.0 - 2.0 * fu), sv = fv * fv * (3.0 - 2.0 * fv);
  const double low = scene_drawn(a, b, 9) * (1.0 - su) + scene_drawn(a + 1, b, 9) * su,
               high = scene_drawn(a, b + 1, 9) * (1.0 - su) + scene_drawn(a + 1, b + 1, 9) * su;
  return low * (1.0 - sv) + high * sv;
}

/* --- groves ------------------------------------------------------------------------------------------------------------ */

void scene_plant(scene_place *scene, soi_point at, double scale, uint32_t a, uint32_t b) {
  scene->trees = scene_grown(scene->trees, scene->tree_count, &scene->tree_capacity, sizeof *scene->trees);
  const double angle = 6.2831853 * scene_drawn(a, b, 3);
  scene->trees[scene->tree_count++] = (scene_tree){.kind = scene_drawn(a, b, 5) < 0.12,
                                                   .at = {.x = (float)at.x,
                                                          .y = (float)at.y,
                                                          .cos = (float)cos(angle),
                                                          .sin = (float)sin(angle),
                                                          .scale = (float)(scale * (0.75 + 0.55 * scene_drawn(a, b, 4))),
                                                          .paint = 0xffffffu}};
}

static void plant(scene_build *build, soi_points outline) {
  soi_point low = {1e9, 1e9}, high = {-1e9, -1e9};
  for (uint32_t k = 0; k < outline.count; ++k) {
    low = (soi_point){fmin(low.x, outline.items[k].x), fmin(low.y, outline.items[k].y)};
    high = (soi_point){fmax(high.x, outline.items[k].x), fmax(high.y, outline.items[k].y)};
  }
  for (double y = floor(low.y / SPACING) * SPACING; y < high.y; y += SPACING) {
    for (double x = floor(low.x / SPACING) * SPACING; x < high.x; x += SPACING) {
      const uint32_t a = (uint32_t)(int32_t)lrint(x / SPACING), b = (uint32_t)(int32_t)lrint(y / SPACING);
      const soi_point at = {x + SPACING * 0.8 * scene_drawn(a, b, 1), y + SPACING * 0.8 * scene_drawn(a, b, 2)};
      if (scene_grove(x, y) + 0.25 * scene_drawn(a, b, 6) < 0.62 || !outline_contains(outline.items, outline.count, at)) { continue; }
      if (scene_is_free(build, at, 0.0)) { scene_plant(build->scene, at, 1.0, a, b); }
    }
  }
}

void scene_build_trees(scene_build *build) {
  for (uint32_t i = 0; i < build->map->greens.count; ++i) {
    if (build->map->greens.items[i].outline.count >= 3) { plant(build, build->map->greens.items[i].outline); }
  }
}

/* --- shapes, and the picture ------------------------------------------------------------------------------------------ */

static void palm_leaves(scene_mesh *mesh) {
  for (uint32_t i = 0; i < 8; ++i) {
    const double angle = 6.2831853 * i / 8, c = cos(angle), s = sin(angle);
    mesh_quad(mesh, (mesh_point){-0.35 * s, 0.35 * c, 7.5}, (mesh_point){0.35 * s, -0.35 * c, 7.5},
              (mesh_point){2.2 * c + 0.3 * s, 2.2 * s - 0.3 * c, 7.6}, (mesh_point){2.2 * c - 0.3 * s, 2.2 * s + 0.3 * c, 7.6},
              COLOUR_LEAF_DARK, 0.85, 1.0);
    mesh_quad(mesh, (mesh_point){2.2 * c - 0.3 * s, 2.2 * s + 0.3 * c, 7.6}, (mesh_point){2.2 * c + 0.3 * s, 2.2 * s - 0.3 * c, 7.6},
              (mesh_point){3.3 * c, 3.3 * s, 6.6}, (mesh_point){3.3 * c, 3.3 * s, 6.6}, COLOUR_LEAF, 0.9, 1.0);
  }
}

void scene_tree_mesh(scene_mesh *mesh, uint32_t kind, uint32_t form) {
  const bool palm = kind == 1;
  const double trunk = palm ? 7.5 : 3.4;
  if (form < 2) { mesh_cylinder(mesh, (mesh_point){0, 0, 0}, trunk, 0.24, palm ? 0.14 : 0.16, form == 0 ? 6 : 3, COLOUR_TRUNK); }
  mesh->part = PART_LEAVES;
  if (palm && form == 0) {
    palm_leaves(mesh);
  } else if (palm) {
    mesh_ball(mesh, (mesh_point){0.0, 0.0, 7.2}, 2.4, 0.3, 4, 2, COLOUR_LEAF_DARK);
  } else if (form > 0) {
    mesh_ball(mesh, (mesh_point){0.0, 0.0, 5.2}, 3.2, 0.85, form == 1 ? 5 : 4, form == 1 ? 3 : 2, COLOUR_LEAF);
  } else {
    mesh_ball(mesh, (mesh_point){0.0, 0.0, 5.2}, 2.9, 0.85, 8, 5, COLOUR_LEAF);
    mesh_ball(mesh, (mesh_point){1.3, 0.8, 6.4}, 1.9, 0.85, 8, 4, COLOUR_LEAF);
    mesh_ball(mesh, (mesh_point){-1.2, 0.9, 4.6}, 1.8, 0.85, 7, 4, COLOUR_LEAF_DARK);
    mesh_ball(mesh, (mesh_point){0.2, -1.6, 5.0}, 1.8, 0.85, 7, 4, COLOUR_LEAF_DARK);
  }
  mesh->part = PART_BODY;
}

/* Where they are specks every other one is left out and the rest stand in for it. */
void scene_add_trees(making *m) {
  for (uint32_t i = 0; i < m->scene->tree_count; ++i) {
    const scene_instance *const tree = &m->scene->trees[i].at;
    if (!scene_camera_sees(m->camera, tree->x, tree->y, 4.5f, 6.0f)) { continue; }
    const float size = m->camera->pixels * 8.0f * tree->scale / (float)scene_camera_distance(m->camera, tree->x, tree->y, 4.0);
    const bool speck = !m->options->all && size < SPECK;
    if (speck && i % 2 == 1) { continue; }
    const uint32_t form = m->options->all || size >= FAR_TREE ? 0 : size >= TINY_TREE ? 1 : 2;
    scene_instance *const drawn = scene_add_instance(m->frame, SHAPE_TREE + TREE_FORMS * m->scene->trees[i].kind + form);
    *drawn = *tree;
    if (speck) { drawn->scale *= 1.35f; }
  }
}
