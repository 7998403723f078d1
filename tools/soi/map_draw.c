/* The drawings. Both go through the model in the same order, from what lies below to what lies above. */
#include "map_draw.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static void put(const soi_writer *writer, const char *format, ...) SOI_FORMAT(2, 3);
static void put(const soi_writer *writer, const char *format, ...) {
  char text[2048];
  va_list list;
  va_start(list, format);
  const int length = vsnprintf(text, sizeof text, format, list);
  va_end(list);
  if (length > 0) { (void)writer->write(writer->context, text, (size_t)length < sizeof text ? (size_t)length : sizeof text - 1); }
}

/* --- SVG ------------------------------------------------------------------------------------------------------------- */

static void svg_points(const soi_writer *writer, const soi_point *points, uint32_t count) {
  for (uint32_t i = 0; i < count; ++i) { put(writer, "%s%.2f,%.2f", i == 0 ? "" : " ", points[i].x, -points[i].y); }
}

static void svg_line(const soi_writer *writer, const soi_point *points, uint32_t count, const char *style) {
  put(writer, "<polyline points=\"");
  svg_points(writer, points, count);
  put(writer, "\" %s/>\n", style);
}

static void svg_areas(const soi_writer *writer, const soi_point *points, uint32_t count, const char *fill) {
  put(writer, "<polygon points=\"");
  svg_points(writer, points, count);
  put(writer, "\" fill=\"%s\"/>\n", fill);
}

static const char *road_colour(const soi_lane *lane) {
  static const char *const colours[] = {"#d9d9d9", "#c8c8c8", "#bdbdc8", "#b4b4c4", "#a9a9be", "#9c9cb8"};
  return colours[lane->road_class];
}

static void svg_lane(const soi_model *model, const soi_writer *writer, const soi_lane *lane, const char *colour, double width) {
  char style[160];
  (void)snprintf(style, sizeof style, "fill=\"none\" stroke=\"%s\" stroke-width=\"%.2f\"", colour, width);
  svg_line(writer, &model->points[lane->first_point], lane->segments + 1, style);
}

/* The id of a road, by which patches and messages name it: in letters in its middle, and where the mouse rests on a lane. */
static void svg_road(const soi_model *model, const soi_writer *writer, soi_lane_id row, bool labelled) {
  const soi_lane *const lane = &model->lanes[row];
  const char *const id = model->definition->map.roads.items[lane->road - 1].record.id;
  put(writer, "<polyline points=\"");
  svg_points(writer, &model->points[lane->first_point], lane->segments + 1);
  put(writer, "\" fill=\"none\" stroke=\"transparent\" stroke-width=\"%.2f\"><title>%s</title></polyline>\n", lane->width, id);
  if (labelled) {
    const soi_point at = soi_lane_at(model, row, 0.5 * lane->length, 0.0, NULL);
    put(writer, "<text x=\"%.2f\" y=\"%.2f\" font-size=\"2.5\" font-family=\"sans-serif\" fill=\"#333\">%s</text>\n", at.x + 1.5, -at.y,
        id);
  }
}

/* An arrow in the middle of a lane, in the direction of travel. */
static void svg_arrow(const soi_model *model, const soi_writer *writer, soi_lane_id row) {
  const soi_lane *const lane = &model->lanes[row];
  soi_point heading;
  const soi_point at = soi_lane_at(model, row, 0.5 * lane->length, 0.0, &heading);
  const soi_point tip = {at.x + 1.5 * heading.x, at.y + 1.5 * heading.y};
  const soi_point left = {at.x - 0.6 * heading.y, at.y + 0.6 * heading.x}, right = {at.x + 0.6 * heading.y, at.y - 0.6 * heading.x};
  put(writer, "<path d=\"M%.2f %.2fL%.2f %.2fL%.2f %.2fZ\" fill=\"#fff\"/>\n", tip.x, -tip.y, left.x, -left.y, right.x, -right.y);
}

static void svg_zones(const soi_model *model, const soi_writer *writer) {
  static const char *const colours[] = {"#d62728", "#ff7f0e", "#bcbd22", "#9467bd"};
  for (uint32_t i = 1; i <= model->conflict_zone_count; ++i) {
    const soi_conflict_zone *const zone = &model->conflict_zones[i];
    if (zone->kind == SOI_CONFLICT_ZONE_CROSS && zone->partner > i) {
      const soi_point at = soi_lane_at(model, zone->lane, 0.5 * (zone->start + zone->end), 0.0, NULL);
      put(writer, "<circle cx=\"%.2f\" cy=\"%.2f\" r=\"0.5\" fill=\"%s\"/>\n", at.x, -at.y, colours[zone->kind]);
    }
  }
}

