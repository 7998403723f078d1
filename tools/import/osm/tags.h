/* What tags mean: road classes, lanes, directions, speeds, sidewalks, levels and names. Defaults are typical of such roads and are
 * told as guesses where they matter. */
#ifndef SOI_IMPORT_TAGS_H
#define SOI_IMPORT_TAGS_H

#include "osm_data.h"

/* What the tags of a way say about the road. Index 0 is forward, 1 backward; sides: 0 left, 1 right of forward. */
typedef struct road_tags {
  soi_road_class class_;
  uint32_t lanes[2];
  double lane_width, speed;
  double sidewalk[2];        /* m; 0 none, -1 not said */
  const char *turn_lanes[2]; /* as in the file, null for none */
  int32_t level;
  bool link, roundabout, reversed, separate[2];
  soi_name name;
} road_tags;

/* Whether cars or people may use a way, and how cars do. */
bool tags_drivable(const osm_data *osm, osm_tags tags);
bool tags_walkable(const osm_data *osm, osm_tags tags);
road_tags tags_road(const osm_data *osm, const osm_way *way);
soi_name tags_name(const osm_data *osm, osm_tags tags);
int32_t tags_level(const osm_data *osm, osm_tags tags);
/* Metres from "3", "3.5 m", "12'"; standard when there is none or it is no length. */
double tags_metres(const osm_data *osm, osm_tags tags, const char *key, double standard);

#endif
