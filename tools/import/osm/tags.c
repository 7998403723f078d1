#include "tags.h"

#include <string.h>

/* --- kinds of ways --------------------------------------------------------------------------------------------------- */

typedef struct road_kind {
  const char *highway;
  soi_road_class class_;
  uint32_t lanes; /* in each direction */
  double speed;   /* km/h */
  double lane_width;
  double sidewalk;
} road_kind;

static const road_kind kinds[] = {
    {"motorway", SOI_ROAD_TRUNK, 2, 100.0, 3.5, 0.0},          {"trunk", SOI_ROAD_TRUNK, 2, 80.0, 3.5, 0.0},
    {"primary", SOI_ROAD_PRIMARY, 2, 60.0, 3.2, 2.5},          {"secondary", SOI_ROAD_SECONDARY, 1, 60.0, 3.2, 2.0},
    {"tertiary", SOI_ROAD_TERTIARY, 1, 50.0, 3.0, 2.0},        {"unclassified", SOI_ROAD_RESIDENTIAL, 1, 50.0, 2.75, 1.5},
    {"residential", SOI_ROAD_RESIDENTIAL, 1, 30.0, 2.75, 1.5}, {"living_street", SOI_ROAD_RESIDENTIAL, 1, 20.0, 2.5, 1.5},
    {"service", SOI_ROAD_SERVICE, 1, 20.0, 2.5, 1.0},          {"road", SOI_ROAD_RESIDENTIAL, 1, 30.0, 2.75, 1.5},
    {"busway", SOI_ROAD_SERVICE, 1, 30.0, 3.2, 0.0},
};

static const road_kind *kind_of(const char *highway, bool *link) {
  *link = false;
  if (highway == NULL) { return NULL; }
  const size_t length = strlen(highway), stem = length > 5 && strcmp(highway + length - 5, "_link") == 0 ? length - 5 : length;
  for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; ++i) {
    if (strlen(kinds[i].highway) == stem && strncmp(kinds[i].highway, highway, stem) == 0) {
      *link = stem < length;
      return &kinds[i];
    }
  }
  return NULL;
}

bool tags_drivable(const osm_data *osm, osm_tags tags) {
  bool link;
  if (kind_of(osm_tag_of(osm, tags, "highway"), &link) == NULL || osm_tag_is(osm, tags, "area", "yes")) { return false; }
  /* The narrowest word about motor vehicles decides. */
  static const char *const keys[] = {"motorcar", "motor_vehicle", "vehicle", "access"};
  for (size_t i = 0; i < sizeof keys / sizeof keys[0]; ++i) {
    const char *const value = osm_tag_of(osm, tags, keys[i]);
    if (value != NULL) { return !osm_says(value, " no agricultural forestry emergency ") && !(i == 3 && osm_says(value, " no ")); }
  }
  return true;
}

bool tags_walkable(const osm_data *osm, osm_tags tags) {
  const char *const highway = osm_tag_of(osm, tags, "highway"), *const foot = osm_tag_of(osm, tags, "foot");
  if (osm_says(foot, " no private use_sidepath ") || (foot == NULL && osm_tag_in(osm, tags, "access", " no "))) { return false; }
  return osm_says(highway, " footway pedestrian path steps corridor bridleway track ") ||
         (osm_says(highway, " cycleway ") && osm_says(foot, " yes designated permissive "));
}

/* --- values ---------------------------------------------------------------------------------------------------------- */

double tags_metres(const osm_data *osm, osm_tags tags, const char *key, double standard) {
  const char *const text = osm_tag_of(osm, tags, key);
  char *end = NULL;
  const double value = text == NULL ? 0.0 : strtod(text, &end);
  if (text == NULL || end == text || !(value > 0.0) || value > 2000.0) { return standard; }
  return *end == '\'' ? 0.3048 * value : value;
}

static uint32_t read_count(const char *text, uint32_t standard) {
  char *end = NULL;
  const long value = text == NULL ? 0 : strtol(text, &end, 10);
  return text == NULL || end == text || value < 1 || value > 8 ? standard : (uint32_t)value;
}

int32_t tags_level(const osm_data *osm, osm_tags tags) {
  const char *const layer = osm_tag_of(osm, tags, "layer"), *const level = osm_tag_of(osm, tags, "level");
  char *end = NULL;
  if (layer != NULL) {
    const long value = strtol(layer, &end, 10);
    return end == layer ? 0 : (int32_t)within((double)value, -5.0, 5.0);
  }
  if (osm_tag_in(osm, tags, "bridge", " yes viaduct ")) { return 1; }
  if (osm_tag_in(osm, tags, "tunnel", " yes ")) { return -1; }
  if (level != NULL && (osm_tag_in(osm, tags, "indoor", " yes ") || osm_tag_is(osm, tags, "highway", "corridor"))) {
    const long value = strtol(level, &end, 10);
    return end == level ? 0 : (int32_t)within((double)value, -5.0, 5.0);
  }
  return 0;
}

soi_name tags_name(const osm_data *osm, osm_tags tags) {
  const char *const plain = osm_tag_of(osm, tags, "name"), *const en = osm_tag_of(osm, tags, "name:en");
  soi_name name = {en != NULL ? en : plain, osm_tag_of(osm, tags, "name:th"), osm_tag_of(osm, tags, "name:ja")};
  name.en = name.en == NULL ? "" : name.en;
  return name;
}

