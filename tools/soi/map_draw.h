/* Drawings of a model: what a map became, to look at. */
#ifndef SOI_TOOL_MAP_DRAW_H
#define SOI_TOOL_MAP_DRAW_H

#include <soi/soi.h>

/* SVG, a metre a unit, north up: carriageways, lanes, connectors, conflicts, crossings, ways on foot, buildings. */
void map_draw_svg(const soi_model *model, const soi_writer *writer);
/* GeoJSON in longitude and latitude, a feature a lane, connector, crossing, way on foot, junction and building. */
void map_draw_geojson(const soi_model *model, const soi_writer *writer);

#endif
