/* The scene: what is shown is where the model and the worlds say, and nothing out of sight is kept. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <soi/sensor.h>

#include "near.h"
#include "place.h"
#include "scene.h"
#include "scene_build.h"

static place *town;
static scene_place *scene;

static int open_town(void **state) {
  (void)state;
  town = place_open("crossroads-morning.yaml", NULL);
  if (town->model == NULL) { return 1; }
  scene = scene_create(town->model);
  return 0;
}

static int close_town(void **state) {
  (void)state;
  scene_release(scene);
  place_close(town);
  return 0;
}

static soi_world *world_after(soi_tick ticks) {
  soi_world *const world = place_world(town);
  while (world->tick[0] < ticks) { soi_world_step(world); }
  return world;
}

/* From high above, with all of the map in sight. */
static scene_camera from_above(void) {
  const soi_bounds b = town->model->bounds;
  scene_camera camera = {.target = {0.5 * (b.left + b.right), 0.5 * (b.bottom + b.top), 0.0},
                         .distance = 2.5 * fmax(b.right - b.left, b.top - b.bottom),
                         .heading = 1.5708,
                         .pitch = 1.5698,
                         .field = 0.6,
                         .width = 1280,
                         .height = 720};
  scene_camera_aim(&camera);
  return camera;
}

static double side_of(const scene_vertex *a, const scene_vertex *b, soi_point p) {
  return ((double)b->x - a->x) * (p.y - a->y) - ((double)b->y - a->y) * (p.x - a->x);
}

/* Whether a triangle of the layer covers the point; its colour is handed out. */
static bool covered(const scene_mesh *mesh, soi_point p, uint8_t *colour) {
  for (uint32_t i = 0; i < mesh->index_count; i += 3) {
    const scene_vertex *const a = &mesh->vertices[mesh->indices[i]], *const b = &mesh->vertices[mesh->indices[i + 1]],
                              *const c = &mesh->vertices[mesh->indices[i + 2]];
    const double ab = side_of(a, b, p), bc = side_of(b, c, p), ca = side_of(c, a, p);
    if ((ab >= 0.0 && bc >= 0.0 && ca >= 0.0) || (ab <= 0.0 && bc <= 0.0 && ca <= 0.0)) {
      *colour = a->colour;
      return true;
    }
  }
  return false;
}

static void the_road_lies_under_every_lane(void **state) {
  (void)state;
  for (soi_lane_id lane = 1; lane <= town->model->lane_count; ++lane) {
    for (int i = 1; i < 8; ++i) {
      uint8_t colour = 0;
      const soi_point at = soi_lane_at(town->model, lane, town->model->lanes[lane].length * i / 8.0, 0.0, NULL);
      assert_true(covered(&scene->layers[LAYER_ROAD], at, &colour));
      assert_int_equal(colour, COLOUR_ROAD);
    }
  }
}

static void no_line_is_painted_along_the_middle_of_a_lane(void **state) {
  (void)state;
  for (soi_lane_id lane = 1; lane <= town->model->lane_count; ++lane) {
    if (town->model->lanes[lane].junction != 0 || town->model->lanes[lane].length < 60.0) { continue; }
    uint8_t colour;
    const double middle = 0.5 * town->model->lanes[lane].length;
    int painted = 0;
    for (int i = -5; i <= 5; ++i) {
      painted += covered(&scene->layers[LAYER_MARKING], soi_lane_at(town->model, lane, middle + 2.0 * i, 0.3, NULL), &colour);
    }
    assert_in_range(painted, 0, 4); /* a crossing may lie there */
  }
}

static void frame_of(const soi_world *before, const soi_world *after, double fraction, const scene_camera *camera, scene_frame *frame) {
  const scene_options options = {.all = true};
  scene_frame_make(scene, before, after, fraction, camera, &options, frame);
}

static uint32_t vehicles_in(const scene_frame *frame) {
  uint32_t count = 0;
  for (uint32_t i = SHAPE_VEHICLE; i < scene->shape_count; ++i) { count += frame->shapes[i].count; }
  return count;
}

static void everybody_in_sight_is_drawn_once(void **state) {
  (void)state;
  soi_world *const world = world_after(3000);
  scene_camera camera = from_above();
  camera.height = 7200, camera.width = 12800; /* so that nobody is smaller than a pixel */
  scene_camera_aim(&camera);
  scene_frame frame = {0};
  frame_of(world, world, 1.0, &camera, &frame);
  uint32_t bodies = 0;
  for (uint32_t row = 1; row <= world->person_high[0]; ++row) {
    const soi_walk_link_id link = world->person_link[row];
    bodies += world->person_body[row] != 0 && (link == 0 || town->model->walk_links[link].level >= 0);
  }
  assert_true(world->vehicle_count[0] > 5 && bodies > 5);
  assert_int_equal(vehicles_in(&frame), world->vehicle_count[0]);
  assert_int_equal(frame.shapes[SHAPE_PERSON].count + frame.shapes[SHAPE_PERSON_FAR].count + frame.shapes[SHAPE_WHEELCHAIR].count, bodies);
  scene_frame_release(scene, &frame);
  soi_world_release(world);
}

