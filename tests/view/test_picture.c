/* What a picture shows is where the world says: the road's colour in the middle of lanes, the carts' colour on carts, the same bytes for
 * the same moment. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "draw.h"
#include "offscreen.h"
#include "place.h"
#include "quads.h"

enum { WIDTH = 1280, HEIGHT = 720, EXIT_SKIPPED = 77 };

static place *town;
static scene_place *scene;
static drawer *pen;
static soi_world *world;
static scene_frame frame;
static uint8_t picture[WIDTH * HEIGHT * 3], again[WIDTH * HEIGHT * 3];

static int open_town(void **state) {
  (void)state;
  char problem[300];
  town = place_open("crossroads-morning.yaml", NULL);
  if (town->model == NULL) { return 1; }
  scene = scene_create(town->model);
  pen = draw_open(scene, problem, sizeof problem);
  world = soi_world_create(town->model, soi_memory_libc(), NULL);
  while (world->tick[0] < 4000) { soi_world_step(world); }
  return pen == NULL;
}

static int close_town(void **state) {
  (void)state;
  draw_close(pen);
  scene_frame_release(scene, &frame);
  scene_release(scene);
  soi_world_release(world);
  soi_model_release(town->model);
  return 0;
}

/* Straight down on a place, so that nothing hides the ground. */
static scene_camera above(double x, double y, double distance) {
  scene_camera camera = {
      .target = {x, y, 0.0}, .distance = distance, .heading = 1.5708, .pitch = 1.5698, .field = 0.6, .width = WIDTH, .height = HEIGHT};
  scene_camera_aim(&camera);
  return camera;
}

static void take(const scene_camera *camera, uint8_t *rgb) {
  const scene_options how = {.all = true};
  scene_frame_make(scene, world, world, 1.0, camera, &how, &frame);
  draw_scene(pen, &frame, camera, &draw_qualities[0]);
  draw_read(pen, rgb);
}

static bool pixel_at(const scene_camera *camera, double x, double y, double z, const uint8_t **pixel) {
  float px, py;
  if (!scene_camera_project(camera, x, y, z, &px, &py) || px < 2.0f || py < 2.0f || px > WIDTH - 3.0f || py > HEIGHT - 3.0f) {
    return false;
  }
  *pixel = picture + 3 * ((size_t)py * WIDTH + (size_t)px);
  return true;
}

/* A share of the road's colour, brightened or darkened by the light: its hue is near grey, and it lies in its range. */
static bool like_the_road(const uint8_t *pixel) {
  const int spread = abs(pixel[0] - pixel[2]) + abs(pixel[1] - pixel[2]);
  return spread < 40 && pixel[1] > 70 && pixel[1] < 200;
}

static bool free_of_bodies(double x, double y) {
  for (uint32_t row = 1; row <= world->vehicle_high[0]; ++row) {
    mesh_point at;
    soi_point along;
    if (scene_vehicle_at(world, world, 1.0, row, &at, &along) && hypot(at.x - x, at.y - y) < 14.0) { return false; }
  }
  for (uint32_t row = 1; row <= world->person_high[0]; ++row) {
    mesh_point at;
    if (scene_person_at(scene, world, world, 1.0, row, &at) && hypot(at.x - x, at.y - y) < 6.0) { return false; }
  }
  return true;
}

static void lanes_show_the_road(void **state) {
  (void)state;
  const soi_model *const model = town->model;
  uint32_t looked = 0, road = 0;
  for (uint32_t junction = 1; junction <= model->junction_count; ++junction) {
    const scene_camera camera = above(model->junctions[junction].at.x, model->junctions[junction].at.y, 240.0);
    take(&camera, picture);
    for (soi_lane_id lane = 1; lane <= model->lane_count; ++lane) {
      for (int i = 1; i < 6 && model->lanes[lane].junction == 0; ++i) {
        const soi_point at = soi_lane_at(model, lane, model->lanes[lane].length * i / 6.0, 0.4, NULL);
        const uint8_t *pixel = picture;
        if (!pixel_at(&camera, at.x, at.y, 0.0, &pixel) || !free_of_bodies(at.x, at.y)) { continue; }
        ++looked;
        road += like_the_road(pixel);
      }
    }
  }
  assert_true(looked > 20);
  assert_in_range(road, looked * 9 / 10, looked); /* a crossing's stripe may lie there */
}

static void carts_show_their_colour(void **state) {
  (void)state;
  uint32_t looked = 0;
  for (uint32_t cart = 1; cart <= town->model->cart_count; ++cart) {
    mesh_point at;
    soi_point along;
    const uint32_t row = world->cart_vehicle[cart];
    if (row == 0 || !scene_vehicle_at(world, world, 1.0, row, &at, &along)) { continue; }
    const scene_camera camera = above(at.x, at.y, 60.0);
    take(&camera, picture);
    const uint8_t *pixel = picture;
    assert_true(pixel_at(&camera, at.x - 0.4 * along.x, at.y - 0.4 * along.y, soi_type(town->model, world->vehicle_type[row])->body.height,
                         &pixel));
    assert_true(pixel[0] > 170 && pixel[0] > 2 * pixel[1] && pixel[2] < pixel[1]);
    ++looked;
  }
  assert_true(looked > 0);
}

