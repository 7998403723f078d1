/* The load that the window must bear: 5 carts, 2,000 vehicles and 5,000 people at Bang Sue, put there by hand. Prints how long making the
 * scene and drawing it take; times are for people and never fail the test, the counts do. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <epoxy/gl.h>
#include <soi/load.h>

#include "draw.h"
#include "offscreen.h"
#include "quality.h"

#define VEHICLES 2000u
#define PEOPLE 5000u
enum { PICTURES = 25, EXIT_SKIPPED = 77 };

static double seconds(clockid_t clock) {
  struct timespec now;
  clock_gettime(clock, &now);
  return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static int compare(const void *a, const void *b) {
  const double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static double median(double *times) {
  qsort(times, PICTURES, sizeof *times, compare);
  return 1e3 * times[PICTURES / 2];
}

/* Bodies on all lanes and ways in turn; it is no state that a run would come to, only as many as it might have. */
static void crowd(soi_world *world) {
  const soi_model *const model = world->model;
  soi_lane_id lane = 0;
  for (uint32_t row = world->vehicle_high[0] + 1; row <= VEHICLES; ++row) {
    do { lane = lane % model->lane_count + 1; } while (model->lanes[lane].junction != 0);
    world->vehicle_generation[row] = 1;
    world->vehicle_type[row] = 1 + row % (model->type_count - 4);
    world->vehicle_lane[row] = lane;
    world->vehicle_s[row] = fmod(row * 37.7, model->lanes[lane].length);
    world->vehicle_serial[row] = row;
  }
  world->vehicle_high[0] = VEHICLES;
  soi_walk_link_id link = 0;
  for (uint32_t row = world->person_high[0] + 1; row <= PEOPLE; ++row) {
    do { link = link % model->walk_link_count + 1; } while (model->walk_links[link].level < 0);
    const soi_walk_link *const way = &model->walk_links[link];
    const double along = fmod(row * 7.3, fmax(way->length, 0.1));
    world->person_generation[row] = 1;
    world->person_body[row] = 1;
    world->person_link[row] = link;
    world->person_x[row] = model->walk_nodes[way->a].at.x + along * way->along.x;
    world->person_y[row] = model->walk_nodes[way->a].at.y + along * way->along.y;
    world->person_vx[row] = way->along.x;
    world->person_vy[row] = way->along.y;
    world->person_serial[row] = row;
  }
  world->person_high[0] = PEOPLE;
}

/* One view of it, in one quality; returns what was in it. */
static draw_counts measure(scene_place *scene, drawer *pen, const soi_world *world, scene_camera camera, unsigned quality,
                           const char *what) {
  scene_frame frame = {0};
  double making[PICTURES], busy[PICTURES], whole[PICTURES];
  drawer *const null = draw_open_null(scene);
  for (int i = -2; i < PICTURES; ++i) { /* the first two make the shadow map and the programs */
    camera.target[0] += 0.05;
    scene_camera_aim(&camera);
    const scene_options how = {0};
    const double start = seconds(CLOCK_THREAD_CPUTIME_ID);
    scene_frame_make(scene, world, world, 1.0, &camera, &how, &frame);
    draw_scene(null, &frame, &camera, &draw_qualities[quality]);
    if (i >= 0) { making[i] = seconds(CLOCK_THREAD_CPUTIME_ID) - start; }
    const double all = seconds(CLOCK_PROCESS_CPUTIME_ID), clock = seconds(CLOCK_MONOTONIC);
    draw_scene(pen, &frame, &camera, &draw_qualities[quality]);
    glFinish();
    if (i >= 0) { busy[i] = seconds(CLOCK_PROCESS_CPUTIME_ID) - all, whole[i] = seconds(CLOCK_MONOTONIC) - clock; }
  }
  const draw_counts counts = draw_last_counts(pen);
  printf("%-8s quality %u: scene %5.2f ms, picture %6.1f ms (%6.1f ms of processor time), %5u instances, %6u triangles\n", what, quality,
         median(making), median(whole), median(busy), counts.instances, counts.triangles);
  draw_close(null);
  scene_frame_release(scene, &frame);
  return counts;
}

/* The quality that is chosen from the time pictures take, scene and all, and what they take in the end. */
static void choose(scene_place *scene, drawer *pen, const soi_world *world, scene_camera camera, const char *what) {
  enum { SETTLING = 90 };
  scene_frame frame = {0};
  const scene_options how = {0};
  quality_chooser quality = quality_start(-1);
  double whole[PICTURES], last = 1.0 / 30.0;
  for (int i = -SETTLING; i < PICTURES; ++i) {
    const double start = seconds(CLOCK_MONOTONIC);
    const unsigned level = quality_next(&quality, last);
    camera.target[0] += 0.05;
    scene_camera_aim(&camera);
    scene_frame_make(scene, world, world, 1.0, &camera, &how, &frame);
    draw_scene(pen, &frame, &camera, &draw_qualities[level]);
    glFinish();
    last = seconds(CLOCK_MONOTONIC) - start;
    if (i >= 0) { whole[i] = last; }
  }
  const double middle = median(whole);
  printf("%-8s chosen quality %u: %.1f ms, %.1f pictures a second\n", what, quality.level, middle, 1e3 / middle);
  scene_frame_release(scene, &frame);
}

int main(int count, char **words) {
  if (!offscreen_open()) { return EXIT_SKIPPED; }
  soi_definition definition = {0};
  soi_errors errors = {.arena = &definition.arena};
  const char *const sets[] = {"capacity.vehicles=2100", "capacity.people=5100"};
  soi_model *model = NULL;
  if (soi_load_scenario(&definition, SOI_SOURCE_DIR "/scenarios/bangsue/weekday-morning.yaml", sets, 2, &errors)) {
    model = soi_model_build(&definition, soi_memory_libc(), &errors);
  }
  if (model == NULL) { return 1; }
  scene_place *const scene = scene_create(model);
  char problem[300];
  drawer *const pen = draw_open(scene, problem, sizeof problem);
  soi_world *const world = soi_world_create(model, soi_memory_libc(), NULL);
  while (world->tick[0] < 7200) { soi_world_step(world); }
  crowd(world);
  const scene_camera far = {
      .target = {300, -150, 0}, .distance = 1700, .heading = 1.3, .pitch = 0.62, .field = 0.6, .width = 1280, .height = 720};
  const scene_camera near = {
      .target = {685, -560, 0}, .distance = 60, .heading = 1.4, .pitch = 0.35, .field = 0.75, .width = 1280, .height = 720};
  int failed = 0;
  for (unsigned quality = count > 1 ? 0 : DRAW_QUALITIES - 2; quality < DRAW_QUALITIES; ++quality) {
    failed += measure(scene, pen, world, far, quality, "oblique").instances < VEHICLES;
    failed += measure(scene, pen, world, near, quality, "street").instances == 0;
  }
  choose(scene, pen, world, far, "oblique");
  choose(scene, pen, world, near, "street");
  if (failed > 0) { printf("%d views lack what is in them (see %s)\n", failed, words[0]); }
  draw_close(pen);
  scene_release(scene);
  soi_world_release(world);
  soi_model_release(model);
  soi_definition_release(&definition);
  SDL_Quit();
  return failed > 0;
}
