/* The import, phase by phase. */
#include "import.h"

#include <string.h>

#include "phases.h"
#include "osm_read.h"
#include "osm_records.h"

/* Countries and parts of the world that drive on the left, as boxes of longitude and latitude: rough, and told as a guess. */
static bool keeps_left(double longitude, double latitude) {
  static const double boxes[][4] = {
      {97.3, 5.6, 105.7, 20.5},       /* Thailand */
      {122.9, 24.0, 146.0, 45.6},     /* Japan */
      {99.6, -11.0, 119.3, 7.4},      /* Malaysia, Singapore, western Indonesia */
      {119.3, -11.0, 141.0, 4.0},     /* eastern Indonesia */
      {68.0, 6.0, 97.3, 30.0},        /* India, Bangladesh, Sri Lanka, Nepal, Bhutan */
      {60.9, 23.6, 77.0, 37.1},       /* Pakistan */
      {113.8, 22.1, 114.5, 22.6},     /* Hong Kong, Macau */
      {112.9, -44.0, 154.0, -10.0},   /* Australia */
      {166.0, -47.5, 179.0, -34.0},   /* New Zealand */
      {141.0, -12.0, 163.0, -1.0},    /* Papua New Guinea, Solomon Islands */
      {176.5, -21.0, 180.0, -15.5},   /* Fiji */
      {-180.0, -23.0, -171.0, -13.0}, /* Fiji, Tonga, Samoa */
      {-10.7, 49.8, 1.8, 60.9},       /* United Kingdom, Ireland */
      {16.4, -35.0, 33.0, -22.0},     /* southern Africa */
      {29.0, -27.0, 41.9, 4.5},       /* eastern Africa */
  };
  for (size_t i = 0; i < sizeof boxes / sizeof boxes[0]; ++i) {
    if (longitude >= boxes[i][0] && longitude <= boxes[i][2] && latitude >= boxes[i][1] && latitude <= boxes[i][3]) { return true; }
  }
  return false;
}

static void find_side(import *in) {
  in->left_hand = in->options->drive_on == IMPORT_SIDE_LEFT;
  if (in->options->drive_on == IMPORT_SIDE_FOUND) {
    in->left_hand = keeps_left(in->found->origin.longitude, in->found->origin.latitude);
    guess_add(in->found, GUESS_SIDE, (source){.type = '-'}, "traffic keeps %s, from where the place lies; --drive-on says otherwise",
              in->left_hand ? "left" : "right");
  }
}

static bool run(import *in) {
  if (!osm_read(&in->osm) || !osm_project(&in->osm)) { return false; }
  if (osm_find_map(&in->osm) != NONE) {
    osm_records_read(&in->osm, &in->map);
    return patch_apply(in) && map_write(in);
  }
  find_side(in);
  road_graph_build(in);
  junctions_merge(in);
  side_by_side_part(in);
  turns_find(in);
  uint32_t roads = 0;
  for (uint32_t row = 0; row < in->edges.count; ++row) { roads += edge_is_road(&in->edges.items[row]) ? 1 : 0; }
  if (roads == 0) {
    return error_add(in->found, "%s:1:1: there is no road in it that can be driven; an extract with highways expected", in->options->path);
  }
  footways_build(in);
  gates_build(in);
  areas_build(in);
  network_records_add(in);
  return patch_apply(in) && map_write(in);
}

bool import_osm(const import_options *options, import_result *result) {
  memset(result, 0, sizeof *result);
  result->arena = soi_arena_make(soi_memory_libc());
  findings *const found = &result->found;
  found->arena = &result->arena;
  struct import in = {.options = options, .result = result, .found = found, .arena = &result->arena, .map = {.found = found}};
  in.osm = (osm_data){.found = found, .path = options->path, .box = options->has_box ? options->box : NULL};
  return run(&in);
}

void import_release(import_result *result) { soi_arena_release(&result->arena); }