static void nothing_behind_the_camera_is_kept(void **state) {
  (void)state;
  soi_world *const world = world_after(3000);
  scene_camera camera = from_above();
  camera.target[0] += 1e5;
  scene_camera_aim(&camera);
  scene_frame frame = {0};
  frame_of(world, world, 1.0, &camera, &frame);
  for (uint32_t i = 0; i < scene->shape_count; ++i) { assert_int_equal(frame.shapes[i].count, 0); }
  assert_int_equal(frame.blob_count, 0);
  scene_frame_release(scene, &frame);
  soi_world_release(world);
}

static void a_body_is_drawn_between_its_two_places(void **state) {
  (void)state;
  soi_world *const before = world_after(2000), *const after = world_after(2001);
  uint32_t moving = 0;
  for (uint32_t row = 1; row <= after->vehicle_high[0]; ++row) {
    mesh_point at[3];
    soi_point along;
    if (!soi_vehicle_lives(before, row) || !soi_vehicle_lives(after, row) ||
        before->vehicle_generation[row] != after->vehicle_generation[row]) {
      continue;
    }
    for (int i = 0; i < 3; ++i) { assert_true(scene_vehicle_at(before, after, 0.5 * i, row, &at[i], &along)); }
    assert_near(at[1].x, 0.5 * (at[0].x + at[2].x), 1e-9);
    assert_near(at[1].y, 0.5 * (at[0].y + at[2].y), 1e-9);
    assert_near(along.x * along.x + along.y * along.y, 1.0, 1e-9);
    moving += hypot(at[2].x - at[0].x, at[2].y - at[0].y) > 0.2;
  }
  assert_true(moving > 0);
  soi_world_release(before);
  soi_world_release(after);
}

/* From a few metres behind a cart. */
static scene_camera behind(const soi_world *world, soi_cart_id cart) {
  mesh_point at;
  soi_point along;
  assert_true(scene_vehicle_at(world, world, 1.0, world->cart_vehicle[cart], &at, &along));
  scene_camera camera = {.target = {at.x, at.y, 1.0},
                         .distance = 9.0,
                         .heading = atan2(along.y, along.x),
                         .pitch = 0.3,
                         .field = 0.75,
                         .width = 1280,
                         .height = 720};
  scene_camera_aim(&camera);
  return camera;
}

static const scene_instance *of_paint(const scene_instances *list, uint32_t paint) {
  for (uint32_t i = 0; i < list->count; ++i) {
    if (list->items[i].paint == paint) { return &list->items[i]; }
  }
  fail_msg("nobody of paint %06x among %u", paint, list->count);
  return NULL;
}

/* When the first of three alights, the others stay where they sit; who comes takes the place that is free. */
static void riders_keep_their_seats(void **state) {
  (void)state;
  enum { FIRST = 1001, SECOND = 1002, THIRD = 1004 };
  soi_world *const world = world_after(4000);
  scene_frame frame = {0};
  const scene_camera camera = behind(world, 1);
  for (uint32_t i = 1; i <= 3; ++i) {
    world->person_serial[i] = i == 1 ? FIRST : i == 2 ? SECOND : THIRD;
    world->person_next[i] = i < 3 ? i + 1 : 0;
  }
  world->cart_first_rider[1] = 1;
  frame_of(world, world, 1.0, &camera, &frame);
  const scene_instances *const riders = &frame.shapes[SHAPE_RIDER];
  assert_int_equal(riders->count, 3);
  assert_true(scene_clothes_paint(FIRST) != scene_clothes_paint(SECOND) && scene_clothes_paint(SECOND) != scene_clothes_paint(THIRD) &&
              scene_clothes_paint(FIRST) != scene_clothes_paint(THIRD));
  const scene_instance first = *of_paint(riders, scene_clothes_paint(FIRST)), second = *of_paint(riders, scene_clothes_paint(SECOND)),
                       third = *of_paint(riders, scene_clothes_paint(THIRD));
  world->cart_first_rider[1] = 2;
  frame_of(world, world, 1.0, &camera, &frame);
  assert_int_equal(riders->count, 2);
  assert_memory_equal(of_paint(riders, scene_clothes_paint(SECOND)), &second, sizeof second);
  assert_memory_equal(of_paint(riders, scene_clothes_paint(THIRD)), &third, sizeof third);
  world->person_next[3] = 1, world->person_next[1] = 0;
  frame_of(world, world, 1.0, &camera, &frame);
  assert_memory_equal(of_paint(riders, scene_clothes_paint(FIRST)), &first, sizeof first);
  scene_frame_release(scene, &frame);
  soi_world_release(world);
}

