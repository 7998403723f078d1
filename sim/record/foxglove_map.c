/* The map as GeoJSON in a message: a feature for all that a viewer can draw under the carts. GeoJSON is a text within the message's
 * JSON, so what is written passes through a writer that escapes it. */
#include "foxglove.h"

#include <soi/definition.h>

#include "fmath.h"

/* Escapes what a JSON string does not take as it is. The text is JSON without new lines, so quotes and backslashes are all there is. */
typedef struct escaping {
  soi_writer out;
} escaping;

static bool escape(void *context, const char *bytes, size_t count) {
  const escaping *const self = context;
  size_t start = 0;
  for (size_t i = 0; i < count; ++i) {
    if (bytes[i] != '"' && bytes[i] != '\\') { continue; }
    if (!self->out.write(self->out.context, bytes + start, i - start) || !self->out.write(self->out.context, "\\", 1)) { return false; }
    start = i;
  }
  return self->out.write(self->out.context, bytes + start, count - start);
}

static void put_point(soi_json *json, const char *key, const soi_model *model, soi_point at) {
  double latitude, longitude;
  soi_foxglove_place(model, at, &latitude, &longitude);
  soi_json_open(json, key, '[');
  soi_json_number(json, NULL, soi_round(longitude * 1e7) / 1e7);
  soi_json_number(json, NULL, soi_round(latitude * 1e7) / 1e7);
  soi_json_close(json, ']');
}

/* A feature up to its coordinates. */
static void open_feature(soi_json *json, const char *kind, const char *id, const soi_name *name, const char *colour, const char *shape) {
  soi_json_open(json, NULL, '{');
  soi_json_text(json, "type", "Feature");
  soi_json_open(json, "properties", '{');
  soi_json_text(json, "kind", kind);
  soi_json_text(json, "id", id);
  soi_json_text(json, "name", name->en != NULL && name->en[0] != '\0' ? name->en : id);
  soi_json_open(json, "style", '{');
  soi_json_text(json, "color", colour);
  soi_json_close(json, '}');
  soi_json_close(json, '}');
  soi_json_open(json, "geometry", '{');
  soi_json_text(json, "type", shape);
}

static void close_feature(soi_json *json) {
  soi_json_close(json, '}');
  soi_json_close(json, '}');
}

static void put_line(soi_json *json, const soi_model *model, const soi_points *points) {
  soi_json_open(json, "coordinates", '[');
  for (uint32_t i = 0; i < points->count; ++i) { put_point(json, NULL, model, points->items[i]); }
  soi_json_close(json, ']');
}

/* Twice the area inside, positive when it runs counter-clockwise, as GeoJSON wants its outlines. */
static double turned_area(const soi_points *points) {
  double sum = 0.0;
  for (uint32_t i = 0; i < points->count; ++i) {
    const soi_point a = points->items[i], b = points->items[(i + 1) % points->count];
    sum += a.x * b.y - a.y * b.x;
  }
  return sum;
}

static void put_outline(soi_json *json, const soi_model *model, const soi_points *points) {
  const bool left = turned_area(points) >= 0.0;
  soi_json_open(json, "coordinates", '[');
  soi_json_open(json, NULL, '[');
  for (uint32_t i = 0; i <= points->count && points->count > 0; ++i) {
    const uint32_t at = i % points->count;
    put_point(json, NULL, model, points->items[left ? at : (points->count - at) % points->count]);
  }
  soi_json_close(json, ']');
  soi_json_close(json, ']');
}

static void put_roads(soi_json *json, const soi_model *model) {
  const soi_map_definition *const map = &model->definition->map;
  for (uint32_t i = 0; i < map->roads.count; ++i) {
    const soi_road_definition *const road = &map->roads.items[i];
    open_feature(json, "road", road->record.id, &road->name, "#606a75", "LineString");
    soi_json_open(json, "coordinates", '[');
    for (uint32_t k = 0; k < soi_road_point_count(road); ++k) { put_point(json, NULL, model, soi_road_point(map, road, k)); }
    soi_json_close(json, ']');
    close_feature(json);
  }
  for (uint32_t i = 0; i < map->rails.count; ++i) {
    const soi_rail_definition *const rail = &map->rails.items[i];
    open_feature(json, "rail", rail->record.id, &rail->name, "#8a7f96", "LineString");
    put_line(json, model, &rail->line);
    close_feature(json);
  }
}

