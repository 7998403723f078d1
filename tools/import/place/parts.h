/* What the phases of an import share: the file as read, the graph of roads, and the map while it is made. */
#ifndef SOI_IMPORT_PARTS_H
#define SOI_IMPORT_PARTS_H

#include "import.h"
#include "plane.h"

#define LIST(type) \
  struct { \
    type *items; \
    uint32_t count, capacity; \
  }
void *list_grown(soi_arena *arena, const void *items, size_t size, uint32_t count, uint32_t *capacity);
#define list_add(arena, list) \
  (((list)->count == (list)->capacity \
        ? (void)((list)->items = list_grown((arena), (list)->items, sizeof *(list)->items, (list)->count, &(list)->capacity)) \
        : (void)0), \
   &(list)->items[(list)->count++])

#define NONE UINT32_MAX
#define KERB 0.5 /* m from the carriageway's edge to a crossing's end, as in the model */

/* --- the file as read ------------------------------------------------------------------------------------------------ */

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
  LIST(osm_node) nodes;         /* by id */
  LIST(osm_way) ways;           /* by id */
  LIST(osm_relation) relations; /* by id */
  LIST(osm_tag) tags;
  LIST(osm_member) members;
  int64_t *ids; /* refs as read */
  uint32_t *refs;
  uint32_t ref_count, ref_capacity;
  char open; /* the element that tags belong to: n w r, or 0 */
  bool has_bounds;
  double west, south, east, north; /* of the box that is imported; east may pass 180 */
  double middle;                   /* the longitude that all others are taken near to */
  bool has_middle;
  double packed;          /* bytes of the file, infinite when it is no plain one */
  uint32_t seen;          /* nodes in the file, and between which degrees they lie */
  double low[2], high[2]; /* longitude, latitude */
} osm_data;

/* --- roads ----------------------------------------------------------------------------------------------------------- */

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

typedef struct vertex {
  uint32_t node; /* row of nodes */
  soi_point at;
  uint32_t cluster;
  bool cut; /* the box cuts a road here */
  bool signal;
  uint32_t next_member;          /* of its junction, NONE for the last */
  uint32_t first_end, end_count; /* rows of ends, once listed */
} vertex;

/* A road between two vertices. line runs from the first to the second; refs are the nodes its points were made of, or NONE. */
typedef struct edge {
  uint32_t vertices[2];
  uint32_t ways[2]; /* rows of ways: the first and the last piece */
  line line;
  uint32_t *refs;
  uint32_t ref_count;
  double length;
  road_tags tags;
  double cut[2];    /* m taken by the junction at each end */
  struct line open; /* what is left */
  double open_length;
  bool inner;     /* swallowed by a junction */
  bool gone;      /* dropped */
  bool yields[2]; /* by direction */
  bool sidewalk_wanted[2], sidewalk_guessed[2];
  uint32_t end_node[2];   /* 0, or the number of an end of its own: nothing leads on from it */
  LIST(uint32_t) onto[2]; /* edges, by direction; none: all */
  const char *id;
} edge;

/* One end of an edge at a vertex. */
typedef struct edge_end {
  uint32_t edge;
  uint32_t at; /* 0 its first vertex, 1 its last */
} edge_end;

/* Vertices that are one junction. */
typedef struct cluster {
  soi_point at;
  uint32_t vertex; /* the one it is named by: of the least id */
  uint32_t size;
  uint32_t first_end, end_count; /* rows of cluster_ends */
  bool signal;
  const char *id;
} cluster;

enum { MOST_VIA_WAYS = 4 };

typedef struct restriction {
  uint32_t from, to; /* rows of ways */
  uint32_t via;      /* row of nodes, or NONE: then by ways, in any order */
  uint32_t via_ways[MOST_VIA_WAYS], via_way_count;
  bool only;
} restriction;

/* A crossing that people use. */
typedef struct foot_crossing {
  uint32_t edge;
  double at, width; /* along the open line */
  soi_crossing_kind kind;
  soi_point ends[2]; /* at the left and right of forward */
  char type;
  int64_t osm;
  const char *id;
  bool gone;
} foot_crossing;

/* A way on foot: a line or an area. */
typedef struct foot_way {
  line line;
  bool area;
  double width;
  int32_t level;
  uint32_t way;
  soi_name name;
  const char *id;
  bool covered;         /* said to lead through buildings */
  LIST(uint32_t) joins; /* rows of foot_ways */
} foot_way;