static void svg_feet(const soi_model *model, const soi_writer *writer) {
  static const char *const colours[] = {"#e8c9a0", "#f0dfc0", "#ffffff", "#ead7b7", "#e8c9a0"};
  for (uint32_t i = 1; i <= model->walk_link_count; ++i) {
    const soi_walk_link *const link = &model->walk_links[i];
    const soi_point a = model->walk_nodes[link->a].at, b = model->walk_nodes[link->b].at;
    const bool crossing = link->kind == SOI_WALK_CROSSING;
    const double width = crossing ? link->width : link->kind == SOI_WALK_PLAZA ? 0.3 : link->width;
    const bool unmarked = crossing && model->crossings[link->crossing].kind == SOI_CROSSING_UNMARKED;
    put(writer, "<path d=\"M%.2f %.2fL%.2f %.2f\" stroke=\"%s\" stroke-width=\"%.2f\" stroke-linecap=\"%s\" stroke-opacity=\"%.1f\"%s/>\n",
        a.x, -a.y, b.x, -b.y, crossing && model->crossings[link->crossing].kind == SOI_CROSSING_SIGNAL ? "#ffe680" : colours[link->kind],
        width, crossing ? "butt" : "round", link->level != 0 ? 0.6 : 1.0,
        crossing ? unmarked ? " stroke-dasharray=\"0.2 0.8\"" : " stroke-dasharray=\"0.5 0.5\"" : "");
  }
}

void map_draw_svg(const soi_model *model, const soi_writer *writer) {
  const soi_map_definition *const map = &model->definition->map;
  const soi_bounds b = model->bounds;
  put(writer, "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"%.1f %.1f %.1f %.1f\">\n", b.left, -b.top, b.right - b.left,
      b.top - b.bottom);
  put(writer, "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"#f7f5f0\"/>\n", b.left, -b.top, b.right - b.left,
      b.top - b.bottom);
  for (uint32_t i = 0; i < map->greens.count; ++i) {
    svg_areas(writer, map->greens.items[i].outline.items, map->greens.items[i].outline.count, "#d6ebc8");
  }
  for (uint32_t i = 0; i < map->water.count; ++i) {
    svg_areas(writer, map->water.items[i].outline.items, map->water.items[i].outline.count, "#bfdcf0");
  }
  for (uint32_t i = 0; i < map->buildings.count; ++i) {
    svg_areas(writer, map->buildings.items[i].outline.items, map->buildings.items[i].outline.count, "#e3ddd4");
  }
  for (soi_lane_id i = 1; i <= model->lane_count; ++i) {
    svg_lane(model, writer, &model->lanes[i], road_colour(&model->lanes[i]), model->lanes[i].width + 0.3);
  }
  svg_feet(model, writer);
  for (soi_lane_id i = 1; i <= model->lane_count; ++i) {
    const soi_lane *const lane = &model->lanes[i];
    svg_lane(model, writer, lane, lane->junction != 0 ? lane->signal != 0 ? "#2ca02c" : "#4477aa" : "#ffffff",
             lane->junction != 0 ? 0.25 : 0.12);
    if (lane->junction == 0) { svg_arrow(model, writer, i); }
  }
  svg_zones(model, writer);
  for (uint32_t i = 0; i < map->rails.count; ++i) {
    svg_line(writer, map->rails.items[i].line.items, map->rails.items[i].line.count,
             "fill=\"none\" stroke=\"#555\" stroke-width=\"0.8\" stroke-dasharray=\"3 2\"");
  }
  for (uint32_t i = 0; i < map->gates.count; ++i) {
    put(writer, "<circle cx=\"%.2f\" cy=\"%.2f\" r=\"1.5\" fill=\"#1f77b4\"/>\n", map->gates.items[i].at.x, -map->gates.items[i].at.y);
  }
  for (uint32_t i = 1; i <= model->stop_count; ++i) {
    put(writer, "<circle cx=\"%.2f\" cy=\"%.2f\" r=\"1.5\" fill=\"#d62728\"/>\n", model->stops[i].queue.x, -model->stops[i].queue.y);
  }
  uint32_t before = 0; /* lanes of a road follow each other */
  for (soi_lane_id i = 1; i <= model->lane_count; ++i) {
    const soi_lane *const lane = &model->lanes[i];
    if (lane->junction == 0) { svg_road(model, writer, i, lane->road != before && lane->length > 10.0); }
    before = lane->road;
  }
  put(writer, "</svg>\n");
}

/* --- GeoJSON --------------------------------------------------------------------------------------------------------- */

typedef struct geo {
  const soi_writer *writer;
  soi_degrees origin;
  bool any;
} geo;

static void geo_point(const geo *g, const char *before, soi_point at) {
  soi_degrees place = soi_earth_place(g->origin, at);
  place.longitude = soi_earth_longitude_near(place.longitude, g->origin.longitude); /* in one piece over the date line */
  put(g->writer, "%s[%.7f, %.7f]", before, place.longitude, place.latitude);
}

