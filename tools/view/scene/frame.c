/* One picture: what moves, from two worlds and the fraction between them, with what is out of sight left out and what is far made
 * simpler. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "build.h"
#include "making.h"

static const float FAR_VEHICLE = 26.0f; /* pixels of length below which a vehicle is drawn in its simple form */
static const float TINY_VEHICLE = 11.0f;
static const float TINY_PERSON = 6.0f;
static const float FAR_PERSON = 16.0f; /* pixels of height */
static const float LEAST = 1.1f;       /* pixels below which nothing is drawn */
static const float CART_LEAST = 15.0f; /* pixels of length that a cart takes at least */
static const float FAR_TREE = 40.0f;
static const float TINY_TREE = 14.0f;
static const double BLINK = 0.75; /* s an indicator takes for on and off */

static void *grown(void *block, uint32_t count, uint32_t *capacity, size_t size) {
  if (count < *capacity) { return block; }
  *capacity = *capacity * 2 + 64;
  void *const more = realloc(block, *capacity * size);
  SOI_ASSERT(more != NULL);
  return more;
}

scene_instance *scene_add_instance(scene_frame *frame, uint32_t shape) {
  scene_instances *const list = &frame->shapes[shape];
  list->items = grown(list->items, list->count, &list->capacity, sizeof *list->items);
  return &list->items[list->count++];
}

static void add_blob(scene_frame *frame, const scene_instance *at, double z, double length, double width, double height) {
  frame->blobs = grown(frame->blobs, frame->blob_count, &frame->blob_capacity, sizeof *frame->blobs);
  frame->blobs[frame->blob_count++] =
      (scene_blob){at->x, at->y, (float)z, at->cos, at->sin, (float)(0.5 * length), (float)(0.5 * width), (float)height};
}

/* Bytes r, g, b from 0xRRGGBB. */
static uint32_t paint_of(uint32_t colour) { return (colour >> 16 & 255u) | (colour & 0xff00u) | (colour & 255u) << 16; }

/* --- vehicles --------------------------------------------------------------------------------------------------------- */

/* The point of a body's path that lies back metres behind its front. */
static soi_point path_point(const soi_world *world, uint32_t row, double back) {
  const soi_model *const model = world->model;
  soi_lane_id lane = world->vehicle_lane[row];
  double s = world->vehicle_s[row] - back;
  for (uint32_t i = 0; i < 3 && s < 0.0; ++i) {
    const soi_lane_id behind = world->vehicle_tail[row * 3 + i];
    if (behind == 0) { break; }
    lane = behind;
    s += model->lanes[lane].length;
  }
  soi_point along;
  const soi_point at = soi_lane_at(model, lane, s, world->vehicle_d[row], &along);
  const double over = s < 0.0 ? s : fmax(s - model->lanes[lane].length, 0.0);
  return (soi_point){at.x + along.x * over, at.y + along.y * over};
}

/* A body rides on two axles, as it does in the simulation. */
static void body_at(const soi_world *world, uint32_t row, double length, soi_point *middle, soi_point *heading) {
  const soi_point front = path_point(world, row, 0.15 * length), rear = path_point(world, row, 0.85 * length);
  const double dx = front.x - rear.x, dy = front.y - rear.y, span = fmax(hypot(dx, dy), 1e-6);
  *middle = (soi_point){0.5 * (front.x + rear.x), 0.5 * (front.y + rear.y)};
  *heading = (soi_point){dx / span, dy / span};
}

static soi_point unit_of(double x, double y) {
  const double length = hypot(x, y);
  return length > 1e-6 ? (soi_point){x / length, y / length} : (soi_point){1.0, 0.0};
}

bool scene_vehicle_at(const scene_place *scene, const soi_world *before, const soi_world *after, double fraction, uint32_t row,
                      mesh_point *middle, soi_point *heading) {
  if (!soi_vehicle_lives(after, row)) { return false; }
  const double length = soi_type(scene->model, after->vehicle_type[row])->length;
  soi_point at, along;
  body_at(after, row, length, &at, &along);
  if (before != after && before->vehicle_generation[row] == after->vehicle_generation[row]) {
    soi_point from, from_along;
    body_at(before, row, length, &from, &from_along);
    at = (soi_point){from.x + (at.x - from.x) * fraction, from.y + (at.y - from.y) * fraction};
    along = unit_of(from_along.x + (along.x - from_along.x) * fraction, from_along.y + (along.y - from_along.y) * fraction);
  }
  *middle = at_height(at, 0.0);
  *heading = along;
  return true;
}

