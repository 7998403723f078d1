/* Walls: the outlines of buildings that reach down to the street hide what is behind them. */
#include "build.h"

static const double CLEAR_BELOW = 2.0; /* m: a building whose walls begin higher does not hide the street */

void soi_build_sight(soi_build *build) {
  soi_model *const model = build->model;
  size_t edges = 1;
  for (uint32_t i = 0; i < build->map->buildings.count; ++i) { edges += build->map->buildings.items[i].outline.count; }
  model->sight_edges = SOI_NEW(&model->arena, soi_sight_edge, edges);
  for (uint32_t i = 0; i < build->map->buildings.count; ++i) {
    const soi_building_definition *const building = &build->map->buildings.items[i];
    for (uint32_t j = 0; building->base < CLEAR_BELOW && j < building->outline.count; ++j) {
      const soi_point a = building->outline.items[j], b = building->outline.items[(j + 1) % building->outline.count];
      if (distance(a, b) > 0.0) { model->sight_edges[++model->sight_edge_count] = (soi_sight_edge){a, b}; }
    }
  }
}
