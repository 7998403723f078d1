/* What stands in the street: signals with their masts, and the shelters of stops. */
#include <math.h>
#include <stdlib.h>

#include "scene_build.h"
#include "making.h"

static const double HEAD_HEIGHT = 5.2;

static void add_head(scene_place *scene, scene_head head) {
  scene->heads = scene_grown(scene->heads, scene->head_count, &scene->head_capacity, sizeof *scene->heads);
  scene->heads[scene->head_count++] = head;
}

static scene_instance placed(soi_point at, double z, soi_point heading) {
  return (scene_instance){.x = (float)at.x,
                          .y = (float)at.y,
                          .z = (float)z,
                          .cos = (float)heading.x,
                          .sin = (float)heading.y,
                          .scale = 1.0f,
                          .paint = 0xffffffu};
}

/* The connector whose light a lane's head shows: straight on before turns. */
static soi_lane_id shown_connector(const soi_model *model, const soi_lane *lane) {
  soi_lane_id shown = 0;
  for (uint32_t i = 0; i < lane->out.count; ++i) {
    const soi_lane_id connector = model->lane_links[lane->out.first + i];
    if (model->lanes[connector].signal == 0) { continue; }
    if (shown == 0 || model->lanes[connector].turn == SOI_TURN_THROUGH) { shown = connector; }
  }
  return shown;
}

/* A mast at the kerb with an arm over the lanes; a head over each lane, seen by those who come. */
static void add_mast(scene_build *build, const road_shape *road, int direction) {
  const soi_model *const model = build->model;
  scene_mesh *const mesh = &build->scene->layers[LAYER_RAISED];
  const soi_lane *const kerb = &model->lanes[road->lanes[direction][1]];
  bool any = false;
  for (uint32_t i = 1; i <= road->count[direction]; ++i) {
    const soi_lane_id id = road->lanes[direction][i];
    const soi_lane_id connector = shown_connector(model, &model->lanes[id]);
    if (connector == 0) { continue; }
    soi_point along;
    const soi_point at = soi_lane_at(model, id, model->lanes[id].length, 0.0, &along);
    add_head(build->scene, (scene_head){.connector = connector, .at = placed(at, HEAD_HEIGHT, (soi_point){-along.x, -along.y})});
    any = true;
  }
  if (!any) { return; }
  soi_point along;
  const soi_lane_id last = road->lanes[direction][road->count[direction]];
  const soi_point foot = soi_lane_at(model, road->lanes[direction][1], kerb->length, model->side * (0.5 * kerb->width + 0.7), &along);
  const soi_point tip = soi_lane_at(model, last, model->lanes[last].length, 0.0, NULL);
  mesh_cylinder(mesh, at_height(foot, 0.0), HEAD_HEIGHT + 1.0, 0.14, 0.1, 8, COLOUR_STEEL);
  const soi_point w = {along.x * 0.07, along.y * 0.07};
  const soi_point arm[4] = {
      {foot.x - w.x, foot.y - w.y}, {tip.x - w.x, tip.y - w.y}, {tip.x + w.x, tip.y + w.y}, {foot.x + w.x, foot.y + w.y}};
  mesh_prism(mesh, arm, 4, HEAD_HEIGHT + 0.75, HEAD_HEIGHT + 0.9, COLOUR_STEEL, COLOUR_STEEL);
}