static void geo_points(const geo *g, const soi_point *points, uint32_t count) {
  put(g->writer, "[");
  for (uint32_t i = 0; i < count; ++i) { geo_point(g, i == 0 ? "" : ", ", points[i]); }
  put(g->writer, "]");
}

static void geo_begin(geo *g, const char *kind, const char *id, const char *more) {
  put(g->writer, "%s\n{\"type\": \"Feature\", \"properties\": {\"kind\": \"%s\", \"id\": \"%s\", \"title\": \"%s%s%s\"%s}, \"geometry\": ",
      g->any ? "," : "", kind, id, kind, id[0] == '\0' ? "" : " ", id, more); /* the title is what previews show where the mouse rests */
  g->any = true;
}

static void geo_line(geo *g, const char *kind, const char *id, const char *more, const soi_point *points, uint32_t count) {
  geo_begin(g, kind, id, more);
  put(g->writer, "{\"type\": \"LineString\", \"coordinates\": ");
  geo_points(g, points, count);
  put(g->writer, "}}");
}

static void geo_lanes(geo *g, const soi_model *model) {
  static const char *const turns[] = {"through", "left", "right", "back"};
  const soi_map_definition *const map = &model->definition->map;
  for (soi_lane_id i = 1; i <= model->lane_count; ++i) {
    const soi_lane *const lane = &model->lanes[i];
    char more[160];
    if (lane->junction == 0) {
      (void)snprintf(more, sizeof more, ", \"index\": %u, \"width\": %.2f, \"speed\": %.1f", lane->index, lane->width,
                     lane->speed_limit * 3.6);
    } else {
      (void)snprintf(more, sizeof more, ", \"turn\": \"%s\", \"signal\": %s", turns[lane->turn], lane->signal != 0 ? "true" : "false");
    }
    const uint32_t road = lane->junction == 0 ? lane->road : model->lanes[lane->from].road;
    geo_line(g, lane->junction == 0 ? "lane" : "connector", map->roads.items[road - 1].record.id, more, &model->points[lane->first_point],
             lane->segments + 1);
  }
}

static void geo_feet(geo *g, const soi_model *model) {
  static const char *const kinds[] = {"corridor", "plaza", "crossing", "sidewalk", "link"};
  const soi_map_definition *const map = &model->definition->map;
  for (uint32_t i = 1; i <= model->walk_link_count; ++i) {
    const soi_walk_link *const link = &model->walk_links[i];
    const soi_point points[2] = {model->walk_nodes[link->a].at, model->walk_nodes[link->b].at};
    const soi_crossing_id crossing = link->crossing != 0 ? model->crossings[link->crossing].definition : 0;
    const char *const id = crossing != 0        ? map->crossings.items[crossing - 1].record.id
                           : link->walkway != 0 ? map->walkways.items[link->walkway - 1].record.id
                           : link->road != 0    ? map->roads.items[link->road - 1].record.id
                                                : "";
    char more[80];
    (void)snprintf(more, sizeof more, ", \"width\": %.2f, \"level\": %d", link->width, link->level);
    geo_line(g, kinds[link->kind], id, more, points, 2);
  }
}

static void geo_areas(geo *g, const char *kind, const char *id, double height, const soi_point *points, uint32_t count) {
  char more[48];
  (void)snprintf(more, sizeof more, ", \"height\": %.1f", height);
  geo_begin(g, kind, id, height > 0.0 ? more : "");
  put(g->writer, "{\"type\": \"Polygon\", \"coordinates\": [[");
  for (uint32_t i = 0; i <= count; ++i) { geo_point(g, i == 0 ? "" : ", ", points[i % count]); }
  put(g->writer, "]]}}");
}

static void geo_place(geo *g, const char *kind, const char *id, soi_point at) {
  geo_begin(g, kind, id, "");
  put(g->writer, "{\"type\": \"Point\", \"coordinates\": ");
  geo_point(g, "", at);
  put(g->writer, "}}");
}

void map_draw_geojson(const soi_model *model, const soi_writer *writer) {
  const soi_map_definition *const map = &model->definition->map;
  geo g = {writer, {map->origin.latitude, map->origin.longitude}, false};
  put(writer, "{\"type\": \"FeatureCollection\", \"features\": [");
  for (uint32_t i = 0; i < map->buildings.count; ++i) {
    const soi_building_definition *const b = &map->buildings.items[i];
    geo_areas(&g, "building", b->record.id, b->height, b->outline.items, b->outline.count);
  }
  geo_lanes(&g, model);
  geo_feet(&g, model);
  for (uint32_t i = 1; i <= model->junction_count; ++i) {
    geo_place(&g, model->junctions[i].signal != 0 ? "signal" : "junction", map->nodes.items[model->junctions[i].node - 1].record.id,
              model->junctions[i].at);
  }
  for (uint32_t i = 0; i < map->gates.count; ++i) { geo_place(&g, "gate", map->gates.items[i].record.id, map->gates.items[i].at); }
  put(writer, "\n]}\n");
}
