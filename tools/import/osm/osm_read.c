/* Reads .osm and .osm.gz: XML by expat, piece by piece, so that only what is kept takes memory. Whatever is odd but can be made
 * sense of is repaired and told; what cannot ends the import with its place. */
#include <errno.h>
#include <expat.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <zlib.h>

#include "osm_words.h"
#include "parts.h"

enum { PIECE = 1 << 16, LONGEST = 4 << 20 };
static const double WIDEST = 50e3;                   /* m */
static const double MUCH = 64e6, MOST_RATIO = 100.0; /* bytes; times its size that an extract may unpack to, which ten do */
static const size_t MOST_BYTES = (size_t)400 << 20;  /* of memory: more is no town */

typedef struct reader {
  import *in;
  osm_data *osm;
  XML_Parser parser;
  bool is_osm;
  const char *error; /* the first one */
  uint32_t bad;      /* elements left out for want of an id or place */
  size_t unread;     /* bytes fed since the last element began: the parser keeps what has no end yet */
  double unpacked;   /* bytes fed */
} reader;

/* --- attributes ------------------------------------------------------------------------------------------------------ */

static const char *attribute(const char **pairs, const char *key) {
  for (; *pairs != NULL; pairs += 2) {
    if (strcmp(pairs[0], key) == 0) { return pairs[1]; }
  }
  return NULL;
}

static bool read_id(const char *text, int64_t *id) {
  char *end = NULL;
  errno = 0;
  *id = text == NULL ? 0 : (int64_t)strtoll(text, &end, 10);
  return text != NULL && end != text && *end == '\0' && errno == 0;
}

static bool read_degrees(const char *text, double most_, double *degrees) {
  char *end = NULL;
  *degrees = text == NULL ? 0.0 : strtod(text, &end);
  return text != NULL && end != text && *end == '\0' && *degrees >= -most_ && *degrees <= most_;
}

static void stop(reader *r, const char *what) {
  if (r->error == NULL) {
    r->error = text_of(r->in->arena, "%s:%lu:%lu: %s", r->in->options->path, (unsigned long)XML_GetCurrentLineNumber(r->parser),
                       (unsigned long)XML_GetCurrentColumnNumber(r->parser) + 1, what);
    XML_StopParser(r->parser, XML_FALSE);
  }
}

/* --- elements -------------------------------------------------------------------------------------------------------- */

/* The same longitude, so that all of the file's lie in one piece, also over the date line: near to the middle of the box, of the file's
 * own, or to the first node. */
static double in_one_piece(import *in, double longitude) {
  osm_data *const osm = &in->osm;
  const double *const box = in->options->box;
  if (!osm->has_middle) {
    osm->middle = in->options->has_box ? 0.5 * (box[0] + box[2]) : osm->has_bounds ? 0.5 * (osm->west + osm->east) : longitude;
    osm->has_middle = true;
  }
  return soi_earth_longitude_near(longitude, osm->middle);
}

static void see_place(osm_data *osm, double latitude, double longitude) {
  const double at[2] = {longitude, latitude};
  for (int i = 0; i < 2; ++i) {
    osm->low[i] = osm->seen == 0 ? at[i] : least(osm->low[i], at[i]);
    osm->high[i] = osm->seen == 0 ? at[i] : most(osm->high[i], at[i]);
  }
  ++osm->seen;
}

/* A node far outside the box is left out, as if it were missing from the file. */
static bool is_far(const import_options *options, double latitude, double longitude) {
  const double margin = 0.002;
  return options->has_box && (longitude < options->box[0] - margin || latitude < options->box[1] - margin ||
                              longitude > options->box[2] + margin || latitude > options->box[3] + margin);
}

bool osm_is_too_much(import *in) { return in->arena->taken > MOST_BYTES; }

const char *const osm_too_much = "the extract takes more than 400 MB of memory; cut the place out of it with --bbox WEST,SOUTH,EAST,NORTH";

void osm_add_node(import *in, int64_t id, double latitude, double longitude) {
  in->osm.open = '\0';
  longitude = in_one_piece(in, longitude);
  see_place(&in->osm, latitude, longitude);
  if (is_far(in->options, latitude, longitude)) { return; }
  *list_add(in->arena, &in->osm.nodes) =
      (osm_node){.id = id, .latitude = latitude, .longitude = longitude, .tags = {in->osm.tags.count, 0}};
  in->osm.open = 'n';
}

