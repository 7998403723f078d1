/* The shapes of people, what they carry, trees, trains and signal heads. A person faces +x and stands on the origin. */
#include <math.h>

#include "build.h"

static void limb(scene_mesh *mesh, scene_part part, double y, double low, double high, double thick, double depth, scene_colour colour) {
  mesh->part = part;
  mesh_taper(mesh, (mesh_point){-depth, y - thick, low}, (mesh_point){depth, y + thick, high}, 0.0, 0.0, 0.0, colour, colour);
  mesh->part = PART_BODY;
}

void scene_person_mesh(scene_mesh *mesh, bool far) {
  limb(mesh, PART_LEFT_LEG, 0.09, 0.0, 0.84, 0.07, 0.08, COLOUR_TROUSERS);
  limb(mesh, PART_RIGHT_LEG, -0.09, 0.0, 0.84, 0.07, 0.08, COLOUR_TROUSERS);
  mesh_taper(mesh, (mesh_point){-0.11, -0.2, 0.82}, (mesh_point){0.11, 0.2, 1.44}, 0.02, 0.02, -0.02, COLOUR_PAINT, COLOUR_PAINT);
  if (!far) {
    limb(mesh, PART_LEFT_ARM, 0.255, 0.78, 1.42, 0.045, 0.05, COLOUR_PAINT);
    limb(mesh, PART_RIGHT_ARM, -0.255, 0.78, 1.42, 0.045, 0.05, COLOUR_PAINT);
  }
  mesh_ball(mesh, (mesh_point){0.015, 0.0, 1.59}, 0.115, 1.2, far ? 4 : 8, far ? 2 : 5, COLOUR_SKIN);
  if (!far) { mesh_ball(mesh, (mesh_point){-0.02, 0.0, 1.635}, 0.122, 0.95, 8, 4, COLOUR_HAIR); }
}

/* Who sits: z 0 is the seat. */
void scene_rider_mesh(scene_mesh *mesh) {
  mesh_taper(mesh, (mesh_point){-0.02, -0.17, 0.0}, (mesh_point){0.4, 0.17, 0.14}, 0.02, 0.0, 0.01, COLOUR_TROUSERS, COLOUR_TROUSERS);
  mesh_taper(mesh, (mesh_point){-0.12, -0.2, 0.02}, (mesh_point){0.1, 0.2, 0.6}, 0.02, 0.0, 0.02, COLOUR_PAINT, COLOUR_PAINT);
  mesh_ball(mesh, (mesh_point){0.02, 0.0, 0.75}, 0.115, 1.2, 8, 5, COLOUR_SKIN);
  mesh_ball(mesh, (mesh_point){-0.015, 0.0, 0.79}, 0.122, 0.95, 8, 4, COLOUR_HAIR);
}

/* A wheelchair with who sits in it. */
void scene_wheelchair_mesh(scene_mesh *mesh) {
  mesh_box(mesh, (mesh_point){-0.25, -0.25, 0.4}, (mesh_point){0.25, 0.25, 0.5}, COLOUR_DARK);
  mesh_box(mesh, (mesh_point){-0.3, -0.25, 0.4}, (mesh_point){-0.24, 0.25, 0.95}, COLOUR_DARK);
  for (int side = -1; side <= 1; side += 2) { mesh_wheel(mesh, (mesh_point){-0.1, side * 0.3, 0.3}, 0.3, 0.05, 10); }
  mesh_taper(mesh, (mesh_point){-0.2, -0.17, 0.5}, (mesh_point){0.3, 0.17, 0.64}, 0.0, 0.0, 0.0, COLOUR_TROUSERS, COLOUR_TROUSERS);
  mesh_box(mesh, (mesh_point){0.24, -0.15, 0.12}, (mesh_point){0.36, 0.15, 0.62}, COLOUR_TROUSERS);
  mesh_taper(mesh, (mesh_point){-0.23, -0.2, 0.52}, (mesh_point){0.0, 0.2, 1.1}, 0.02, 0.0, 0.02, COLOUR_PAINT, COLOUR_PAINT);
  mesh_ball(mesh, (mesh_point){-0.08, 0.0, 1.25}, 0.115, 1.2, 8, 5, COLOUR_SKIN);
  mesh_ball(mesh, (mesh_point){-0.11, 0.0, 1.29}, 0.122, 0.95, 8, 4, COLOUR_HAIR);
}

/* A suitcase drawn behind. */
void scene_luggage_mesh(scene_mesh *mesh) {
  mesh_box(mesh, (mesh_point){-0.62, -0.38, 0.06}, (mesh_point){-0.38, -0.06, 0.66}, COLOUR_PAINT);
  mesh_box(mesh, (mesh_point){-0.42, -0.24, 0.66}, (mesh_point){-0.38, -0.2, 0.98}, COLOUR_DARK);
}

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

/* One car of a train, its middle at the origin, on rails at z 0. */
void scene_train_mesh(scene_mesh *mesh) {
  const double half = 0.5 * TRAIN_CAR - 0.4;
  mesh_box(mesh, (mesh_point){-half, -1.45, 0.5}, (mesh_point){half, 1.45, 1.7}, COLOUR_PAINT);
  mesh_box(mesh, (mesh_point){-half, -1.42, 1.7}, (mesh_point){half, 1.42, 2.8}, COLOUR_GLASS);
  mesh_taper(mesh, (mesh_point){-half, -1.45, 2.8}, (mesh_point){half, 1.45, 3.7}, 0.3, 0.3, 0.5, COLOUR_ROOF, COLOUR_ROOF);
  mesh_box(mesh, (mesh_point){-0.8 * half, -1.1, 0.05}, (mesh_point){0.8 * half, 1.1, 0.5}, COLOUR_DARK);
}

/* Facing +x, z 0 at its lower end: red on top, green at the bottom; for people red and green only. */
void scene_signal_mesh(scene_mesh *mesh, bool for_people) {
  static const scene_colour colours[3] = {COLOUR_LAMP_GREEN, COLOUR_LAMP_AMBER, COLOUR_LAMP_RED};
  static const scene_lamp which[3] = {LAMP_GREEN, LAMP_AMBER, LAMP_RED};
  const double size = for_people ? 0.26 : 0.4, height = size * (for_people ? 2 : 3);
  mesh_box(mesh, (mesh_point){-0.12, -0.6 * size, 0.0}, (mesh_point){0.12, 0.6 * size, height + 0.1}, COLOUR_DARK);
  for (int i = 0; i < 3; ++i) {
    if (for_people && i == 1) { continue; }
    const double z = 0.05 + size * (for_people ? (i == 0 ? 0 : 1) : i);
    mesh->part = (scene_part)(PART_LAMP + which[i]);
    mesh_box(mesh, (mesh_point){0.1, -0.42 * size, z + 0.04}, (mesh_point){0.16, 0.42 * size, z + size - 0.04}, colours[i]);
  }
  mesh->part = PART_BODY;
}