/* Whether it means to go left (+1) or right (-1): a lane beside, a turn ahead or under way. */
static int intent_of(const soi_world *world, uint32_t row) {
  const soi_model *const model = world->model;
  const soi_lane_id id = world->vehicle_lane[row];
  const soi_lane *const lane = &model->lanes[id];
  soi_turn turn = SOI_TURN_THROUGH;
  if (lane->junction != 0) {
    turn = lane->turn;
  } else if (world->vehicle_next[row] != 0 && lane->length - world->vehicle_s[row] < 35.0) {
    turn = model->lanes[world->vehicle_next[row]].turn;
  }
  if (turn == SOI_TURN_LEFT) { return 1; }
  if (turn == SOI_TURN_RIGHT || turn == SOI_TURN_BACK) { return -1; }
  const double aside = world->vehicle_aim[row] - world->vehicle_d[row];
  if (fabs(aside) > 0.8) { return aside > 0.0 ? 1 : -1; }
  const soi_lane_id wants = world->vehicle_wants[row];
  if (wants == 0) { return 0; }
  const bool inner = wants == lane->inner;
  return (model->side > 0.0) == inner ? -1 : 1;
}

static uint32_t lamps_of(const making *m, uint32_t row) {
  const soi_world *const world = m->after;
  const bool brakes = world->vehicle_acceleration[row] < -0.35 || (world->vehicle_speed[row] < 0.1 && world->vehicle_standing[row] < 3000);
  const int intent = m->blink ? intent_of(world, row) : 0;
  return (brakes ? 1u << LAMP_BRAKE : 0u) | (intent > 0 ? 1u << LAMP_LEFT : 0u) | (intent < 0 ? 1u << LAMP_RIGHT : 0u) |
         (m->lights ? 1u << LAMP_HEAD : 0u);
}

/* The heads of those aboard, each in a seat. */
static void add_riders(making *m, uint32_t cart, const scene_instance *body, const soi_vehicle_type_definition *type) {
  uint32_t seat = 0;
  for (uint32_t row = m->after->cart_first_rider[cart]; row != 0 && seat < type->seats; row = m->after->person_next[row], ++seat) {
    const mesh_point at = scene_seat(type, seat);
    scene_instance *const rider = scene_add_instance(m->frame, SHAPE_RIDER);
    *rider = *body;
    rider->x += (float)(at.x * body->cos - at.y * body->sin);
    rider->y += (float)(at.x * body->sin + at.y * body->cos);
    rider->z += (float)at.z;
    rider->paint = paint_of(scene_clothes_paint(m->after->person_serial[row]));
  }
}

/* Seen from afar a cart is drawn larger than it is, on a disc of the carts' colour, so that it is found on a map of the whole town. */
static void add_beacon(making *m, scene_instance *body, float size) {
  const float grow = CART_LEAST / size;
  if (grow <= 1.0f) { return; }
  body->scale = grow;
  mesh_point corners[3] = {{body->x, body->y, 0.3}};
  const double radius = 0.5 * grow * 5.2;
  for (int i = 0; i < 24; ++i) {
    for (int k = 0; k < 2; ++k) {
      const double angle = (i + k) * 6.2831853 / 24;
      corners[1 + k] = (mesh_point){body->x + radius * cos(angle), body->y + radius * sin(angle), 0.3};
    }
    scene_ribbon_triangle(m->frame, corners, scene_colour_of(COLOUR_ACCENT, m->options->dark) << 8 | 0x59u);
  }
}

/* The light of head lamps on the road ahead: brightest in the middle, fading out ahead and to the sides. */
static void add_light_pool(making *m, const scene_instance *body, double length, double width) {
  const double near = 0.5 * length, far = near + 12.0;
  for (int side = -1; side <= 1; side += 2) {
    const double corners[4][2] = {{near, 0.0}, {far, 0.0}, {far, side * 2.4 * width}, {near, side * 0.8 * width}};
    for (int i = 0; i < 6; ++i) {
      const int corner = i < 3 ? i : i == 3 ? 0 : i - 2;
      const double x = corners[corner][0], y = corners[corner][1];
      scene_ribbon_vertex_add(m->frame,
                              (mesh_point){body->x + x * body->cos - y * body->sin, body->y + x * body->sin + y * body->cos, 0.15},
                              corner == 0 ? 0xffe6b468u : 0xffe6b400u);
    }
  }
}

