/* People: their shapes and what they carry, and each in the picture. A person faces +x and stands on the origin. */
#include <math.h>

#include "scene_build.h"
#include "making.h"

static const float TINY_PERSON = 6.0f;
static const float FAR_PERSON = 16.0f; /* pixels of height */
static const float LEAST = 1.1f;       /* pixels below which nobody is drawn */

/* --- shapes ----------------------------------------------------------------------------------------------------------- */

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

/* --- in the picture --------------------------------------------------------------------------------------------------- */

/* Legs swing with the way walked since the last picture, each out of step with the others; who stands puts the feet together and keeps facing
 * as before. */
static const scene_walker *walk(making *m, uint32_t row) {
  scene_walker *const walker = &m->scene->walkers[row];
  const soi_world *const world = m->after;
  if (walker->generation != world->person_generation[row]) {
    const double angle = 6.2831853 * (scene_mixed(world->person_serial[row]) % 1000) / 1000.0;
    *walker = (scene_walker){.generation = world->person_generation[row],
                             .phase = (float)angle,
                             .tick = world->tick[0],
                             .cos = (float)cos(angle),
                             .sin = (float)sin(angle)};
  }
  const double vx = world->person_vx[row], vy = world->person_vy[row], speed = hypot(vx, vy);
  if (walker->tick != world->tick[0]) {
    const double steps = fabs((double)world->tick[0] - (double)walker->tick);
    walker->phase = fmodf(walker->phase + (float)(fmin(steps, 5.0) * m->model->step * speed * 4.4), 6.2831853f);
    walker->tick = world->tick[0];
  }
  if (speed > 0.15) {
    walker->cos = (float)(vx / speed);
    walker->sin = (float)(vy / speed);
  } else if (world->person_errand[row] == SOI_ERRAND_QUEUE && world->person_stop[row] != 0) {
    const soi_stop *const stop = &m->model->stops[world->person_stop[row]];
    soi_point along;
    const soi_point lane = soi_lane_at(m->model, stop->lane, stop->s, stop->d, &along);
    const soi_point to = scene_unit(lane.x - stop->queue.x + 2.0 * along.x * -1.0, lane.y - stop->queue.y - 2.0 * along.y);
    walker->cos = (float)to.x, walker->sin = (float)to.y;
  }
  return walker;
}

static void add_person(making *m, uint32_t row) {
  mesh_point at;
  if (!scene_person_at(m->scene, m->before, m->after, m->fraction, row, &at) || at.z < -0.5) { return; }
  if (!scene_camera_sees(m->camera, (float)at.x, (float)at.y, (float)at.z + 1.0f, 1.5f)) { return; }
  const float size = m->camera->pixels * 1.7f / (float)fmax(scene_camera_distance(m->camera, at.x, at.y, at.z), 0.5);
  if (size < LEAST) { return; }
  const bool far = !m->options->all && size < FAR_PERSON;
  const uint8_t needs = m->after->person_needs[row];
  const scene_walker *const walker = walk(m, row);
  const double speed = hypot(m->after->person_vx[row], m->after->person_vy[row]);
  const uint32_t serial = m->after->person_serial[row];
  const bool wheels = (needs & SOI_NEED_WHEELCHAIR) != 0;
  const scene_instance body = {.x = (float)at.x,
                               .y = (float)at.y,
                               .z = (float)at.z,
                               .cos = walker->cos,
                               .sin = walker->sin,
                               .scale = wheels ? 1.0f : 0.93f + 0.14f * (float)(scene_mixed(serial ^ 77u) % 100) / 100.0f,
                               .phase = speed > 0.15 ? walker->phase + (float)(speed * (m->fraction - 1.0) * m->model->step * 4.4) : 0.0f,
                               .paint = scene_clothes_paint(serial)};
  *scene_add_instance(m->frame, wheels               ? SHAPE_WHEELCHAIR
                                : !far               ? SHAPE_PERSON
                                : size < TINY_PERSON ? SHAPE_PERSON_TINY
                                                     : SHAPE_PERSON_FAR) = body;
  if ((needs & SOI_NEED_LUGGAGE) != 0 && !far) {
    scene_instance *const bag = scene_add_instance(m->frame, SHAPE_LUGGAGE);
    *bag = body;
    bag->paint = scene_clothes_paint(serial + 1000003u);
  }
  if (size > 7.0f) { scene_add_blob(m->frame, &body, fmax(at.z, KERB_HEIGHT), 0.4, 0.5, 1.6); }
}

void scene_add_people(making *m) {
  for (uint32_t row = 1; row <= m->after->person_high[0]; ++row) {
    if (m->after->person_body[row] != 0) { add_person(m, row); }
  }
}
