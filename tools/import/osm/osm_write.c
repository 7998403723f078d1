/* The map's records as nodes, ways and relations: their places from the model, their keys from the map's own text, so that nothing is
 * rounded. osm_words.h says how. */
#include "osm_write.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "osm_words.h"
#include "plane.h"
#include "yaml_flow.h"

typedef struct osm_writer {
  const soi_model *model;
  const soi_map_definition *map;
  const soi_writer *writer;
  soi_arena *arena;
  yaml_document_t document;
  int64_t *first_node[SECTION_COUNT]; /* [record] the id of its first node */
  int64_t next;                       /* id of the next element of a type */
} osm_writer;

/* --- XML ------------------------------------------------------------------------------------------------------------- */

static void put(const osm_writer *p, const char *text) { (void)p->writer->write(p->writer->context, text, strlen(text)); }

static void put_tag(const osm_writer *p, const char *key, const char *value, size_t length) {
  put(p, "<tag k=\"");
  put(p, key);
  put(p, "\" v=\"");
  char *const out = SOI_NEW(p->arena, char, 6 * length + 1), *to = out;
  for (size_t i = 0; i < length; ++i) {
    const char c = value[i];
    to += c == '&'                  ? sprintf(to, "&amp;")
          : c == '<'                ? sprintf(to, "&lt;")
          : c == '"'                ? sprintf(to, "&quot;")
          : (unsigned char)c < 0x20 ? sprintf(to, " ")
                                    : sprintf(to, "%c", c);
  }
  put(p, out);
  put(p, "\"/>\n");
}

static void put_word(const osm_writer *p, const char *key, const char *value) { put_tag(p, key, value, strlen(value)); }

/* A value in as many tags as it takes, cut between characters. */
static void put_long(const osm_writer *p, const char *key, const char *value) {
  for (uint32_t part = 1; part == 1 || *value != '\0'; ++part) {
    size_t length = strlen(value);
    length = length > OSM_VALUE_MOST ? OSM_VALUE_MOST : length;
    while (length > 0 && ((unsigned char)value[length] & 0xc0) == 0x80) { --length; }
    put_tag(p, part == 1 ? key : text_of(p->arena, "%s:%u", key, part), value, length);
    value += length;
  }
}

/* --- the keys of a record -------------------------------------------------------------------------------------------- */

static const yaml_node_t *yaml_value(osm_writer *p, const yaml_node_t *mapping, const char *key) {
  if (mapping == NULL || mapping->type != YAML_MAPPING_NODE) { return NULL; }
  for (const yaml_node_pair_t *i = mapping->data.mapping.pairs.start; i < mapping->data.mapping.pairs.top; ++i) {
    const char *const text = yaml_scalar(yaml_document_get_node(&p->document, i->key));
    if (text != NULL && strcmp(text, key) == 0) { return yaml_document_get_node(&p->document, i->value); }
  }
  return NULL;
}

static void put_name(osm_writer *p, const yaml_node_t *name) {
  static const char *const languages[] = {"en", "th", "ja"};
  if (name == NULL) { return; }
  const yaml_node_t *const plain = name->type == YAML_MAPPING_NODE ? yaml_value(p, name, "en") : name;
  if (plain != NULL && yaml_scalar(plain) != NULL) { put_word(p, "name", yaml_scalar(plain)); }
  for (int i = 0; i < 3 && name->type == YAML_MAPPING_NODE; ++i) {
    const yaml_node_t *const text = yaml_value(p, name, languages[i]);
    if (text != NULL && yaml_scalar(text) != NULL) { put_word(p, text_of(p->arena, "name:%s", languages[i]), yaml_scalar(text)); }
  }
}

/* Whether a key says where the record lies: the element does that. */
static bool is_place(section_id section, const char *key) {
  static const char *const keys[] = {"via", "points", "outline", "line", "name"};
  for (uint32_t i = 0; i < sizeof keys / sizeof keys[0]; ++i) {
    if (strcmp(key, keys[i]) == 0) { return true; }
  }
  return strcmp(key, "at") == 0 && (section == SECTION_NODES || section == SECTION_GATES || section == SECTION_LABELS);
}

/* A road's end is the node it touches, unless the two keep apart. */
static bool touches(const osm_writer *p, section_id section, uint32_t record, const char *key) {
  if (section != SECTION_ROADS) { return false; }
  const soi_road_definition *const road = &p->map->roads.items[record];
  return (strcmp(key, "from") == 0 && !road->apart_from) || (strcmp(key, "to") == 0 && !road->apart_to);
}

