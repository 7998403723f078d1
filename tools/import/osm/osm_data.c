#include "osm_data.h"

#include <string.h>

static const double WIDEST = 50e3;                  /* m */
static const size_t MOST_BYTES = (size_t)400 << 20; /* of memory: more is no town */

/* --- as it is read --------------------------------------------------------------------------------------------------- */

/* The same longitude, so that all of the file's lie in one piece, also over the date line: near to the middle of the box, of the file's
 * own, or to the first node. */
static double in_one_piece(osm_data *osm, double longitude) {
  if (!osm->has_middle) {
    osm->middle = osm->box != NULL ? 0.5 * (osm->box[0] + osm->box[2]) : osm->has_bounds ? 0.5 * (osm->west + osm->east) : longitude;
    osm->has_middle = true;
  }
  return soi_earth_longitude_near(longitude, osm->middle);
}

static void see_place(osm_data *osm, double latitude, double longitude) {
  const double at[2] = {longitude, latitude};
  for (int i = 0; i < 2; ++i) {
    osm->lowest[i] = osm->seen == 0 ? at[i] : least(osm->lowest[i], at[i]);
    osm->highest[i] = osm->seen == 0 ? at[i] : most(osm->highest[i], at[i]);
  }
  ++osm->seen;
}

/* A node far outside the box is left out, as if it were missing from the file. */
static bool is_far(const double *box, double latitude, double longitude) {
  const double margin = 0.002;
  return box != NULL &&
         (longitude < box[0] - margin || latitude < box[1] - margin || longitude > box[2] + margin || latitude > box[3] + margin);
}

bool osm_is_too_much(const osm_data *osm) { return osm->found->arena->taken > MOST_BYTES; }

const char *const osm_too_much = "the extract takes more than 400 MB of memory; cut the place out of it with --bbox WEST,SOUTH,EAST,NORTH";

void osm_add_node(osm_data *osm, int64_t id, double latitude, double longitude) {
  osm->open = '\0';
  longitude = in_one_piece(osm, longitude);
  see_place(osm, latitude, longitude);
  if (is_far(osm->box, latitude, longitude)) { return; }
  *list_add(osm->found->arena, &osm->nodes) =
      (osm_node){.id = id, .latitude = latitude, .longitude = longitude, .tags = {osm->tags.count, 0}};
  osm->open = 'n';
}

void osm_add_way(osm_data *osm, int64_t id) {
  *list_add(osm->found->arena, &osm->ways) = (osm_way){.id = id, .first_ref = osm->ids.count, .tags = {osm->tags.count, 0}};
  osm->open = 'w';
}

void osm_add_relation(osm_data *osm, int64_t id) {
  *list_add(osm->found->arena, &osm->relations) =
      (osm_relation){.id = id, .first_member = osm->members.count, .tags = {osm->tags.count, 0}};
  osm->open = 'r';
}

void osm_add_ref(osm_data *osm, int64_t id) {
  if (osm->open != 'w') { return; }
  *list_add(osm->found->arena, &osm->ids) = id;
  ++osm->ways.items[osm->ways.count - 1].ref_count;
}

void osm_add_member(osm_data *osm, char type, int64_t id, const char *role) {
  if (osm->open != 'r') { return; }
  *list_add(osm->found->arena, &osm->members) = (osm_member){type, id, text_of(osm->found->arena, "%s", role)};
  ++osm->relations.items[osm->relations.count - 1].member_count;
}

void osm_add_tag(osm_data *osm, const char *key, const char *value) {
  soi_arena *const arena = osm->found->arena;
  if (osm->open == '\0') { return; }
  *list_add(arena, &osm->tags) = (osm_tag){text_of(arena, "%s", key), text_of(arena, "%s", value)};
  osm_tags *const tags = osm->open == 'n'   ? &osm->nodes.items[osm->nodes.count - 1].tags
                         : osm->open == 'w' ? &osm->ways.items[osm->ways.count - 1].tags
                                            : &osm->relations.items[osm->relations.count - 1].tags;
  ++tags->count;
}

/* --- looking up ------------------------------------------------------------------------------------------------------ */

const char *osm_tag_of(const osm_data *osm, osm_tags tags, const char *key) {
  for (uint32_t i = 0; i < tags.count; ++i) {
    const osm_tag *const tag = &osm->tags.items[tags.first + i];
    if (strcmp(tag->key, key) == 0) { return tag->value; }
  }
  return NULL;
}