static void add_vehicle(making *m, uint32_t row) {
  const uint32_t kind = m->after->vehicle_type[row], cart = m->after->vehicle_cart[row];
  const soi_vehicle_type_definition *const type = soi_type(m->model, kind);
  mesh_point at;
  soi_point along;
  if (!scene_vehicle_at(m->scene, m->before, m->after, m->fraction, row, &at, &along)) { return; }
  const float reach = (float)type->length;
  if (!scene_camera_sees(m->camera, (float)at.x, (float)at.y, 1.0f, reach)) { return; }
  const float size = m->camera->pixels * reach / (float)fmax(scene_camera_distance(m->camera, at.x, at.y, 0.0), 1.0);
  if (size < LEAST && cart == 0) { return; }
  const uint32_t form = m->options->all || cart != 0 || size >= FAR_VEHICLE ? 0u : size >= TINY_VEHICLE ? 1u : 2u;
  scene_instance *const body = scene_add_instance(m->frame, SHAPE_VEHICLE + VEHICLE_FORMS * (kind - 1) + form);
  *body = (scene_instance){.x = (float)at.x,
                           .y = (float)at.y,
                           .z = (float)at.z,
                           .cos = (float)along.x,
                           .sin = (float)along.y,
                           .scale = 1.0f,
                           .paint = paint_of(scene_vehicle_paint((int)type->shape, m->after->vehicle_serial[row])),
                           .lamps = lamps_of(m, row)};
  if (cart != 0) { add_beacon(m, body, size); }
  const scene_instance copy = *body;
  if (m->frame->light.night > 0.5f && size > 12.0f) { add_light_pool(m, &copy, type->length, type->width); }
  add_blob(m->frame, &copy, at.z + KERB_HEIGHT, type->length, type->width, type->height);
  if (cart != 0 && size > 20.0f) { add_riders(m, cart, &copy, type); }
}

/* --- people ----------------------------------------------------------------------------------------------------------- */

static double link_share(const soi_model *model, soi_walk_link_id link, double x, double y) {
  const soi_walk_link *const row = &model->walk_links[link];
  const soi_point a = model->walk_nodes[row->a].at;
  return row->length > 0.0 ? fmin(fmax(((x - a.x) * row->along.x + (y - a.y) * row->along.y) / row->length, 0.0), 1.0) : 0.0;
}

bool scene_person_at(const scene_place *scene, const soi_world *before, const soi_world *after, double fraction, uint32_t row,
                     mesh_point *foot) {
  if (!soi_person_lives(after, row) || after->person_body[row] == 0) { return false; }
  double x = after->person_x[row], y = after->person_y[row];
  if (before != after && before->person_generation[row] == after->person_generation[row] && before->person_body[row] != 0) {
    x = before->person_x[row] + (x - before->person_x[row]) * fraction;
    y = before->person_y[row] + (y - before->person_y[row]) * fraction;
  }
  const soi_walk_link_id link = after->person_link[row];
  *foot = (mesh_point){x, y, link != 0 ? scene_link_height(scene, link, link_share(scene->model, link, x, y)) : 0.0};
  return true;
}

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
    const soi_point to = unit_of(lane.x - stop->queue.x + 2.0 * along.x * -1.0, lane.y - stop->queue.y - 2.0 * along.y);
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
                               .paint = paint_of(scene_clothes_paint(serial))};
  *scene_add_instance(m->frame, wheels               ? SHAPE_WHEELCHAIR
                                : !far               ? SHAPE_PERSON
                                : size < TINY_PERSON ? SHAPE_PERSON_TINY
                                                     : SHAPE_PERSON_FAR) = body;
  if ((needs & SOI_NEED_LUGGAGE) != 0 && !far) {
    scene_instance *const bag = scene_add_instance(m->frame, SHAPE_LUGGAGE);
    *bag = body;
    bag->paint = paint_of(scene_clothes_paint(serial + 1000003u));
  }
  if (size > 7.0f) { add_blob(m->frame, &body, fmax(at.z, KERB_HEIGHT), 0.4, 0.5, 1.6); }
}