static uint32_t lamps_in(const soi_world *world, scene_frame *frame) {
  const scene_camera camera = behind(world, 1);
  frame_of(world, world, 1.0, &camera, frame);
  const uint32_t type = world->vehicle_type[world->cart_vehicle[1]];
  const scene_instances *const carts = &frame->shapes[SHAPE_VEHICLE + VEHICLE_FORMS * (type - 1)];
  mesh_point at;
  soi_point along;
  (void)scene_vehicle_at(world, world, 1.0, world->cart_vehicle[1], &at, &along);
  for (uint32_t i = 0; i < carts->count; ++i) {
    if (carts->items[i].x == (float)at.x && carts->items[i].y == (float)at.y) { return carts->items[i].lamps; }
  }
  fail_msg("the cart is not drawn");
  return 0;
}

/* Both indicators blink on a cart that has broken down, and not on one that drives. */
static void a_broken_cart_shows_its_hazard_lamps(void **state) {
  (void)state;
  soi_world *const world = world_after(4000); /* in the bright half of a blink */
  scene_frame frame = {0};
  const uint32_t both = 1u << LAMP_LEFT | 1u << LAMP_RIGHT;
  assert_int_not_equal(lamps_in(world, &frame) & both, both);
  world->cart_automation[1] = SOI_BROKEN_DOWN;
  assert_int_equal(lamps_in(world, &frame) & both, both);
  scene_frame_release(scene, &frame);
  soi_world_release(world);
}

/* The first of a cart's four, of which two are in front. */
static const scene_instance *wheels_of(const soi_world *world, double fraction, const soi_world *before, soi_cart_id cart,
                                       const scene_frame *frame) {
  mesh_point at;
  soi_point along;
  (void)scene_vehicle_at(before, world, fraction, world->cart_vehicle[cart], &at, &along);
  for (uint32_t i = 0; i + 3 < frame->shapes[SHAPE_WHEEL].count; ++i) {
    const scene_instance *const wheel = &frame->shapes[SHAPE_WHEEL].items[i];
    if (hypot((double)wheel->x - at.x, (double)wheel->y - at.y) < 1.5) { return wheel; }
  }
  fail_msg("the cart has no wheels");
  return NULL;
}

/* Four wheels roll by the way over their radius, and those in front turn where the lane does. */
static void wheels_roll_and_steer(void **state) {
  (void)state;
  soi_world *const before = world_after(4000), *const world = world_after(4001);
  scene_frame frame = {0};
  uint32_t rolled = 0, steered = 0;
  for (int i = 0; i < 900; ++i) {
    soi_world_step(before);
    soi_world_step(world);
    const uint32_t row = world->cart_vehicle[1];
    if (row == 0 || before->vehicle_lane[row] != world->vehicle_lane[row]) { continue; }
    const scene_camera camera = behind(world, 1);
    frame_of(before, world, 0.0, &camera, &frame);
    const double way = world->vehicle_s[row] - before->vehicle_s[row];
    const scene_instance was = wheels_of(world, 0.0, before, 1, &frame)[0], rear = wheels_of(world, 0.0, before, 1, &frame)[2];
    frame_of(before, world, 1.0, &camera, &frame);
    const double turned = remainder((double)(wheels_of(world, 1.0, before, 1, &frame)->phase - was.phase) * (double)was.scale - way,
                                    6.283185 * (double)was.scale);
    if (way > 0.2 && fabs(turned) < 0.02) { ++rolled; }
    steered += fabsf(was.cos * rear.sin - was.sin * rear.cos) > 0.1f;
  }
  print_message("rolled in %u pictures, steered in %u\n", rolled, steered);
  assert_true(rolled > 100 && steered > 10);
  scene_frame_release(scene, &frame);
  soi_world_release(before);
  soi_world_release(world);
}