static void put_keys(osm_writer *p, section_id section, uint32_t record) {
  const yaml_node_t *const list = yaml_value(p, yaml_document_get_root_node(&p->document), section_keys[section]);
  const yaml_node_pair_t *const pair = list->data.mapping.pairs.start + record;
  const yaml_node_t *const keys = yaml_document_get_node(&p->document, pair->value);
  put_word(p, "soi:section", section_keys[section]);
  put_word(p, "soi:id", yaml_scalar(yaml_document_get_node(&p->document, pair->key)));
  put_name(p, yaml_value(p, keys, "name"));
  for (const yaml_node_pair_t *i = keys->data.mapping.pairs.start; i < keys->data.mapping.pairs.top; ++i) {
    const char *const key = yaml_scalar(yaml_document_get_node(&p->document, i->key));
    if (is_place(section, key) || touches(p, section, record, key)) { continue; }
    const char *const value = yaml_flow(p->arena, &p->document, yaml_document_get_node(&p->document, i->value));
    const osm_word *const word = osm_word_of(section, key, NULL);
    const char *const said = word != NULL ? osm_word_out(p->arena, word, value) : NULL;
    if (said != NULL && strlen(said) <= OSM_VALUE_MOST) {
      put_word(p, word->tag, said);
    } else {
      put_long(p, text_of(p->arena, "soi:%s", key), value);
    }
  }
}

/* --- what others see in it ------------------------------------------------------------------------------------------- */

static bool has_signal(const osm_writer *p, uint32_t node) {
  for (uint32_t i = 0; i < p->map->signals.count; ++i) {
    if (p->map->signals.items[i].node == node) { return true; }
  }
  return false;
}

/* Tags by which editors draw it; the import does not read them. */
static void put_looks(osm_writer *p, section_id section, uint32_t record) {
  static const char *const looks[SECTION_COUNT][2] = {
      [SECTION_CROSSINGS] = {"highway", "crossing"},
      [SECTION_GATES] = {"entrance", "yes"},
      [SECTION_STOPS] = {"highway", "bus_stop"},
      [SECTION_DEPOTS] = {"amenity", "parking"},
      [SECTION_CHARGERS] = {"amenity", "charging_station"},
      [SECTION_ROUTES] = {"type", "route"},
      [SECTION_SIGNALS] = {"type", "soi:signal"},
      [SECTION_BUILDINGS] = {"building", "yes"},
      [SECTION_GREENS] = {"leisure", "park"},
      [SECTION_WATER] = {"natural", "water"},
      [SECTION_RAILS] = {"railway", "rail"},
      [SECTION_LABELS] = {"place", "locality"},
  };
  if (looks[section][0] != NULL) { put_word(p, looks[section][0], looks[section][1]); }
  if (section == SECTION_ROUTES) { put_word(p, "route", "bus"); }
  if (section == SECTION_NODES && has_signal(p, record + 1)) { put_word(p, "highway", "traffic_signals"); }
  if (section == SECTION_WALKWAYS) {
    const bool plaza = p->map->walkways.items[record].kind == SOI_WALKWAY_PLAZA;
    put_word(p, "highway", plaza ? "pedestrian" : "footway");
    if (plaza) { put_word(p, "area", "yes"); }
  }
  if (section == SECTION_ROADS) {
    const soi_road_definition *const road = &p->map->roads.items[record];
    put_word(p, "lanes", text_of(p->arena, "%u", road->lanes_forward + road->lanes_backward));
    if (road->lanes_backward == 0 || road->lanes_forward == 0) { put_word(p, "oneway", road->lanes_backward == 0 ? "yes" : "-1"); }
    if (road->level > 0) { put_word(p, "bridge", "yes"); }
    if (road->level < 0) { put_word(p, "tunnel", "yes"); }
  }
}

/* --- elements -------------------------------------------------------------------------------------------------------- */

/* What a section's records are. */
static char type_of(section_id section) {
  static const char types[SECTION_COUNT] = {
      [SECTION_ROADS] = 'w', [SECTION_WALKWAYS] = 'w', [SECTION_BUILDINGS] = 'w', [SECTION_GREENS] = 'w',
      [SECTION_WATER] = 'w', [SECTION_RAILS] = 'w',    [SECTION_SIGNALS] = 'r',   [SECTION_ROUTES] = 'r',
  };
  return types[section] != '\0' ? types[section] : 'n';
}

static uint32_t count_of(const osm_writer *p, section_id section) {
  const soi_map_definition *const m = p->map;
  const uint32_t counts[SECTION_COUNT] = {
      [SECTION_NODES] = m->nodes.count,         [SECTION_ROADS] = m->roads.count,         [SECTION_SIGNALS] = m->signals.count,
      [SECTION_CROSSINGS] = m->crossings.count, [SECTION_WALKWAYS] = m->walkways.count,   [SECTION_GATES] = m->gates.count,
      [SECTION_STOPS] = m->stops.count,         [SECTION_DEPOTS] = m->depots.count,       [SECTION_CHARGERS] = m->chargers.count,
      [SECTION_ROUTES] = m->routes.count,       [SECTION_BUILDINGS] = m->buildings.count, [SECTION_GREENS] = m->greens.count,
      [SECTION_WATER] = m->water.count,         [SECTION_RAILS] = m->rails.count,         [SECTION_LABELS] = m->labels.count,
  };
  return counts[section];
}