/* --- what stands ------------------------------------------------------------------------------------------------------ */

static void add_trees(making *m) {
  for (uint32_t i = 0; i < m->scene->tree_count; ++i) {
    const scene_instance *const tree = &m->scene->trees[i];
    if (!scene_camera_sees(m->camera, tree->x, tree->y, 4.5f, 6.0f)) { continue; }
    const float size = m->camera->pixels * 8.0f / (float)scene_camera_distance(m->camera, tree->x, tree->y, 4.0);
    const uint32_t form = m->options->all || size >= FAR_TREE ? 0 : size >= TINY_TREE ? 1 : 2;
    *scene_add_instance(m->frame, SHAPE_TREE + TREE_FORMS * m->scene->tree_kinds[i] + form) = *tree;
  }
}

static uint32_t lamp_of(soi_light light) {
  return 1u << (light == SOI_LIGHT_GREEN ? LAMP_GREEN : light == SOI_LIGHT_AMBER ? LAMP_AMBER : LAMP_RED);
}

static void add_heads(making *m) {
  for (uint32_t i = 0; i < m->scene->head_count; ++i) {
    const scene_head *const head = &m->scene->heads[i];
    if (!scene_camera_sees(m->camera, head->at.x, head->at.y, head->at.z, 2.0f)) { continue; }
    scene_instance *const instance = scene_add_instance(m->frame, head->for_people ? SHAPE_WALK_SIGNAL : SHAPE_SIGNAL);
    *instance = head->at;
    if (head->connector != 0) {
      instance->lamps = lamp_of(soi_connector_light(m->after, head->connector));
    } else if (!head->for_people) {
      instance->lamps = lamp_of(soi_crossing_road_light(m->after, head->crossing));
    } else {
      instance->lamps = 1u << (soi_crossing_light(m->after, head->crossing) == SOI_LIGHT_GREEN ? LAMP_GREEN : LAMP_RED);
    }
  }
}

void scene_frame_make(scene_place *scene, const soi_world *before, const soi_world *after, double fraction, const scene_camera *camera,
                      const scene_options *options, scene_frame *frame) {
  if (frame->shapes == NULL) { frame->shapes = calloc(scene->shape_count, sizeof *frame->shapes); }
  SOI_ASSERT(frame->shapes != NULL);
  for (uint32_t i = 0; i < scene->shape_count; ++i) { frame->shapes[i].count = 0; }
  frame->blob_count = frame->ribbon_count = 0;
  const soi_model *const model = scene->model;
  frame->tick = after->tick[0];
  frame->fraction = (float)fraction;
  frame->clock = soi_clock(model, before->tick[0]) + fraction * (double)(after->tick[0] - before->tick[0]) * model->step;
  frame->light = scene_light_at(frame->clock, model->definition->map.origin.latitude, after->rain[0], after->visibility[0], options->dark);
  making m = {.scene = scene,
              .model = model,
              .before = before,
              .after = after,
              .fraction = fraction,
              .camera = camera,
              .options = options,
              .frame = frame,
              .lights = frame->light.night > 0.3f || frame->light.wet > 0.2f,
              .blink = fmod(frame->clock, BLINK) < 0.5 * BLINK};
  for (uint32_t row = 1; row <= after->vehicle_high[0]; ++row) {
    if (soi_vehicle_lives(after, row)) { add_vehicle(&m, row); }
  }
  for (uint32_t row = 1; row <= after->person_high[0]; ++row) {
    if (after->person_body[row] != 0) { add_person(&m, row); }
  }
  add_trees(&m);
  add_heads(&m);
  scene_add_trains(&m);
  scene_add_overlays(&m);
}

void scene_frame_release(const scene_place *scene, scene_frame *frame) {
  for (uint32_t i = 0; frame->shapes != NULL && i < scene->shape_count; ++i) { free(frame->shapes[i].items); }
  free(frame->shapes);
  free(frame->blobs);
  free(frame->ribbons);
  *frame = (scene_frame){0};
}