/* One looks through a bar that stands before a cart, and not through others. */
static void a_bar_does_not_hide_a_cart(void **state) {
  (void)state;
  soi_world *const world = world_after(4000);
  const uint32_t row = world->cart_vehicle[1];
  const float s = (float)world->vehicle_s[row];
  scene_frame frame = {0};
  scene_bar bars[1] = {{.lane = world->vehicle_lane[row], .s0 = s - 4.0f, .s1 = s, .low = 0.0f, .high = 8.0f, .colour = 0x8a5fb0}};
  const scene_options options = {.all = true, .bars = bars, .bar_count = 1};
  const scene_camera camera = behind(world, 1);
  scene_frame_make(scene, world, world, 1.0, &camera, &options, &frame);
  assert_true(frame.ribbon_count > 0 && frame.ribbons[frame.ribbon_count - 1].a < 0x60);
  scene_camera aside = camera; /* the cart at the left, the bar behind it */
  aside.heading += 1.5708;
  aside.distance = 60.0;
  scene_camera_aim(&aside);
  bars[0] = (scene_bar){.lane = world->vehicle_lane[row],
                        .s0 = s > 24.0f ? s - 18.0f : s + 14.0f,
                        .s1 = s > 24.0f ? s - 14.0f : s + 18.0f,
                        .low = 0.0f,
                        .high = 8.0f,
                        .colour = 0x8a5fb0};
  scene_frame_make(scene, world, world, 1.0, &aside, &options, &frame);
  print_message("a bar aside: %u corners, the first of opacity %u; cart at %.0f\n", frame.ribbon_count,
                frame.ribbons[frame.ribbon_count - 1].a, (double)s);
  assert_true(frame.ribbon_count > 0 && frame.ribbons[frame.ribbon_count - 1].a > 0xe0);
  scene_frame_release(scene, &frame);
  soi_world_release(world);
}

/* A point behind a building is hidden from a low camera and seen from above. */
static void buildings_hide_what_is_behind_them(void **state) {
  (void)state;
  place *const town_with_house = place_open("crossroads-morning.yaml", NULL);
  soi_point outline[4] = {{-60, 60}, {-40, 60}, {-40, 80}, {-60, 80}};
  soi_building_definition house = {.outline = {outline, 4}, .height = 12.0};
  soi_definition *const definition = (soi_definition *)(uintptr_t)town_with_house->model->definition;
  definition->map.buildings.items = &house;
  definition->map.buildings.count = 1;
  scene_place *const with_house = scene_create(town_with_house->model);
  scene_camera camera = {
      .target = {-50, 40, 0}, .distance = 5.0, .heading = 1.5708, .pitch = 0.1, .field = 0.75, .width = 640, .height = 360};
  scene_camera_aim(&camera);
  assert_true(scene_hides(with_house, &camera, (const double[3]){-50, 110, 1.0}));
  assert_false(scene_hides(with_house, &camera, (const double[3]){-50, 55, 1.0}));
  assert_false(scene_hides(with_house, &camera, (const double[3]){0, 110, 1.0}));
  camera.distance = 300.0, camera.pitch = 1.3;
  scene_camera_aim(&camera);
  assert_false(scene_hides(with_house, &camera, (const double[3]){-50, 110, 1.0}));
  scene_release(with_house);
  definition->map.buildings.items = NULL;
  definition->map.buildings.count = 0;
  place_close(town_with_house);
}

static uint32_t corners_of(soi_vehicle_shape shape, double length, double width, double height) {
  const soi_vehicle_type type = {.body = {.shape = shape, .length = length, .width = width, .height = height}, .places = {.seats = 6}};
  scene_mesh mesh = {0};
  scene_vehicle_mesh(&mesh, &type, false);
  const uint32_t count = mesh.vertex_count;
  mesh_release(&mesh);
  return count;
}

/* An automated car looks like a car, a long one like a bus, a high one like neither nor a golf cart. */
static void what_drives_itself_looks_like_what_it_is(void **state) {
  (void)state;
  const uint32_t golf = corners_of(SOI_SHAPE_CART, 3.96, 1.33, 1.84), car = corners_of(SOI_SHAPE_CAR, 4.2, 1.8, 1.6),
                 bus = corners_of(SOI_SHAPE_BUS, 9.0, 2.4, 3.0), arma = corners_of(SOI_SHAPE_CART, 4.75, 2.11, 2.65);
  assert_int_equal(corners_of(SOI_SHAPE_CART, 4.2, 1.8, 1.6), car);
  assert_int_equal(corners_of(SOI_SHAPE_CART, 9.0, 2.4, 3.0), bus);
  assert_true(arma != golf && arma != car && arma != bus && golf != car);
}

static void screen_and_ground_are_inverse(void **state) {
  (void)state;
  scene_camera camera = {
      .target = {120.0, -40.0, 0.0}, .distance = 300.0, .heading = 0.7, .pitch = 0.5, .field = 0.7, .width = 1280, .height = 720};
  scene_camera_aim(&camera);
  for (int i = 0; i < 9; ++i) {
    const double x = 120.0 + 20.0 * (i % 3 - 1), y = -40.0 + 20.0 * (i / 3 - 1);
    float px, py;
    double ground[2];
    assert_true(scene_camera_project(&camera, x, y, 0.0, &px, &py));
    assert_true(scene_camera_sees(&camera, (float)x, (float)y, 0.0f, 0.1f));
    assert_true(scene_camera_ground(&camera, px, py, 0.0, ground));
    assert_near(ground[0], x, 0.01);
    assert_near(ground[1], y, 0.01);
  }
  float middle_x, middle_y;
  assert_true(scene_camera_project(&camera, 120.0, -40.0, 0.0, &middle_x, &middle_y));
  assert_near(middle_x, 640.0, 0.1);
  assert_near(middle_y, 360.0, 0.1);
}