bool osm_tag_is(const osm_data *osm, osm_tags tags, const char *key, const char *value) {
  const char *const found = osm_tag_of(osm, tags, key);
  return found != NULL && strcmp(found, value) == 0;
}

bool osm_says(const char *value, const char *words) {
  if (value == NULL) { return false; }
  const size_t length = strlen(value);
  for (const char *at = strstr(words, value); length > 0 && at != NULL; at = strstr(at + 1, value)) {
    if (at > words && at[-1] == ' ' && at[length] == ' ') { return true; }
  }
  return false;
}

bool osm_tag_in(const osm_data *osm, osm_tags tags, const char *key, const char *words) {
  return osm_says(osm_tag_of(osm, tags, key), words);
}

#define DEFINE_BY_ID(name, type) \
  static int name(const void *a, const void *b) { return ORDER(((const type *)a)->id, ((const type *)b)->id); }
DEFINE_BY_ID(node_order, osm_node)
DEFINE_BY_ID(way_order, osm_way)
DEFINE_BY_ID(relation_order, osm_relation)

uint32_t osm_find_node(const osm_data *osm, int64_t id) {
  const uint32_t row = list_first_from(&osm->nodes, &(osm_node){.id = id}, node_order);
  return row < osm->nodes.count && osm->nodes.items[row].id == id ? row : NONE;
}

uint32_t osm_find_way(const osm_data *osm, int64_t id) {
  const uint32_t row = list_first_from(&osm->ways, &(osm_way){.id = id}, way_order);
  return row < osm->ways.count && osm->ways.items[row].id == id ? row : NONE;
}

uint32_t osm_find_map(const osm_data *osm) {
  for (uint32_t row = 0; row < osm->relations.count; ++row) {
    if (osm_tag_is(osm, osm->relations.items[row].tags, "type", "soi:map")) { return row; }
  }
  return NONE;
}

/* --- lines of ways --------------------------------------------------------------------------------------------------- */

bool osm_is_closed(const osm_data *osm, const osm_way *way) {
  return way->ref_count > 3 && osm_ref(osm, way, 0) == osm_ref(osm, way, way->ref_count - 1);
}

line osm_line(const osm_data *osm, const osm_way *way, bool *inside) {
  line l = {SOI_NEW(osm->found->arena, soi_point, way->ref_count), way->ref_count};
  *inside = false;
  for (uint32_t i = 0; i < way->ref_count; ++i) {
    l.points[i] = osm_node_of(osm, way, i)->at;
    *inside = *inside || osm_node_of(osm, way, i)->inside;
  }
  return l;
}

void osm_untangle(const osm_data *osm, const osm_way *way, line ring) {
  if (ring_untangle(ring)) {
    guess_add(osm->found, GUESS_REPAIRED, (source){'w', way->id, ring.points[0]},
              "its outline crosses itself; the corners are taken in another order");
  }
}

/* --- once it is read ------------------------------------------------------------------------------------------------- */

/* Sorts by id and keeps one of each: which one must not depend on the sort, so it is the one that says most. */
#define SORT(list, order, kind_letter, better) \
  do { \
    list_sort(&(list), order); \
    uint32_t kept = 0; \
    for (uint32_t i = 0; i < (list).count; ++i) { \
      if (kept > 0 && (list).items[kept - 1].id == (list).items[i].id) { \
        guess_add(osm->found, GUESS_REPAIRED, (source){.type = kind_letter, .osm = (list).items[i].id}, \
                  "stands twice in the file; one is kept"); \
        if ((list).items[i].better > (list).items[kept - 1].better) { (list).items[kept - 1] = (list).items[i]; } \
      } else { \
        (list).items[kept++] = (list).items[i]; \
      } \
    } \
    (list).count = kept; \
  } while (0)

/* Ids of refs become rows; a missing node is left out, which is told when the way was to be used. */
static void resolve(osm_data *osm) {
  osm->refs = SOI_NEW(osm->found->arena, uint32_t, osm->ids.count + 1);
  for (uint32_t i = 0; i < osm->ways.count; ++i) {
    osm_way *const way = &osm->ways.items[i];
    uint32_t *const refs = osm->refs + way->first_ref, kept = 0, missing = 0;
    for (uint32_t j = 0; j < way->ref_count; ++j) {
      const uint32_t node = osm_find_node(osm, osm->ids.items[way->first_ref + j]);
      if (node == NONE) {
        ++missing;
      } else if (kept == 0 || refs[kept - 1] != node) {
        refs[kept++] = node;
      }
    }
    way->ref_count = kept;
    if (missing > 0 && osm->box == NULL) {
      const soi_point at = kept > 0 ? osm_node_of(osm, way, 0)->at : (soi_point){0.0, 0.0};
      guess_add(osm->found, GUESS_REPAIRED, (source){'w', way->id, at}, "%u of its nodes are not in the file; they are left out", missing);
    }
  }
}

