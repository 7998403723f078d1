/* An OpenStreetMap extract as read: nodes, ways and relations with their tags, of the box that is imported. */
#ifndef SOI_IMPORT_OSM_DATA_H
#define SOI_IMPORT_OSM_DATA_H

#include "findings.h"
#include "plane.h"

typedef struct osm_tag {
  const char *key, *value;
} osm_tag;

typedef struct osm_tags {
  uint32_t first, count;
} osm_tags;

typedef struct osm_node {
  int64_t id;
  double latitude, longitude;
  soi_point at;
  osm_tags tags;
  bool inside; /* the box that is imported */
} osm_node;

typedef struct osm_way {
  int64_t id;
  uint32_t first_ref, ref_count; /* rows of refs: rows of nodes once all are read; those missing are left out */
  osm_tags tags;
} osm_way;

typedef struct osm_member {
  char type; /* n w r */
  int64_t id;
  const char *role;
} osm_member;

typedef struct osm_relation {
  int64_t id;
  uint32_t first_member, member_count;
  osm_tags tags;
} osm_relation;

typedef struct osm_data {
  findings *found;
  const char *path;
  const double *box;            /* degrees west, south, east, north: what is asked for, null for all */
  LIST(osm_node) nodes;         /* by id */
  LIST(osm_way) ways;           /* by id */
  LIST(osm_relation) relations; /* by id */
  LIST(osm_tag) tags;
  LIST(osm_member) members;
  LIST(int64_t) ids; /* refs as read */
  uint32_t *refs;
  char open; /* the element that tags belong to: n w r, or 0 */
  bool has_bounds;
  double west, south, east, north; /* of the box that is imported; east may pass 180 */
  double middle;                   /* the longitude that all others are taken near to */
  bool has_middle;
  double packed;                /* bytes of the file, infinite when it is no plain one */
  uint32_t seen;                /* nodes in the file, and between which degrees they lie */
  double lowest[2], highest[2]; /* longitude, latitude */
  soi_point low, high;          /* corners of what is imported */
} osm_data;

/* What a reader finds, in its order: an element, then what belongs to it. Readers stop when it is too much. */
bool osm_is_too_much(const osm_data *osm);
extern const char *const osm_too_much;
void osm_add_node(osm_data *osm, int64_t id, double latitude, double longitude);
void osm_add_way(osm_data *osm, int64_t id);
void osm_add_relation(osm_data *osm, int64_t id);
void osm_add_ref(osm_data *osm, int64_t id);
void osm_add_member(osm_data *osm, char type, int64_t id, const char *role);
void osm_add_tag(osm_data *osm, const char *key, const char *value);

/* Once all is read: puts it in order, finds the box and the origin, degrees become metres. False with an error. */
bool osm_project(osm_data *osm);

/* The value of a tag, or null. */
const char *osm_tag_of(const osm_data *osm, osm_tags tags, const char *key);
bool osm_tag_is(const osm_data *osm, osm_tags tags, const char *key, const char *value);
/* Whether the value is one of these words: " yes true 1 ". */
bool osm_says(const char *value, const char *words);
bool osm_tag_in(const osm_data *osm, osm_tags tags, const char *key, const char *words);
/* Rows by id, NONE when it is not there. */
uint32_t osm_find_node(const osm_data *osm, int64_t id);
uint32_t osm_find_way(const osm_data *osm, int64_t id);
/* The relation that a map written by soi stands in: its row, or NONE. */
uint32_t osm_find_map(const osm_data *osm);
/* The row of a way's i-th node, that node, and the first one's place as where the way comes from. */
static inline uint32_t osm_ref(const osm_data *osm, const osm_way *way, uint32_t i) { return osm->refs[way->first_ref + i]; }
static inline const osm_node *osm_node_of(const osm_data *osm, const osm_way *way, uint32_t i) {
  return &osm->nodes.items[osm_ref(osm, way, i)];
}
bool osm_is_closed(const osm_data *osm, const osm_way *way); /* and goes round something */
/* The points of a way; whether one of them lies inside. */
line osm_line(const osm_data *osm, const osm_way *way, bool *inside);
/* Takes the crossings out of a way's outline; told as a repair. */
void osm_untangle(const osm_data *osm, const osm_way *way, line ring);

#endif