/* Ears cover the outline exactly, whichever way its points run. */
static void a_hollow_polygon_is_filled_and_no_more(void **state) {
  (void)state;
  soi_point outline[8] = {{0, 0}, {10, 0}, {10, 10}, {7, 10}, {7, 3}, {3, 3}, {3, 10}, {0, 10}};
  for (int turned = 0; turned < 2; ++turned) {
    scene_mesh mesh = {0};
    mesh_polygon(&mesh, outline, 8, 0.0, COLOUR_GREEN, 1.0);
    double area = 0.0;
    for (uint32_t i = 0; i < mesh.index_count; i += 3) {
      const scene_vertex *const a = &mesh.vertices[mesh.indices[i]], *const b = &mesh.vertices[mesh.indices[i + 1]],
                                *const c = &mesh.vertices[mesh.indices[i + 2]];
      area += 0.5 * side_of(a, b, (soi_point){c->x, c->y});
    }
    assert_int_equal(mesh.index_count, 3 * 6);
    assert_near(area, 100.0 - 28.0, 1e-6);
    uint8_t colour;
    assert_false(covered(&mesh, (soi_point){5, 8}, &colour));
    mesh_release(&mesh);
    for (int i = 0; i < 4; ++i) {
      const soi_point swap = outline[i];
      outline[i] = outline[7 - i], outline[7 - i] = swap;
    }
  }
}

static void the_sun_rises_in_the_east_and_nights_are_dark(void **state) {
  (void)state;
  const scene_light morning = scene_light_at(8 * 3600.0, 13.8, 0.0, 0.0), noon = scene_light_at(12 * 3600.0, 13.8, 0.0, 0.0);
  const scene_light evening = scene_light_at(16 * 3600.0, 13.8, 0.0, 0.0), night = scene_light_at(23 * 3600.0, 13.8, 0.0, 0.0);
  assert_true(morning.sun[0] > 0.5f && evening.sun[0] < -0.5f && noon.sun[2] > 0.95f);
  assert_near(noon.sun[2], cos(13.8 * 0.017453292519943295), 1e-3); /* at an equinox the sun stands as low as the latitude */
  assert_true(night.night == 1.0f && noon.night == 0.0f);
  assert_true(night.sky_colour[1] < 0.5f * noon.sky_colour[1]);
  for (int minute = 0; minute < 1440; ++minute) { /* nothing is lit by more than full light */
    const scene_light light = scene_light_at(60.0 * minute, 13.8, 0.0, 0.0);
    for (int i = 0; i < 3; ++i) { assert_true(light.sky_colour[i] + light.sun_colour[i] * light.sun[2] <= 1.0001f); }
  }
  const scene_light rain = scene_light_at(12 * 3600.0, 13.8, 20.0, 200.0);
  assert_true(rain.wet > 0.9f && rain.sun_colour[1] < 0.5f * noon.sun_colour[1] && rain.visibility < noon.visibility);
}

/* What is drawn from one side only must face outwards. */
static double sum_of(const density_field *field) {
  double sum = 0.0;
  for (size_t i = 0; i < (size_t)field->columns * field->rows; ++i) { sum += (double)field->values[i]; }
  return sum * field->side * field->side;
}

static void a_field_of_people_sums_to_their_number(void **state) {
  (void)state;
  const soi_bounds box = {.left = -50.0, .bottom = -20.0, .right = 50.0, .top = 31.0};
  density_field field = {0};
  for (double side = 2.0; side < 20.0; side *= 1.7) {
    density_clear(&field, box, side);
    for (int i = 0; i < 1000; ++i) { density_add(&field, (soi_point){-50.0 + fmod(i * 7.31, 100.0), -20.0 + fmod(i * 3.17, 51.0)}); }
    density_add(&field, (soi_point){60.0 + 3.0 * side, 0.0}); /* outside */
    assert_true(fabs(sum_of(&field) - 1000.0) < 0.01);
  }
  /* alone: nothing farther than two sides away */
  density_clear(&field, box, 4.0);
  density_add(&field, (soi_point){1.0, 2.0});
  for (uint32_t row = 0; row < field.rows; ++row) {
    for (uint32_t column = 0; column < field.columns; ++column) {
      const double away = hypot(field.left + column * 4.0 - 1.0, field.bottom + row * 4.0 - 2.0);
      const float value = field.values[row * field.columns + column];
      assert_true(away >= 8.0 ? value == 0.0f : value > 0.0f || away > 7.9);
    }
  }
  density_field_release(&field);
}