/* The points that are a record's own. */
static line points_of(const osm_writer *p, section_id section, uint32_t i) {
  const soi_map_definition *const m = p->map;
#define LINE(list) ((line){m->list.items, m->list.count})
  switch (section) {
    case SECTION_ROADS: return LINE(roads.items[i].via);
    case SECTION_WALKWAYS: return LINE(walkways.items[i].points);
    case SECTION_BUILDINGS: return LINE(buildings.items[i].outline);
    case SECTION_GREENS: return LINE(greens.items[i].outline);
    case SECTION_WATER: return LINE(water.items[i].outline);
    case SECTION_RAILS: return LINE(rails.items[i].line);
    default: break;
  }
#undef LINE
  const soi_model *const model = p->model;
  const soi_depot *const depot = section == SECTION_DEPOTS     ? &model->depots[i + 1]
                                 : section == SECTION_CHARGERS ? &model->depots[m->chargers.items[i].depot]
                                                               : NULL;
  soi_point *const at = SOI_NEW(p->arena, soi_point, 1);
  *at = section == SECTION_NODES       ? m->nodes.items[i].at
        : section == SECTION_GATES     ? m->gates.items[i].at
        : section == SECTION_LABELS    ? m->labels.items[i].at
        : section == SECTION_STOPS     ? soi_lane_at(model, model->stops[i + 1].lane, model->stops[i + 1].s, model->stops[i + 1].d, NULL)
        : section == SECTION_CROSSINGS ? (soi_point){0.5 * (model->crossings[i + 1].a.x + model->crossings[i + 1].b.x),
                                                     0.5 * (model->crossings[i + 1].a.y + model->crossings[i + 1].b.y)}
                                       : soi_lane_at(model, depot->lane, depot->s, depot->d, NULL);
  return (line){at, 1};
}

static int64_t count_nodes(const osm_writer *p) {
  int64_t total = 0;
  for (int s = 0; s < SECTION_COUNT; ++s) {
    const section_id section = (section_id)s;
    for (uint32_t i = 0; type_of(section) != 'r' && i < count_of(p, section); ++i) {
      total += type_of(section) == 'n' ? 1 : points_of(p, section, i).count;
    }
  }
  return total;
}

/* Ids rise with the records: readers put elements in the order of their ids. */
static void put_nodes(osm_writer *p) {
  p->next = -count_nodes(p);
  for (int s = 0; s < SECTION_COUNT; ++s) {
    const section_id section = (section_id)s;
    for (uint32_t i = 0; type_of(section) != 'r' && i < count_of(p, section); ++i) {
      const line points = points_of(p, section, i);
      p->first_node[s][i] = p->next;
      for (uint32_t k = 0; k < points.count; ++k, ++p->next) {
        const soi_degrees at = soi_earth_place((soi_degrees){p->map->origin.latitude, p->map->origin.longitude}, points.points[k]);
        put(p, text_of(p->arena, "<node id=\"%lld\" lat=\"%.11f\" lon=\"%.11f\"%s\n", (long long)p->next, at.latitude, at.longitude,
                       type_of(section) == 'n' ? ">" : "/>"));
        if (type_of(section) == 'n') {
          put_keys(p, section, i);
          put_looks(p, section, i);
          put(p, "</node>\n");
        }
      }
    }
  }
}

static bool is_closed(const osm_writer *p, section_id section, uint32_t record) {
  return section == SECTION_BUILDINGS || section == SECTION_GREENS || section == SECTION_WATER ||
         (section == SECTION_WALKWAYS && p->map->walkways.items[record].kind == SOI_WALKWAY_PLAZA);
}

static void put_ref(const osm_writer *p, int64_t node) { put(p, text_of(p->arena, "<nd ref=\"%lld\"/>\n", (long long)node)); }

static void put_way(osm_writer *p, section_id section, uint32_t i) {
  const soi_road_definition *const road = section == SECTION_ROADS ? &p->map->roads.items[i] : NULL;
  const uint32_t count = points_of(p, section, i).count;
  put(p, text_of(p->arena, "<way id=\"%lld\">\n", (long long)p->next++));
  if (road != NULL && !road->apart_from) { put_ref(p, p->first_node[SECTION_NODES][road->from - 1]); }
  for (uint32_t k = 0; k < count; ++k) { put_ref(p, p->first_node[section][i] + k); }
  if (road != NULL && !road->apart_to) { put_ref(p, p->first_node[SECTION_NODES][road->to - 1]); }
  if (is_closed(p, section, i)) { put_ref(p, p->first_node[section][i]); }
  put_keys(p, section, i);
  put_looks(p, section, i);
  put(p, "</way>\n");
}

