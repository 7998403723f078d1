/* The whole: the phases of building a place, and of making a frame, in their order. */
#include "scene.h"

#include <math.h>
#include <stdlib.h>

#include "scene_build.h"
#include "making.h"

static const double BLINK = 0.75; /* s an indicator takes for on and off */

static void *zeroed(size_t count, size_t size) {
  void *const block = calloc(count == 0 ? 1 : count, size);
  SOI_ASSERT(block != NULL);
  return block;
}

void scene_build_shapes(scene_build *build) {
  scene_place *const made = build->scene;
  const uint32_t types = build->model->type_count;
  made->shape_count = SHAPE_VEHICLE + VEHICLE_FORMS * types;
  made->shapes = zeroed(made->shape_count, sizeof *made->shapes);
  scene_person_mesh(&made->shapes[SHAPE_PERSON], false);
  scene_person_mesh(&made->shapes[SHAPE_PERSON_FAR], true);
  mesh_cylinder(&made->shapes[SHAPE_PERSON_TINY], (mesh_point){0, 0, 0}, 1.7, 0.2, 0.16, 3, COLOUR_PAINT);
  scene_rider_mesh(&made->shapes[SHAPE_RIDER]);
  scene_wheelchair_mesh(&made->shapes[SHAPE_WHEELCHAIR]);
  scene_luggage_mesh(&made->shapes[SHAPE_LUGGAGE]);
  scene_wheel_mesh(&made->shapes[SHAPE_WHEEL]);
  for (uint32_t kind = 0; kind < TREE_KINDS; ++kind) {
    for (uint32_t form = 0; form < TREE_FORMS; ++form) {
      scene_tree_mesh(&made->shapes[SHAPE_TREE + TREE_FORMS * kind + form], kind, form);
    }
  }
  scene_train_mesh(&made->shapes[SHAPE_TRAIN]);
  scene_signal_mesh(&made->shapes[SHAPE_SIGNAL], false);
  scene_signal_mesh(&made->shapes[SHAPE_WALK_SIGNAL], true);
  for (soi_type_id type = 1; type <= types; ++type) {
    scene_mesh *const forms = &made->shapes[SHAPE_VEHICLE + VEHICLE_FORMS * (type - 1)];
    scene_vehicle_mesh(&forms[0], soi_type(build->model, type), false);
    scene_vehicle_mesh(&forms[1], soi_type(build->model, type), true);
    scene_tiny_vehicle_mesh(&forms[2], soi_type(build->model, type));
  }
}

bool scene_shape_is_simple(uint32_t shape) {
  if (shape >= SHAPE_VEHICLE) { return (shape - SHAPE_VEHICLE) % VEHICLE_FORMS > 0; }
  if (shape >= SHAPE_TREE && shape < SHAPE_TRAIN) { return (shape - SHAPE_TREE) % TREE_FORMS > 0; }
  return shape == SHAPE_PERSON_FAR || shape == SHAPE_PERSON_TINY;
}

scene_place *scene_create(const soi_model *model) {
  scene_place *const made = zeroed(1, sizeof *made);
  made->model = model;
  made->walkers = zeroed((size_t)model->person_capacity + 1, sizeof *made->walkers);
  made->seats = zeroed((size_t)model->cart_count + 1, sizeof *made->seats);
  made->vehicles = density_lanes_open(model);
  made->node_height = zeroed((size_t)model->walk_node_count + 1, sizeof *made->node_height);
  scene_build build = {.scene = made, .model = model, .map = &model->definition->map};
  build.roads = zeroed((size_t)build.map->roads.count + 1, sizeof *build.roads);
  scene_build_routes(&build);
  scene_build_roads(&build);
  scene_build_junctions(&build);
  scene_build_ways(&build);
  scene_build_crossings(&build);
  scene_build_areas(&build);
  made->blocks = zeroed((size_t)build.map->buildings.count + 1, sizeof *made->blocks);
  scene_build_buildings(&build);
  scene_build_rails(&build);
  scene_build_furniture(&build);
  scene_build_trains(&build);
  scene_build_obstacles(&build);
  scene_build_land(&build);
  scene_build_street(&build);
  scene_build_trees(&build);
  scene_build_shapes(&build);
  scene_build_tiles(made);
  scene_release_obstacles(&build);
  free(build.roads);
  return made;
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
  frame->light = scene_light_at(frame->clock, model->definition->map.origin.latitude, after->rain[0], after->visibility[0]);
  scene_light_look(&frame->light, camera->distance);
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
  scene_add_vehicles(&m);
  scene_add_people(&m);
  scene_enlarge_far(&m);
  scene_add_trees(&m);
  scene_add_signals(&m);
  scene_add_trains(&m);
  scene_add_overlays(&m);
  scene_add_bars(&m);
}

void scene_release(scene_place *scene) {
  if (scene == NULL) { return; }
  for (int layer = 0; layer < LAYER_COUNT; ++layer) {
    mesh_release(&scene->layers[layer]);
    free(scene->tiles[layer].items);
  }
  for (uint32_t i = 0; i < scene->shape_count; ++i) { mesh_release(&scene->shapes[i]); }
  free(scene->shapes);
  for (soi_route_id row = 1; row <= scene->model->route_count; ++row) { free(scene->routes[row].points); }
  free(scene->routes);
  free(scene->blocks);
  free(scene->trees);
  free(scene->heads);
  free(scene->platforms);
  free(scene->walkers);
  free(scene->seats);
  density_field_release(&scene->people);
  density_lanes_release(&scene->vehicles);
  free(scene->node_height);
  free(scene);
}