static soi_lane_id longest_lane(void) {
  soi_lane_id longest = 1;
  for (soi_lane_id lane = 1; lane <= town->model->lane_count; ++lane) {
    if (town->model->lanes[lane].length > town->model->lanes[longest].length) { longest = lane; }
  }
  return longest;
}

/* 50 to the kilometre, at the lane's start as well as in its middle. */
static void vehicles_twenty_metres_apart_are_fifty_to_the_kilometre(void **state) {
  (void)state;
  soi_world *const world = place_world(town);
  const soi_lane_id lane = longest_lane();
  const double length = town->model->lanes[lane].length;
  for (double s = 10.0; s < length && world->vehicle_high[0] < town->model->vehicle_capacity; s += 20.0) {
    const uint32_t row = ++world->vehicle_high[0];
    world->vehicle_generation[row] = 1, world->vehicle_type[row] = 1, world->vehicle_lane[row] = lane, world->vehicle_s[row] = s;
  }
  assert_true(world->vehicle_high[0] >= 5);
  density_lanes lanes = density_lanes_open(town->model);
  density_count(&lanes, world);
  const uint32_t last =
      lanes.first[lane + 1] - 4; /* no vehicle stands beyond the end: whether the last is 1 m or 19 m from it matters there */
  for (uint32_t i = lanes.first[lane]; i < last; ++i) { assert_true(fabs((double)lanes.values[i] - 50.0) < 3.0); }
  const soi_lane_id other = lane == 1 ? 2 : 1;
  assert_true(lanes.values[lanes.first[other]] == 0.0f);
  density_lanes_release(&lanes);
  soi_world_release(world);
}

static void denser_is_stronger(void **state) {
  (void)state;
  uint32_t last = 0;
  for (int i = 0; i < HEAT_STEPS; ++i) { assert_int_equal(density_ink(DENSE_PEOPLE[i], DENSE_PEOPLE), INK_DENSITIES[i]); }
  for (double value = 0.0; value < 3.0; value = value * 1.2 + 0.001) {
    const uint32_t ink = density_ink(value, DENSE_PEOPLE) & 255u;
    assert_true(ink >= last);
    last = ink;
  }
  assert_int_equal(density_ink(0.0, DENSE_VEHICLES) & 255u, 0);
  assert_int_equal(last, INK_DENSITIES[HEAT_STEPS - 1] & 255u);
}

/* Colour lies where somebody is, and nowhere else. */
static void density_is_shown_where_people_and_vehicles_are(void **state) {
  (void)state;
  soi_world *const world = world_after(3000);
  scene_camera camera = from_above();
  camera.height = 720, camera.width = 1280;
  scene_camera_aim(&camera);
  scene_frame frame = {0};
  frame_of(world, world, 1.0, &camera, &frame);
  const uint32_t without = frame.ribbon_count;
  const scene_options options = {.all = true, .overlays = OVERLAY_DENSITY};
  scene_frame_make(scene, world, world, 1.0, &camera, &options, &frame);
  assert_true(frame.ribbon_count > without + 100);
  const double reach = 3.0 * scene->people.side;
  uint32_t coloured = 0;
  for (uint32_t i = without; i < frame.ribbon_count; ++i) {
    const scene_ribbon_vertex *const v = &frame.ribbons[i];
    if (v->a < 8) { continue; }
    ++coloured;
    bool near = false;
    for (uint32_t row = 1; row <= world->person_high[0] && !near; ++row) {
      near = world->person_body[row] != 0 && hypot(world->person_x[row] - v->x, world->person_y[row] - v->y) < reach;
    }
    for (uint32_t row = 1; row <= world->vehicle_high[0] && !near; ++row) {
      mesh_point at;
      soi_point along;
      near = scene_vehicle_at(world, world, 1.0, row, &at, &along) && hypot(at.x - v->x, at.y - v->y) < 60.0;
    }
    assert_true(near);
  }
  assert_true(coloured > 100);
  scene_frame_release(scene, &frame);
  soi_world_release(world);
}