void osm_add_way(import *in, int64_t id) {
  *list_add(in->arena, &in->osm.ways) = (osm_way){.id = id, .first_ref = in->osm.ref_count, .tags = {in->osm.tags.count, 0}};
  in->osm.open = 'w';
}

void osm_add_relation(import *in, int64_t id) {
  *list_add(in->arena, &in->osm.relations) =
      (osm_relation){.id = id, .first_member = in->osm.members.count, .tags = {in->osm.tags.count, 0}};
  in->osm.open = 'r';
}

void osm_add_ref(import *in, int64_t id) {
  osm_data *const osm = &in->osm;
  if (osm->open != 'w') { return; }
  if (osm->ref_count == osm->ref_capacity) {
    uint32_t capacity = osm->ref_capacity;
    osm->ids = list_grown(in->arena, osm->ids, sizeof *osm->ids, osm->ref_count, &capacity);
    osm->ref_capacity = capacity;
  }
  osm->ids[osm->ref_count++] = id;
  ++osm->ways.items[osm->ways.count - 1].ref_count;
}

void osm_add_member(import *in, char type, int64_t id, const char *role) {
  if (in->osm.open == 'r') {
    *list_add(in->arena, &in->osm.members) = (osm_member){type, id, text_of(in->arena, "%s", role)};
    ++in->osm.relations.items[in->osm.relations.count - 1].member_count;
  }
}

void osm_add_tag(import *in, const char *key, const char *value) {
  osm_data *const osm = &in->osm;
  if (osm->open == '\0') { return; }
  *list_add(in->arena, &osm->tags) = (osm_tag){text_of(in->arena, "%s", key), text_of(in->arena, "%s", value)};
  osm_tags *const tags = osm->open == 'n'   ? &osm->nodes.items[osm->nodes.count - 1].tags
                         : osm->open == 'w' ? &osm->ways.items[osm->ways.count - 1].tags
                                            : &osm->relations.items[osm->relations.count - 1].tags;
  ++tags->count;
}

/* --- the same from XML ----------------------------------------------------------------------------------------------- */

static void begin_node(reader *r, const char **attributes) {
  int64_t id;
  double latitude, longitude;
  if (!read_id(attribute(attributes, "id"), &id) || !read_degrees(attribute(attributes, "lat"), 90.0, &latitude) ||
      !read_degrees(attribute(attributes, "lon"), 180.0, &longitude)) {
    ++r->bad;
  } else {
    osm_add_node(r->in, id, latitude, longitude);
  }
}

/* A way or a relation: add is one of those above. */
static void begin_group(reader *r, const char **attributes, void (*group)(import *, int64_t)) {
  int64_t id;
  if (read_id(attribute(attributes, "id"), &id)) {
    group(r->in, id);
  } else {
    ++r->bad;
  }
}

static void read_ref(reader *r, const char **attributes) {
  int64_t id;
  if (read_id(attribute(attributes, "ref"), &id)) { osm_add_ref(r->in, id); }
}

static void read_member(reader *r, const char **attributes) {
  int64_t id;
  const char *const type = attribute(attributes, "type"), *const role = attribute(attributes, "role");
  if (type != NULL && read_id(attribute(attributes, "ref"), &id)) { osm_add_member(r->in, type[0], id, role == NULL ? "" : role); }
}

static void read_tag(reader *r, const char **attributes) {
  const char *const key = attribute(attributes, "k"), *const value = attribute(attributes, "v");
  if (key != NULL && value != NULL) { osm_add_tag(r->in, key, value); }
}

static void read_bounds(reader *r, const char **attributes) {
  osm_data *const osm = r->osm;
  osm->has_bounds = read_degrees(attribute(attributes, "minlat"), 90.0, &osm->south) &&
                    read_degrees(attribute(attributes, "minlon"), 180.0, &osm->west) &&
                    read_degrees(attribute(attributes, "maxlat"), 90.0, &osm->north) &&
                    read_degrees(attribute(attributes, "maxlon"), 180.0, &osm->east) && osm->south < osm->north && osm->west != osm->east;
  osm->east += osm->west > osm->east ? 360.0 : 0.0;
}