static void the_same_moment_gives_the_same_bytes(void **state) {
  (void)state;
  const scene_camera camera = above(town->model->junctions[1].at.x, town->model->junctions[1].at.y, 300.0);
  take(&camera, picture);
  const scene_camera elsewhere = above(town->model->junctions[1].at.x + 50.0, town->model->junctions[1].at.y, 300.0);
  take(&elsewhere, again);
  assert_memory_not_equal(picture, again, sizeof picture);
  take(&camera, again);
  assert_memory_equal(picture, again, sizeof picture);
}

/* Fewer samples and a smaller drawing blur edges and nothing else. */
static void every_quality_shows_the_same(void **state) {
  (void)state;
  const scene_camera camera = above(town->model->junctions[1].at.x, town->model->junctions[1].at.y, 120.0);
  take(&camera, picture);
  for (unsigned quality = 1; quality < DRAW_QUALITIES; ++quality) {
    draw_scene(pen, &frame, &camera, &draw_qualities[quality]);
    draw_read(pen, again);
    size_t off = 0;
    for (size_t i = 0; i < sizeof picture; ++i) { off += abs(picture[i] - again[i]) > 24; }
    assert_in_range(off, 0, sizeof picture / 33); /* 3 % */
  }
}

static void the_null_drawer_counts_what_is_drawn(void **state) {
  (void)state;
  const scene_camera camera = above(town->model->junctions[1].at.x, town->model->junctions[1].at.y, 300.0);
  drawer *const null = draw_open_null(scene);
  take(&camera, picture);
  draw_scene(null, &frame, &camera, &draw_qualities[0]);
  assert_int_equal(draw_last_counts(null).instances, frame.blob_count > 0 ? draw_last_counts(pen).instances : 0);
  assert_true(draw_last_counts(null).triangles > 1000);
  draw_close(null);
}

/* A card, a line of glyphs of chance and a dot, some of them elsewhere with each step. */
static void lay_panels(ui_list *list, int step) {
  list_begin(list, (ui_rect){0.0f, 0.0f, WIDTH, HEIGHT});
  list_round(list, (ui_rect){12.0f, 12.0f, 1268.0f, 66.0f}, 10.0f, 0xfcfcfaf2);
  for (int i = 0; i < 40; ++i) { list_picture(list, (ui_point){30.0f + 11.0f * (float)i, 30.0f}, 5 + 9 * i, 20, 8, 12, 0x1b2229ff); }
  list_circle(list, (ui_point){200.0f + 7.3f * (float)step, 640.0f}, 9.0f, 0x1f66c180);
  list_clip(list, (ui_rect){900.0f, 200.0f, 1000.0f, 300.0f});
  list_rect(list, (ui_rect){880.0f, 190.0f + (float)step, 1100.0f, 420.0f}, 0x00785e90);
}

/* What is kept of the frame before comes to the same picture as drawing all of it, and little is drawn anew. */
static void panels_are_drawn_where_they_changed(void **state) {
  (void)state;
  ui_list list = {0};
  ui_atlas atlas;
  char problem[300];
  drawer *const other = draw_open(scene, problem, sizeof problem);
  assert_true(other != NULL && atlas_open(&atlas));
  for (int i = 0; i < ATLAS_WIDTH * 64; ++i) {
    atlas.pixels[i] = i % ATLAS_WIDTH < 4 && i < 4 * ATLAS_WIDTH ? 255 : (uint8_t)(i * 37 >> 3);
  }
  const scene_camera camera = above(town->model->junctions[1].at.x, town->model->junctions[1].at.y, 300.0);
  take(&camera, picture);
  for (int step = 0; step < 4; ++step) {
    lay_panels(&list, step / 2 * 2);
    draw_scene(pen, &frame, &camera, &draw_qualities[0]);
    draw_ui(pen, &list, &atlas);
    draw_read(pen, picture);
    const uint32_t squares = draw_last_counts(pen).squares;
    print_message("step %d: %u squares\n", step, squares);
    assert_in_range(squares, step % 2 == 0 ? 1 : 0, step == 0 ? 240 : step == 2 ? 8 : 0);
  }
  atlas_touch(&atlas, 0, 0, ATLAS_WIDTH, ATLAS_HEIGHT);
  draw_scene(other, &frame, &camera, &draw_qualities[0]);
  draw_ui(other, &list, &atlas);
  draw_read(other, again);
  assert_memory_equal(picture, again, sizeof picture);
  list_close(&list);
  atlas_close(&atlas);
  draw_close(other);
}

int main(void) {
  if (!offscreen_open()) { return EXIT_SKIPPED; }
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(lanes_show_the_road),
      cmocka_unit_test(carts_show_their_colour),
      cmocka_unit_test(the_same_moment_gives_the_same_bytes),
      cmocka_unit_test(every_quality_shows_the_same),
      cmocka_unit_test(the_null_drawer_counts_what_is_drawn),
      cmocka_unit_test(panels_are_drawn_where_they_changed),
  };
  const int failed = cmocka_run_group_tests(tests, open_town, close_town);
  SDL_Quit();
  return failed;
}