static void put_members(const osm_writer *p, soi_references list, section_id section, const char *role) {
  for (uint32_t i = 0; i < list.count; ++i) {
    put(p, text_of(p->arena, "<member type=\"node\" ref=\"%lld\" role=\"%s\"/>\n", (long long)p->first_node[section][list.items[i] - 1],
                   role));
  }
}

static void put_relation(osm_writer *p, section_id section, uint32_t i) {
  put(p, text_of(p->arena, "<relation id=\"%lld\">\n", (long long)p->next++));
  if (section == SECTION_ROUTES) {
    put_members(p, p->map->routes.items[i].stops, SECTION_STOPS, "stop");
  } else {
    const soi_signal_definition *const signal = &p->map->signals.items[i];
    soi_reference node = signal->node;
    put_members(p, (soi_references){&node, node != 0 ? 1 : 0}, SECTION_NODES, "junction");
    for (uint32_t k = 0; k < signal->stages.count; ++k) {
      put_members(p, signal->stages.items[k].crossings, SECTION_CROSSINGS, "crossing");
    }
  }
  put_keys(p, section, i);
  put_looks(p, section, i);
  put(p, "</relation>\n");
}

/* All records of ways or of relations, their ids rising likewise. */
static void put_all(osm_writer *p, char type, void (*put_one)(osm_writer *, section_id, uint32_t)) {
  int64_t total = type == 'r' ? 1 : 0;
  for (int s = 0; s < SECTION_COUNT; ++s) { total += type_of((section_id)s) == type ? count_of(p, (section_id)s) : 0; }
  p->next = -total;
  for (int s = 0; s < SECTION_COUNT; ++s) {
    for (uint32_t i = 0; type_of((section_id)s) == type && i < count_of(p, (section_id)s); ++i) { put_one(p, (section_id)s, i); }
  }
}

static void put_map(osm_writer *p) {
  static const char *const texts[] = {"attribution", "notes"};
  const yaml_node_t *const root = yaml_document_get_root_node(&p->document), *const origin = yaml_value(p, root, "origin");
  put(p, "<relation id=\"-1\">\n");
  put_word(p, "type", "soi:map");
  put_name(p, yaml_value(p, root, "name"));
  put_word(p, "driving_side", p->map->drive_on == SOI_SIDE_LEFT ? "left" : "right");
  for (int i = 0; i < 2 && origin != NULL; ++i) {
    static const char *const keys[] = {"latitude", "longitude"};
    const yaml_node_t *const value = yaml_value(p, origin, keys[i]);
    if (value != NULL) { put_word(p, text_of(p->arena, "soi:%s", keys[i]), yaml_scalar(value)); }
  }
  for (int i = 0; i < 2; ++i) {
    const yaml_node_t *const value = yaml_value(p, root, texts[i]);
    if (value != NULL) { put_long(p, text_of(p->arena, "soi:%s", texts[i]), yaml_flow(p->arena, &p->document, value)); }
  }
  put(p, "</relation>\n");
}

static void put_file(osm_writer *p) {
  for (int s = 0; s < SECTION_COUNT; ++s) { p->first_node[s] = SOI_NEW(p->arena, int64_t, (size_t)count_of(p, (section_id)s) + 1); }
  put(p, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<osm version=\"0.6\" generator=\"soi\" upload=\"never\">\n");
  put_nodes(p);
  put_all(p, 'w', put_way);
  put_all(p, 'r', put_relation);
  put_map(p);
  put(p, "</osm>\n");
}

const char *osm_write(const soi_model *model, const char *path, const soi_writer *writer, soi_arena *arena) {
  osm_writer p = {.model = model, .map = &model->definition->map, .writer = writer, .arena = arena};
  FILE *const file = fopen(path, "rb");
  if (file == NULL) { return text_of(arena, "%s: %s", path, strerror(errno)); }
  yaml_parser_t parser;
  const bool begun = yaml_parser_initialize(&parser) != 0;
  if (begun) { yaml_parser_set_input_file(&parser, file); }
  const bool loaded = begun && yaml_parser_load(&parser, &p.document) != 0;
  if (begun) { yaml_parser_delete(&parser); }
  (void)fclose(file);
  if (!loaded) { return text_of(arena, "%s: it has changed while it was read", path); }
  put_file(&p);
  yaml_document_delete(&p.document);
  return NULL;
}