static void put_walkways(soi_json *json, const soi_model *model) {
  const soi_map_definition *const map = &model->definition->map;
  for (uint32_t i = 0; i < map->walkways.count; ++i) {
    const soi_walkway_definition *const way = &map->walkways.items[i];
    const bool plaza = way->kind == SOI_WALKWAY_PLAZA;
    open_feature(json, plaza ? "plaza" : "walkway", way->record.id, &way->name, "#c2a878", plaza ? "Polygon" : "LineString");
    if (plaza) {
      put_outline(json, model, &way->points);
    } else {
      put_line(json, model, &way->points);
    }
    close_feature(json);
  }
}

static void put_areas(soi_json *json, const soi_model *model) {
  const soi_map_definition *const map = &model->definition->map;
  for (uint32_t i = 0; i < map->buildings.count; ++i) {
    const soi_building_definition *const building = &map->buildings.items[i];
    open_feature(json, "building", building->record.id, &building->name, "#a39a91", "Polygon");
    put_outline(json, model, &building->outline);
    close_feature(json);
  }
  for (uint32_t i = 0; i < map->greens.count; ++i) {
    open_feature(json, "green", map->greens.items[i].record.id, &map->greens.items[i].name, "#7fa66b", "Polygon");
    put_outline(json, model, &map->greens.items[i].outline);
    close_feature(json);
  }
  for (uint32_t i = 0; i < map->water.count; ++i) {
    open_feature(json, "water", map->water.items[i].record.id, &map->water.items[i].name, "#6f9fc4", "Polygon");
    put_outline(json, model, &map->water.items[i].outline);
    close_feature(json);
  }
}

static void put_places(soi_json *json, const soi_model *model) {
  const soi_map_definition *const map = &model->definition->map;
  for (uint32_t row = 1; row <= model->stop_count; ++row) {
    const soi_stop *const stop = &model->stops[row];
    const soi_stop_definition *const definition = &map->stops.items[stop->definition - 1];
    open_feature(json, "stop", definition->record.id, &definition->name, "#e0703a", "Point");
    put_point(json, "coordinates", model, soi_lane_at(model, stop->lane, stop->s, stop->d, NULL));
    close_feature(json);
  }
  for (uint32_t row = 1; row <= model->depot_count; ++row) {
    const soi_depot *const depot = &model->depots[row];
    const soi_depot_definition *const definition = &map->depots.items[depot->definition - 1];
    open_feature(json, "depot", definition->record.id, &definition->name, "#b0552a", "Point");
    put_point(json, "coordinates", model, soi_lane_at(model, depot->lane, depot->s, depot->d, NULL));
    close_feature(json);
  }
  for (uint32_t i = 0; i < map->gates.count; ++i) {
    open_feature(json, "gate", map->gates.items[i].record.id, &map->gates.items[i].name, "#5aa0a8", "Point");
    put_point(json, "coordinates", model, map->gates.items[i].at);
    close_feature(json);
  }
}

bool soi_foxglove_map(const soi_model *model, soi_writer writer) {
  static const char head[] = "{\"geojson\":\"", tail[] = "\"}";
  escaping through = {writer};
  soi_json json;
  soi_json_begin(&json, (soi_writer){escape, &through});
  json.compact = true;
  if (!writer.write(writer.context, head, sizeof head - 1)) { return false; }
  soi_json_open(&json, NULL, '{');
  soi_json_text(&json, "type", "FeatureCollection");
  soi_json_open(&json, "features", '[');
  put_areas(&json, model);
  put_roads(&json, model);
  put_walkways(&json, model);
  put_places(&json, model);
  soi_json_close(&json, ']');
  soi_json_close(&json, '}');
  return soi_json_end(&json) && writer.write(writer.context, tail, sizeof tail - 1);
}