static double read_speed(const osm_data *osm, const osm_way *way, const road_kind *kind, bool link) {
  const char *const text = osm_tag_of(osm, way->tags, "maxspeed");
  char *end = NULL;
  double value = text == NULL ? 0.0 : strtod(text, &end);
  if (text != NULL && end != text && value > 0.0) { return within((strstr(end, "mph") != NULL ? 1.609344 : 1.0) * value, 5.0, 130.0); }
  value = link ? least(kind->speed, 50.0) : kind->speed;
  if (kind->class_ > SOI_ROAD_SERVICE) {
    guess_add(osm->found, GUESS_SPEED, (source){'w', way->id, osm_node_of(osm, way, 0)->at}, "no maxspeed on highway=%s; %.0f km/h assumed",
              osm_tag_of(osm, way->tags, "highway"), value);
  }
  return value;
}

/* --- lanes ----------------------------------------------------------------------------------------------------------- */

static void read_lanes(const osm_data *osm, const osm_way *way, const road_kind *kind, bool link, int oneway, road_tags *road) {
  const osm_tags tags = way->tags;
  const uint32_t all = read_count(osm_tag_of(osm, tags, "lanes"), 0);
  const uint32_t usual = link ? 1 : kind->lanes;
  uint32_t forward = read_count(osm_tag_of(osm, tags, "lanes:forward"), 0),
           backward = read_count(osm_tag_of(osm, tags, "lanes:backward"), 0);
  if (all == 0 && forward + backward == 0 && kind->class_ > SOI_ROAD_SERVICE) {
    guess_add(osm->found, GUESS_LANES, (source){'w', way->id, osm_node_of(osm, way, 0)->at}, "no lanes on highway=%s; %u %s assumed",
              osm_tag_of(osm, tags, "highway"), usual, oneway != 0 ? "one way" : "a direction");
  }
  if (oneway != 0) {
    road->lanes[0] = all > 0 ? all : forward > 0 ? forward : usual;
    road->lanes[1] = 0;
    return;
  }
  /* What is said of one direction leaves the rest to the other; an odd lane goes forward. */
  if (forward == 0 && backward == 0) {
    backward = all > 1 ? all / 2 : all == 1 ? 1 : usual;
    forward = all > 1 ? all - backward : backward;
  } else if (forward == 0) {
    forward = all > backward ? all - backward : usual;
  } else if (backward == 0) {
    backward = all > forward ? all - forward : usual;
  }
  road->lanes[0] = forward;
  road->lanes[1] = backward;
}

static void read_sidewalks(const osm_data *osm, osm_tags tags, double width, road_tags *road) {
  static const char *const keys[2] = {"sidewalk:left", "sidewalk:right"};
  const char *const all = osm_tag_of(osm, tags, "sidewalk"), *const both = osm_tag_of(osm, tags, "sidewalk:both");
  for (int side = 0; side < 2; ++side) {
    const char *const one = osm_tag_of(osm, tags, keys[side]);
    const char *const said = one != NULL ? one : both;
    road->sidewalk[side] = -1.0;
    if (osm_says(said, " yes ") || osm_says(all, " both yes ") || osm_says(all, side == 0 ? " left " : " right ")) {
      road->sidewalk[side] = most(width, 1.5);
    } else if (osm_says(said, " separate ") || osm_says(all, " separate ")) {
      road->separate[side] = true;
      road->sidewalk[side] = 0.0;
    } else if (osm_says(said, " no none ") || osm_says(all, " no none ") || osm_says(all, " left right ")) {
      road->sidewalk[side] = 0.0;
    }
  }
}

/* 1 along the way, -1 against it, 0 both. */
static int read_oneway(const osm_data *osm, osm_tags tags) {
  const char *const oneway = osm_tag_of(osm, tags, "oneway");
  if (osm_says(oneway, " -1 reverse ")) { return -1; }
  if (osm_says(oneway, " yes true 1 ")) { return 1; }
  const bool implied =
      osm_tag_in(osm, tags, "junction", " roundabout circular ") || osm_tag_in(osm, tags, "highway", " motorway motorway_link ");
  return oneway == NULL && implied ? 1 : 0;
}

road_tags tags_road(const osm_data *osm, const osm_way *way) {
  road_tags road = {0};
  const road_kind *const kind = kind_of(osm_tag_of(osm, way->tags, "highway"), &road.link);
  const int oneway = read_oneway(osm, way->tags);
  road.class_ = kind->class_;
  road.roundabout = osm_tag_in(osm, way->tags, "junction", " roundabout circular ");
  read_lanes(osm, way, kind, road.link, oneway, &road);
  road.lane_width = kind->lane_width;
  const double width = tags_metres(osm, way->tags, "width", 0.0);
  if (width > 0.0) { road.lane_width = within(width / (double)(road.lanes[0] + road.lanes[1]), 2.2, 4.0); }
  road.speed = read_speed(osm, way, kind, road.link);
  road.level = tags_level(osm, way->tags);
  road.name = tags_name(osm, way->tags);
  read_sidewalks(osm, way->tags, kind->sidewalk, &road);
  road.turn_lanes[0] = osm_tag_of(osm, way->tags, oneway != 0 ? "turn:lanes" : "turn:lanes:forward");
  road.turn_lanes[1] = oneway != 0 ? NULL : osm_tag_of(osm, way->tags, "turn:lanes:backward");
  if (oneway < 0) { /* as if it were drawn the other way: the caller turns the line round */
    const double left = road.sidewalk[0];
    road.sidewalk[0] = road.sidewalk[1];
    road.sidewalk[1] = left;
    road.reversed = true;
  }
  return road;
}