static void XMLCALL begin(void *data, const char *name, const char **attributes) {
  reader *const r = data;
  r->unread = 0;
  if (!r->is_osm) {
    r->is_osm = strcmp(name, "osm") == 0;
    if (!r->is_osm) {
      stop(r, text_of(r->in->arena, "the file holds <%s>, not <osm>; an OpenStreetMap extract (.osm, .osm.gz) expected", name));
    }
  } else if (strcmp(name, "node") == 0) {
    begin_node(r, attributes);
  } else if (strcmp(name, "way") == 0) {
    begin_group(r, attributes, osm_add_way);
  } else if (strcmp(name, "relation") == 0) {
    begin_group(r, attributes, osm_add_relation);
  } else if (strcmp(name, "nd") == 0) {
    read_ref(r, attributes);
  } else if (strcmp(name, "member") == 0) {
    read_member(r, attributes);
  } else if (strcmp(name, "tag") == 0) {
    read_tag(r, attributes);
  } else if (strcmp(name, "bounds") == 0) {
    read_bounds(r, attributes);
  }
}

static void XMLCALL end(void *data, const char *name) {
  reader *const r = data;
  if (strcmp(name, "node") == 0 || strcmp(name, "way") == 0 || strcmp(name, "relation") == 0) { r->in->osm.open = '\0'; }
}

/* An entity could make a small file endless: an extract has none. */
static void XMLCALL refuse_entities(void *data, const char *name, int is_parameter, const char *value, int length, const char *base,
                                    const char *system, const char *public, const char *notation) {
  (void)name, (void)is_parameter, (void)value, (void)length, (void)base, (void)system, (void)public, (void)notation;
  stop(data, "the file declares entities; an OpenStreetMap extract has none");
}

/* --- order ----------------------------------------------------------------------------------------------------------- */

#define DEFINE_BY_ID(name, type) \
  static int name(const void *a, const void *b) { \
    const int64_t x = ((const type *)a)->id, y = ((const type *)b)->id; \
    return x < y ? -1 : x > y ? 1 : 0; \
  }
DEFINE_BY_ID(node_order, osm_node)
DEFINE_BY_ID(way_order, osm_way)
DEFINE_BY_ID(relation_order, osm_relation)

/* Sorts by id and keeps one of each: which one must not depend on the sort, so it is the one that says most. */
#define SORT(list, order, kind_letter, better) \
  do { \
    if ((list).count > 1) qsort((list).items, (list).count, sizeof *(list).items, order); \
    uint32_t kept = 0; \
    for (uint32_t i = 0; i < (list).count; ++i) { \
      if (kept > 0 && (list).items[kept - 1].id == (list).items[i].id) { \
        guess_add(in, GUESS_REPAIRED, kind_letter, (list).items[i].id, (soi_point){0.0, 0.0}, "stands twice in the file; one is kept"); \
        if ((list).items[i].better > (list).items[kept - 1].better) { (list).items[kept - 1] = (list).items[i]; } \
      } else { \
        (list).items[kept++] = (list).items[i]; \
      } \
    } \
    (list).count = kept; \
  } while (0)

uint32_t osm_find_node(const import *in, int64_t id) {
  const osm_node key = {.id = id};
  const osm_node *const found =
      in->osm.nodes.count == 0 ? NULL : bsearch(&key, in->osm.nodes.items, in->osm.nodes.count, sizeof key, node_order);
  return found == NULL ? NONE : (uint32_t)(found - in->osm.nodes.items);
}

uint32_t osm_find_way(const import *in, int64_t id) {
  const osm_way key = {.id = id};
  const osm_way *const found =
      in->osm.ways.count == 0 ? NULL : bsearch(&key, in->osm.ways.items, in->osm.ways.count, sizeof key, way_order);
  return found == NULL ? NONE : (uint32_t)(found - in->osm.ways.items);
}