/* A line that leads past buildings, with what it needs at its left and right. */
typedef struct passer {
  line line;
  double need[2];
} passer;

/* --- the map while it is made ---------------------------------------------------------------------------------------- */

typedef struct page_key {
  const char *key, *value;
  const char *patched; /* where the patch file says so, null when it does not */
} page_key;

typedef struct page_record {
  const char *id;
  LIST(page_key) keys;
  bool flow; /* on one line */
  bool gone;
  bool faulty;         /* gone by a mistake of the patch */
  uint32_t line;       /* where it was written last */
  const char *patched; /* where the patch file speaks of it, null when it does not */
  char type;           /* of the guess when it is dropped */
  int64_t osm;
  soi_point at;
} page_record;

typedef struct page_section {
  const char *key, *comment;
  LIST(page_record) records;
} page_section;

typedef enum section_id {
  SECTION_NODES,
  SECTION_ROADS,
  SECTION_SIGNALS,
  SECTION_CROSSINGS,
  SECTION_WALKWAYS,
  SECTION_GATES,
  SECTION_STOPS,
  SECTION_DEPOTS,
  SECTION_CHARGERS,
  SECTION_ROUTES,
  SECTION_BUILDINGS,
  SECTION_GREENS,
  SECTION_WATER,
  SECTION_RAILS,
  SECTION_LABELS,
  SECTION_COUNT
} section_id;

extern const char *const section_keys[SECTION_COUNT]; /* their names in the file */

typedef struct import {
  const import_options *options;
  import_result *result;
  soi_arena *arena;
  osm_data osm;
  soi_degrees origin;
  bool left_hand;
  LIST(vertex) vertices;
  LIST(edge) edges;
  LIST(cluster) clusters;
  edge_end *ends;
  edge_end *cluster_ends;
  LIST(restriction) restrictions;
  LIST(foot_crossing) crossings;
  LIST(foot_way) foot_ways;
  LIST(guess) guesses;
  uint32_t end_nodes;          /* ends of their own made so far */
  grid roads;                  /* open and inner lines of edges */
  grid passers;                /* of the ground: open lines of edges, ways on foot, turns */
  LIST(passer) turns;          /* through junctions, and round their corners on foot */
  bool *building_seen;         /* [passer] scratch */
  LIST(line) walls;            /* closed outlines of buildings that stand on the ground */
  LIST(uint32_t) wall_records; /* rows of their records */
  grid wall_grid;
  page_section page[SECTION_COUNT];
  const char *head;    /* what a map written by soi begins with; null for other extracts */
  soi_point low, high; /* corners of what is imported */
} import;

/* --- phases, in their order ------------------------------------------------------------------------------------------ */