/* The sensor's shape reaches as far as the simulation says, which in rain is less. */
static void what_a_cart_sees_is_asked(void **state) {
  (void)state;
  soi_world *const world = world_after(3000);
  scene_camera camera = from_above();
  const scene_options options = {.overlays = OVERLAY_SENSORS};
  for (int rain = 0; rain <= 50; rain += 50) {
    world->rain[0] = rain;
    soi_sensing sensor;
    assert_true(soi_cart_sensing(world, 1, 0, &sensor));
    scene_frame frame = {0};
    uint32_t corners = 0;
    scene_frame_make(scene, world, world, 1.0, &camera, &options, &frame);
    for (uint32_t i = 0; i < frame.ribbon_count; ++i) {
      const scene_ribbon_vertex *const v = &frame.ribbons[i];
      const double x = (double)v->x - sensor.eye.x, y = (double)v->y - sensor.eye.y, away = hypot(x, y);
      const uint32_t ink = (uint32_t)v->r << 24 | (uint32_t)v->g << 16 | (uint32_t)v->b << 8 | v->a;
      if (ink != INK_SENSOR || away < 0.01 || away > 60.0) { continue; }
      assert_near(away, soi_sensing_reach(&sensor, (soi_point){x / away, y / away}), 0.5);
      ++corners;
    }
    assert_true(corners > 100);
    assert_near(sensor.range, rain > 0 ? 25.0 : 50.0, 1e-9);
    scene_frame_release(scene, &frame);
  }
  soi_world_release(world);
}

/* However many sensors a cart has, each is drawn. */
static void every_sensor_is_drawn(void **state) {
  (void)state;
  place *const other =
      place_open("crossroads-morning.yaml", (const char *const[]){"vehicle_types.cart.automation.sensors=[{range: 5 m}, "
                                                                  "{range: 5 m}, {range: 5 m}, {range: 5 m}, {range: 5 m}, "
                                                                  "{range: 40 m, field_of_view: 90 deg}]",
                                                                  NULL});
  assert_non_null(other->model);
  scene_place *const drawn = scene_create(other->model);
  soi_world *const world = place_world(other);
  while (world->tick[0] < 3000) { soi_world_step(world); }
  const scene_camera camera = from_above();
  const scene_options options = {.overlays = OVERLAY_SENSORS};
  scene_frame frame = {0};
  scene_frame_make(drawn, world, world, 1.0, &camera, &options, &frame);
  const soi_point eye = soi_vehicle_at(world, world->cart_vehicle[1], NULL);
  uint32_t far = 0;
  for (uint32_t i = 0; i < frame.ribbon_count; ++i) {
    const double away = hypot((double)frame.ribbons[i].x - eye.x, (double)frame.ribbons[i].y - eye.y);
    far += frame.ribbons[i].a == (INK_SENSOR & 255u) && away > 20.0 && away < 41.0;
  }
  assert_true(far > 20);
  scene_frame_release(drawn, &frame);
  scene_release(drawn);
  soi_world_release(world);
  place_close(other);
}

/* The cars of trains in a frame at a tick, and where the first of them is. */
static uint32_t trains_at(scene_place *town_scene, soi_world *world, soi_tick tick, const scene_camera *camera, scene_instance *first) {
  scene_frame frame = {0};
  const scene_options options = {0};
  world->tick[0] = tick;
  scene_frame_make(town_scene, world, world, 1.0, camera, &options, &frame);
  const uint32_t count = frame.shapes[SHAPE_TRAIN].count;
  if (count > 0) { *first = frame.shapes[SHAPE_TRAIN].items[0]; }
  scene_frame_release(town_scene, &frame);
  return count;
}

/* When the passengers of the timetable come, their train stands; a minute before and after it moves. */
static void a_train_stands_when_its_passengers_come(void **state) {
  (void)state;
  place *const terminal = place_open("../../scenarios/bangsue/weekday-morning.yaml", NULL);
  assert_non_null(terminal->model);
  scene_place *const platforms = scene_create(terminal->model);
  soi_world *const world = place_world(terminal);
  assert_true(platforms->platform_count > 0);
  const soi_people_flow *const flow = &terminal->model->people_flows[platforms->platforms[0].flow];
  assert_true(flow->arrivals.count > 0);
  const soi_tick arrival = terminal->model->arrival_ticks[flow->arrivals.first + flow->arrivals.count / 2],
                 second = (soi_tick)(1.0 / terminal->model->step);
  platforms->platform_count = 1; /* this one alone */
  scene_camera camera = {.distance = 9000.0, .heading = 1.5708, .pitch = 1.5698, .field = 0.6, .width = 1280, .height = 720};
  scene_camera_aim(&camera);
  scene_instance before = {0}, early = {0}, late = {0}, after = {0};
  assert_true(trains_at(platforms, world, arrival - 20 * second, &camera, &before) >= 3);
  assert_true(trains_at(platforms, world, arrival + 1, &camera, &early) >= 3);
  assert_true(trains_at(platforms, world, arrival + 30 * second, &camera, &late) >= 3);
  assert_true(trains_at(platforms, world, arrival + 60 * second, &camera, &after) >= 1);
  assert_true(early.x == late.x && early.y == late.y);
  assert_true(hypotf(before.x - early.x, before.y - early.y) > 50.0f);
  assert_true(hypotf(after.x - early.x, after.y - early.y) > 50.0f);
  soi_world_release(world);
  scene_release(platforms);
  place_close(terminal);
}