/* Ids of refs become rows; a missing node is left out, which is told when the way was to be used. */
static void resolve(import *in) {
  osm_data *const osm = &in->osm;
  osm->refs = SOI_NEW(in->arena, uint32_t, osm->ref_count + 1);
  for (uint32_t i = 0; i < osm->ways.count; ++i) {
    osm_way *const way = &osm->ways.items[i];
    uint32_t kept = 0, missing = 0;
    for (uint32_t j = 0; j < way->ref_count; ++j) {
      const uint32_t node = osm_find_node(in, osm->ids[way->first_ref + j]);
      if (node == NONE) {
        ++missing;
      } else if (kept == 0 || osm->refs[way->first_ref + kept - 1] != node) {
        osm->refs[way->first_ref + kept++] = node;
      }
    }
    way->ref_count = kept;
    if (missing > 0 && !in->options->has_box) {
      guess_add(in, GUESS_REPAIRED, 'w', way->id, kept > 0 ? osm->nodes.items[osm->refs[way->first_ref]].at : (soi_point){0.0, 0.0},
                "%u of its nodes are not in the file; they are left out", missing);
    }
  }
}

/* --- the file -------------------------------------------------------------------------------------------------------- */

static void feed(reader *r, gzFile file) {
  int length = 0;
  do {
    void *const piece = XML_GetBuffer(r->parser, PIECE);
    length = piece == NULL ? -1 : gzread(file, piece, PIECE);
    if (length < 0) {
      int code = 0;
      const char *const why = piece == NULL ? "no memory" : gzerror(file, &code);
      stop(r, text_of(r->in->arena, "the file cannot be read on: %s", why[0] == '\0' ? "it is cut off" : why));
      return;
    }
    /* A gzip file that is cut off ends quietly: the stream knows. */
    if (XML_ParseBuffer(r->parser, length, length == 0) == XML_STATUS_ERROR && r->error == NULL) {
      const enum XML_Error code = XML_GetErrorCode(r->parser);
      stop(r, text_of(r->in->arena, "%s; %s", XML_ErrorString(code),
                      code == XML_ERROR_NO_ELEMENTS || code == XML_ERROR_UNCLOSED_TOKEN ? "the file is cut off: fetch it again"
                                                                                        : "an OpenStreetMap extract (XML) expected"));
    }
    r->unread += (size_t)length;
    r->unpacked += length;
    if (r->unpacked > MUCH && r->unpacked > MOST_RATIO * r->osm->packed) {
      stop(r, text_of(r->in->arena,
                      "%.1f MB unpack to more than %.0f MB, which no extract does; an OpenStreetMap extract (.osm, .osm.gz) expected",
                      r->osm->packed * 1e-6, r->unpacked * 1e-6));
    }
    if (r->unread > LONGEST) { stop(r, "no element in 4 MB of text; an OpenStreetMap extract (XML) expected"); }
    if (osm_is_too_much(r->in)) { stop(r, osm_too_much); }
  } while (length > 0 && r->error == NULL);
}

bool osm_read(import *in) {
  const char *const path = in->options->path;
  const size_t length = strlen(path);
  struct stat packed;
  const bool known = stat(path, &packed) == 0 && S_ISREG(packed.st_mode);
  in->osm.packed = known ? (double)packed.st_size : INFINITY;
  if (length > 4 && strcmp(path + length - 4, ".pbf") == 0) { return osm_read_pbf(in); }
  gzFile file = gzopen(path, "rb");
  if (file == NULL) {
    in->result->error = text_of(in->arena, "%s:1:1: %s; an OpenStreetMap extract (.osm, .osm.gz) expected", path, strerror(errno));
    return false;
  }
  (void)gzbuffer(file, 1 << 18);
  reader r = {.in = in, .osm = &in->osm, .parser = XML_ParserCreate(NULL)};
  XML_SetUserData(r.parser, &r);
  XML_SetElementHandler(r.parser, begin, end);
  XML_SetEntityDeclHandler(r.parser, refuse_entities);
  feed(&r, file);
  if (gzclose(file) != Z_OK && r.error == NULL) { stop(&r, "the compressed file is cut off; fetch it again"); }
  XML_ParserFree(r.parser);
  in->result->error = r.error;
  if (r.bad > 0) {
    guess_add(in, GUESS_REPAIRED, '-', 0, (soi_point){0.0, 0.0}, "%u elements have no proper id or place; they are left out", r.bad);
  }
  return r.error == NULL;
}

/* --- places ---------------------------------------------------------------------------------------------------------- */

/* The box to import: the file's own, or all nodes; of that what lies in the one asked for. Roads end where the data does, so a box
 * that reaches further must not tell of ends within it. False when nothing is left. */