bool osm_read(import *in);                                        /* osm_read.c: the file; errors end the import */
bool osm_read_pbf(import *in);                                    /* osm_read_pbf.c: the same from .osm.pbf, where readosm is there */
bool osm_project(import *in);                                     /* osm_read.c: degrees to metres, what is inside */
void graph_build(import *in);                                     /* graph.c: vertices and edges, joined where nothing changes */
void junctions_merge(import *in);                                 /* junction_merge.c: clusters, cuts */
void roads_draw_aside(import *in);                                /* beside.c: off the lanes of roads they run beside */
void turns_find(import *in);                                      /* turns.c: who may go on where; what leads nowhere */
void footways_build(import *in);                                  /* footways.c: ways on foot, with the next two */
soi_crossing_kind crossing_kind(const import *in, osm_tags tags); /* crossings.c */
/* The row of a road's crossing at a place, made when there is none; NONE where there is no room. type and osm: what it is drawn by. */
uint32_t crossing_at(import *in, uint32_t edge, soi_point place, soi_crossing_kind kind, char type, int64_t osm);
/* Adds those drawn as a node of the road only, gives all their names, and marks where sidewalks are wanted. */
void crossings_finish(import *in);
void sidewalks_decide(import *in); /* sidewalks.c: which roads have them */
/* Whether a straight piece passes over the open stretch of a road of a level. */
bool passes_over_road(const import *in, soi_point a, soi_point b, int32_t level);
void places_build(import *in);    /* places.c: gates and stops */
void areas_build(import *in);     /* areas.c: what only the eye needs */
void map_describe(import *in);    /* describe.c: roads, nodes, signals, crossings, ways on foot as records */
void buildings_begin(import *in); /* buildings.c: how buildings give way to roads and ways on foot */
/* The outline a building gets, count 0 for none; base is where its walls begin, when a road leads through. */
line building_fit(import *in, line ring, char type, int64_t id, double *base);
/* Remembers a building that stands on the ground, by the row of its record; whether one stands in the way of a straight line. */
void building_stands(import *in, line ring, uint32_t record);
bool building_between(import *in, soi_point a, soi_point b);
/* Lifts the buildings that still stand on lanes or ways on foot of a model; whether there were any. */
bool buildings_lift(import *in, const soi_model *model);
/* Where the walls of a building begin that is said to stand on a layer above the ground. */
double building_base(const import *in, osm_tags tags);
bool patch_apply(import *in);                                        /* patch.c */
void import_refuse(import *in, const char *place, const char *what); /* import.c: one more line of result->error */
/* Joins ways on foot that hang apart in a model of the map so far; whether anything changed. */
bool islands_join(import *in, const soi_model *model); /* islands.c */
bool records_read(import *in);                         /* osm_records.c: a map that soi wrote, instead of all the above */
/* The relation that a map written by soi stands in: its row, or NONE. */
uint32_t records_map(const import *in);
bool map_write(import *in); /* write_map.c: text; what does not build is dropped and told */

/* --- shared ---------------------------------------------------------------------------------------------------------- */

/* What a reader finds, in its order: an element, then what belongs to it. Readers stop when it is too much. */
bool osm_is_too_much(import *in);
extern const char *const osm_too_much;
void osm_add_node(import *in, int64_t id, double latitude, double longitude);
void osm_add_way(import *in, int64_t id);
void osm_add_relation(import *in, int64_t id);
void osm_add_ref(import *in, int64_t id);
void osm_add_member(import *in, char type, int64_t id, const char *role);
void osm_add_tag(import *in, const char *key, const char *value);

/* The value of a tag, or null. */
const char *osm_tag_of(const import *in, osm_tags tags, const char *key);
bool osm_tag_is(const import *in, osm_tags tags, const char *key, const char *value);
uint32_t osm_find_node(const import *in, int64_t id);
uint32_t osm_find_way(const import *in, int64_t id);

/* Whether cars may use a way, and how. */
bool tags_drivable(const import *in, osm_tags tags);
bool tags_walkable(const import *in, osm_tags tags);
road_tags tags_road(import *in, uint32_t way);
soi_name tags_name(import *in, osm_tags tags);
int32_t tags_level(const import *in, osm_tags tags);
/* Metres from "3", "3.5 m", "12'"; standard when there is none or it is no length. */
double tags_metres(const import *in, osm_tags tags, const char *key, double standard);

double edge_half(const edge *e, int side, bool left_hand); /* half width of the carriageway at the left (0) or right (1) */
static inline double edge_half_most(const edge *e, bool left_hand) { return most(edge_half(e, 0, left_hand), edge_half(e, 1, left_hand)); }
/* Lists the ends of edges by vertex (those gone aside) and, once there are clusters, by cluster. */
void graph_list_ends(import *in);
/* The line of an edge seen from one of its ends outwards. */
line edge_outwards(import *in, const edge *e, uint32_t at);

/* Takes the crossings out of an area's outline; told as a repair. */
void area_untangle(import *in, line ring, int64_t way);
void guess_add(import *in, guess_kind kind, char type, int64_t osm, soi_point at, const char *format, ...) SOI_FORMAT(6, 7);
const char *text_of(soi_arena *arena, const char *format, ...) SOI_FORMAT(2, 3);

page_record *page_add(import *in, section_id section, const char *id, bool flow);
void page_set(import *in, page_record *record, const char *key, const char *format, ...) SOI_FORMAT(4, 5);
/* Takes a record out, and whatever cannot be without it; told as a guess, or as an error when the patch file wants the record. */
void page_drop(import *in, section_id section, page_record *record, const char *why);
const char *page_name(import *in, soi_name name); /* as YAML, null when empty */
const char *page_points(import *in, line l);

#endif