/* Posts at both ends of a signalled crossing: a light for people, and between junctions one for the traffic. */
static void add_crossing_posts(scene_build *build, uint32_t row) {
  const soi_model *const model = build->model;
  const soi_crossing *const crossing = &model->crossings[row];
  const soi_point along = {(crossing->b.x - crossing->a.x) / crossing->length, (crossing->b.y - crossing->a.y) / crossing->length};
  const bool traffic = model->signals[crossing->signal].junction == 0;
  for (int end = 0; end < 2; ++end) {
    const soi_point foot = end == 0 ? crossing->a : crossing->b, inward = end == 0 ? along : (soi_point){-along.x, -along.y};
    /* Traffic that keeps left meets the crossing at the right-hand post of those who walk inward. */
    const double aside = (0.5 * crossing->width + 0.6) * model->side;
    const soi_point at = {foot.x + inward.y * aside, foot.y - inward.x * aside};
    mesh_cylinder(&build->scene->layers[LAYER_RAISED], at_height(at, 0.0), traffic ? 4.0 : 2.9, 0.09, 0.07, 6, COLOUR_STEEL);
    add_head(build->scene, (scene_head){.crossing = row, .for_people = true, .at = placed((soi_point){at.x, at.y}, 2.2, inward)});
    const soi_point facing = {inward.y * model->side, -inward.x * model->side};
    if (traffic) { add_head(build->scene, (scene_head){.crossing = row, .at = placed(at, 3.4, facing)}); }
  }
}

/* A roof on posts behind the queue, and a sign in the carts' colour where its first stands. */
static void add_shelter(scene_build *build, const soi_stop *stop) {
  scene_mesh *const mesh = &build->scene->layers[LAYER_RAISED];
  soi_point along;
  soi_lane_at(build->model, stop->lane, stop->s, 0.0, &along);
  const double away = stop->d * build->model->side >= 0.0 ? build->model->side : -build->model->side;
  const soi_point out = {-along.y * away, along.x * away};
  const soi_point sign = {stop->queue.x + along.x * 1.2, stop->queue.y + along.y * 1.2};
  mesh_cylinder(mesh, at_height(sign, 0.0), 3.0, 0.06, 0.06, 6, COLOUR_STEEL);
  const soi_point s[4] = {{sign.x - along.x * 0.05 - out.x * 0.4, sign.y - along.y * 0.05 - out.y * 0.4},
                          {sign.x + along.x * 0.05 - out.x * 0.4, sign.y + along.y * 0.05 - out.y * 0.4},
                          {sign.x + along.x * 0.05 + out.x * 0.4, sign.y + along.y * 0.05 + out.y * 0.4},
                          {sign.x - along.x * 0.05 + out.x * 0.4, sign.y - along.y * 0.05 + out.y * 0.4}};
  mesh_prism(mesh, s, 4, 2.3, 3.1, COLOUR_ACCENT, COLOUR_ACCENT);
  const double length = 6.0;
  soi_point roof[4];
  for (int i = 0; i < 4; ++i) {
    const double back = i == 0 || i == 3 ? 0.0 : length, side = i < 2 ? 0.5 : 1.9;
    roof[i] = (soi_point){stop->queue.x - along.x * back + out.x * side, stop->queue.y - along.y * back + out.y * side};
  }
  mesh_prism(mesh, roof, 4, 2.65, 2.8, COLOUR_STEEL, COLOUR_ROOF);
  mesh_cylinder(mesh, at_height(roof[3], 0.0), 2.7, 0.05, 0.05, 6, COLOUR_STEEL);
  mesh_cylinder(mesh, at_height(roof[2], 0.0), 2.7, 0.05, 0.05, 6, COLOUR_STEEL);
}

void scene_build_furniture(scene_build *build) {
  for (uint32_t row = 1; row <= build->map->roads.count; ++row) {
    for (int direction = 0; direction < 2; ++direction) {
      if (build->roads[row].count[direction] > 0) { add_mast(build, &build->roads[row], direction); }
    }
  }
  for (uint32_t row = 1; row <= build->model->crossing_count; ++row) {
    if (build->model->crossings[row].signal != 0 && build->model->crossings[row].length > 1.0) { add_crossing_posts(build, row); }
  }
  for (uint32_t row = 1; row <= build->model->stop_count; ++row) { add_shelter(build, &build->model->stops[row]); }
}

/* --- signals in the picture ------------------------------------------------------------------------------------------- */

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

static uint32_t lamp_of(soi_light light) {
  return 1u << (light == SOI_LIGHT_GREEN ? LAMP_GREEN : light == SOI_LIGHT_AMBER ? LAMP_AMBER : LAMP_RED);
}

void scene_add_signals(making *m) {
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