/* The box to import: the file's own, or all nodes; of that what lies in the one asked for. Roads end where the data does, so a box
 * that reaches further must not tell of ends within it. False when nothing is left. */
static bool find_box(osm_data *osm) {
  const double *const box = osm->box;
  if (!osm->has_bounds || osm->seen == 0) {
    osm->west = osm->lowest[0], osm->south = osm->lowest[1], osm->east = osm->highest[0], osm->north = osm->highest[1];
  }
  if (box == NULL) { return true; }
  const double shift = soi_earth_longitude_near(osm->west, osm->middle) - osm->west;
  const double all[4] = {osm->west + shift, osm->south, osm->east + shift, osm->north};
  osm->west = most(all[0], box[0]), osm->south = most(all[1], box[1]);
  osm->east = least(all[2], box[2]), osm->north = least(all[3], box[3]);
  if (osm->seen == 0) {
    return error_add(osm->found, "%s:1:1: there is nothing in it; an OpenStreetMap extract with highways expected", osm->path);
  }
  return (osm->west <= osm->east && osm->south <= osm->north) ||
         error_add(osm->found,
                   "%s:1:1: nothing of it lies in the box asked for; it reaches from %.4f,%.4f to %.4f,%.4f (west,south to east,north)",
                   osm->path, soi_earth_longitude(all[0]), all[1], soi_earth_longitude(all[2]), all[3]);
}

/* The middle of the box, or where a map that soi wrote has it. */
static bool place_origin(const osm_data *osm) {
  soi_degrees *const origin = &osm->found->origin;
  const uint32_t map = osm_find_map(osm);
  if (map != NONE) {
    const char *const latitude = osm_tag_of(osm, osm->relations.items[map].tags, "soi:latitude");
    const char *const longitude = osm_tag_of(osm, osm->relations.items[map].tags, "soi:longitude");
    origin->latitude = latitude == NULL ? 0.0 : strtod(latitude, NULL);
    origin->longitude = longitude == NULL ? 0.0 : strtod(longitude, NULL);
  } else {
    origin->latitude = floor(0.5 * (osm->south + osm->north) * 1e4 + 0.5) * 1e-4;
    origin->longitude = floor(soi_earth_longitude(0.5 * (osm->west + osm->east)) * 1e4 + 0.5) * 1e-4;
  }
  return fabs(origin->latitude) <= SOI_EARTH_MOST_LATITUDE ||
         error_add(osm->found, "%s:1:1: it lies at a latitude of %.2f degrees, too near to a pole; at most %.0f degrees expected",
                   osm->path, origin->latitude, SOI_EARTH_MOST_LATITUDE);
}

/* A box wider than a town is often one node with a wrong place. */
static bool is_town(const osm_data *osm) {
  const soi_point degree = soi_earth_degree(osm->found->origin.latitude);
  const double wide = most((osm->east - osm->west) * degree.x, (osm->north - osm->south) * degree.y);
  return wide <= WIDEST ||
         error_add(osm->found,
                   "%s:1:1: the extract is %.0f km wide; a place of at most %.0f km expected, cut out with --bbox WEST,SOUTH,EAST,NORTH",
                   osm->path, wide * 1e-3, WIDEST * 1e-3);
}

static soi_point point_of(const osm_data *osm, double latitude, double longitude) {
  return soi_earth_point(osm->found->origin, (soi_degrees){latitude, longitude});
}

bool osm_project(osm_data *osm) {
  SORT(osm->nodes, node_order, 'n', tags.count);
  SORT(osm->ways, way_order, 'w', ref_count);
  SORT(osm->relations, relation_order, 'r', member_count);
  if (!find_box(osm) || !place_origin(osm) || !is_town(osm)) { return false; }
  for (uint32_t i = 0; i < osm->nodes.count; ++i) {
    osm_node *const node = &osm->nodes.items[i];
    node->at = point_of(osm, node->latitude, node->longitude);
    node->inside =
        node->longitude >= osm->west && node->longitude <= osm->east && node->latitude >= osm->south && node->latitude <= osm->north;
  }
  osm->low = point_of(osm, osm->south, osm->west);
  osm->high = point_of(osm, osm->north, osm->east);
  resolve(osm);
  return true;
}