static bool find_box(import *in) {
  osm_data *const osm = &in->osm;
  const double *const box = in->options->box;
  if (!osm->has_bounds || osm->seen == 0) {
    osm->west = osm->low[0], osm->south = osm->low[1], osm->east = osm->high[0], osm->north = osm->high[1];
  }
  if (!in->options->has_box) { return true; }
  const double shift = soi_earth_longitude_near(osm->west, osm->middle) - osm->west;
  const double all[4] = {osm->west + shift, osm->south, osm->east + shift, osm->north};
  osm->west = most(all[0], box[0]), osm->south = most(all[1], box[1]);
  osm->east = least(all[2], box[2]), osm->north = least(all[3], box[3]);
  if (osm->seen == 0 || osm->west > osm->east || osm->south > osm->north) {
    in->result->error =
        text_of(in->arena,
                osm->seen == 0
                    ? "%s:1:1: there is nothing in it; an OpenStreetMap extract with highways expected"
                    : "%s:1:1: nothing of it lies in the box asked for; it reaches from %.4f,%.4f to %.4f,%.4f (west,south to east,north)",
                in->options->path, soi_earth_longitude(all[0]), all[1], soi_earth_longitude(all[2]), all[3]);
  }
  return in->result->error == NULL;
}

/* The middle of the box, or where a map that soi wrote has it. */
static bool place_origin(import *in) {
  const osm_data *const osm = &in->osm;
  const uint32_t map = records_map(in);
  if (map != NONE) {
    const char *const latitude = osm_tag_of(in, osm->relations.items[map].tags, "soi:latitude");
    const char *const longitude = osm_tag_of(in, osm->relations.items[map].tags, "soi:longitude");
    in->origin.latitude = latitude == NULL ? 0.0 : strtod(latitude, NULL);
    in->origin.longitude = longitude == NULL ? 0.0 : strtod(longitude, NULL);
  } else {
    in->origin.latitude = floor(0.5 * (osm->south + osm->north) * 1e4 + 0.5) * 1e-4;
    in->origin.longitude = floor(soi_earth_longitude(0.5 * (osm->west + osm->east)) * 1e4 + 0.5) * 1e-4;
  }
  if (fabs(in->origin.latitude) > SOI_EARTH_MOST_LATITUDE) {
    in->result->error =
        text_of(in->arena, "%s:1:1: it lies at a latitude of %.2f degrees, too near to a pole; at most %.0f degrees expected",
                in->options->path, in->origin.latitude, SOI_EARTH_MOST_LATITUDE);
  }
  return in->result->error == NULL;
}

/* A box wider than a town: often one node with a wrong place. */
static bool is_too_wide(import *in) {
  const osm_data *const osm = &in->osm;
  const soi_point degree = soi_earth_degree(in->origin.latitude);
  const double wide = most((osm->east - osm->west) * degree.x, (osm->north - osm->south) * degree.y);
  if (wide > WIDEST) {
    in->result->error = text_of(
        in->arena, "%s:1:1: the extract is %.0f km wide; a place of at most %.0f km expected, cut out with --bbox WEST,SOUTH,EAST,NORTH",
        in->options->path, wide * 1e-3, WIDEST * 1e-3);
  }
  return wide > WIDEST;
}

static soi_point point_of(const import *in, double latitude, double longitude) {
  return soi_earth_point(in->origin, (soi_degrees){latitude, longitude});
}

bool osm_project(import *in) {
  osm_data *const osm = &in->osm;
  SORT(osm->nodes, node_order, 'n', tags.count);
  SORT(osm->ways, way_order, 'w', ref_count);
  SORT(osm->relations, relation_order, 'r', member_count);
  if (!find_box(in) || !place_origin(in) || is_too_wide(in)) { return false; }
  for (uint32_t i = 0; i < osm->nodes.count; ++i) {
    osm_node *const node = &osm->nodes.items[i];
    node->at = point_of(in, node->latitude, node->longitude);
    node->inside =
        node->longitude >= osm->west && node->longitude <= osm->east && node->latitude >= osm->south && node->latitude <= osm->north;
  }
  in->low = point_of(in, osm->south, osm->west);
  in->high = point_of(in, osm->north, osm->east);
  resolve(in);
  return true;
}