static void triangles_face_the_way_of_their_normals(void **state) {
  (void)state;
  for (uint32_t shape = 0; shape < scene->shape_count; ++shape) {
    const scene_mesh *const mesh = &scene->shapes[shape];
    for (uint32_t i = 0; i < mesh->index_count; i += 3) {
      const scene_vertex *const a = &mesh->vertices[mesh->indices[i]], *const b = &mesh->vertices[mesh->indices[i + 1]],
                                *const c = &mesh->vertices[mesh->indices[i + 2]];
      const double ux = (double)b->x - a->x, uy = (double)b->y - a->y, uz = (double)b->z - a->z, vx = (double)c->x - a->x,
                   vy = (double)c->y - a->y, vz = (double)c->z - a->z;
      const double nx = a->nx + b->nx + c->nx, ny = a->ny + b->ny + c->ny, nz = a->nz + b->nz + c->nz;
      assert_true(nx * (uy * vz - uz * vy) + ny * (uz * vx - ux * vz) + nz * (ux * vy - uy * vx) > -1e-6);
    }
  }
}

/* The ribbon of a route is as long as the route, lies on lanes and closes in itself. */
static void the_route_is_drawn_where_carts_drive(void **state) {
  (void)state;
  const soi_model *const model = town->model;
  assert_true(model->cart_count > 0);
  const scene_route *const route = &scene->routes[model->carts[1].route];
  assert_true(route->count > 10);
  double length = 0.0;
  for (uint32_t i = 0; i < route->count; ++i) {
    const mesh_point a = route->points[i], b = route->points[(i + 1) % route->count];
    const double step = hypot(b.x - a.x, b.y - a.y);
    assert_true(step < 12.0);
    length += step;
    assert_true(scene_route_distance(scene, (soi_point){a.x, a.y}) < 16.0);
  }
  const double expected = model->routes[model->carts[1].route].length;
  print_message("%.0f m drawn, %.0f m long\n", length, expected);
  assert_true(fabs(length - expected) < 0.1 * expected);
}

/* Seen from far above, vehicles and people in their simple forms are larger than they are; near by nobody is. */
static void who_is_far_is_drawn_larger(void **state) {
  (void)state;
  soi_world *const world = world_after(3000);
  scene_camera camera = from_above();
  const scene_options options = {.overlays = 0};
  scene_frame frame = {0};
  float most = 0.0f;
  for (int times = 0; times < 2; ++times) {
    scene_frame_make(scene, world, world, 1.0, &camera, &options, &frame);
    most = 0.0f;
    for (uint32_t i = 0; i < frame.shapes[SHAPE_PERSON_TINY].count; ++i) {
      most = fmaxf(most, frame.shapes[SHAPE_PERSON_TINY].items[i].scale);
    }
    if (times == 0) { assert_true(most > 1.2f && most < 2.5f); }
    camera.distance = 60.0;
    scene_camera_aim(&camera);
  }
  assert_true(most <= 1.1f);
  scene_frame_release(scene, &frame);
  soi_world_release(world);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(the_road_lies_under_every_lane),
      cmocka_unit_test(no_line_is_painted_along_the_middle_of_a_lane),
      cmocka_unit_test(everybody_in_sight_is_drawn_once),
      cmocka_unit_test(nothing_behind_the_camera_is_kept),
      cmocka_unit_test(a_body_is_drawn_between_its_two_places),
      cmocka_unit_test(riders_keep_their_seats),
      cmocka_unit_test(a_broken_cart_shows_its_hazard_lamps),
      cmocka_unit_test(wheels_roll_and_steer),
      cmocka_unit_test(what_drives_itself_looks_like_what_it_is),
      cmocka_unit_test(a_bar_does_not_hide_a_cart),
      cmocka_unit_test(buildings_hide_what_is_behind_them),
      cmocka_unit_test(screen_and_ground_are_inverse),
      cmocka_unit_test(a_hollow_polygon_is_filled_and_no_more),
      cmocka_unit_test(triangles_face_the_way_of_their_normals),
      cmocka_unit_test(a_field_of_people_sums_to_their_number),
      cmocka_unit_test(vehicles_twenty_metres_apart_are_fifty_to_the_kilometre),
      cmocka_unit_test(a_train_stands_when_its_passengers_come),
      cmocka_unit_test(what_a_cart_sees_is_asked),
      cmocka_unit_test(every_sensor_is_drawn),
      cmocka_unit_test(denser_is_stronger),
      cmocka_unit_test(density_is_shown_where_people_and_vehicles_are),
      cmocka_unit_test(the_route_is_drawn_where_carts_drive),
      cmocka_unit_test(who_is_far_is_drawn_larger),
      cmocka_unit_test(the_sun_rises_in_the_east_and_nights_are_dark),
  };
  return cmocka_run_group_tests(tests, open_town, close_town);
}
