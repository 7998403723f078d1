/* What only the eye needs: buildings (which also block the carts' view), parks, water, rails, names of places. */
#include <string.h>

#include "parts.h"

static const double LEVEL_HEIGHT = 3.2; /* m, of a storey */
static const double USUAL_HEIGHT = 8.0; /* m */

void area_untangle(import *in, line ring, int64_t way) {
  if (ring_untangle(ring)) {
    guess_add(in, GUESS_REPAIRED, 'w', way, ring.points[0], "its outline crosses itself; the corners are taken in another order");
  }
}

/* A closed way as a ring without its last point; count 0 when it is none or lies outside. */
static line ring_of(import *in, const osm_way *way, double tolerance) {
  line ring = {NULL, 0};
  if (way->ref_count < 4 || in->osm.refs[way->first_ref] != in->osm.refs[way->first_ref + way->ref_count - 1]) { return ring; }
  bool inside = false;
  ring.points = SOI_NEW(in->arena, soi_point, way->ref_count);
  for (uint32_t i = 0; i < way->ref_count; ++i) {
    const osm_node *const node = &in->osm.nodes.items[in->osm.refs[way->first_ref + i]];
    ring.points[ring.count++] = node->at;
    inside = inside || node->inside;
  }
  /* Simplified as a line whose ends are the ring's first point; that one is kept. */
  line half[2] = {{ring.points, ring.count / 2 + 1}, {ring.points + ring.count / 2, ring.count - ring.count / 2}};
  line out = {SOI_NEW(in->arena, soi_point, ring.count), 0};
  for (int i = 0; i < 2; ++i) {
    const line l = line_simplified(in->arena, half[i], tolerance);
    for (uint32_t j = 0; j + 1 < l.count; ++j) {
      if (out.count == 0 || gap(out.points[out.count - 1], l.points[j]) > 0.05) { out.points[out.count++] = l.points[j]; }
    }
  }
  if (!inside) { return (line){NULL, 0}; }
  area_untangle(in, out, way->id);
  if (out.count < 3 || fabs(ring_area2(out)) <= 2.0) {
    guess_add(in, GUESS_DROPPED, 'w', way->id, ring.points[0], "its outline encloses nothing; it is left out");
    out.count = 0;
  }
  return out;
}

static double height_of(import *in, osm_tags tags, char type, int64_t id, soi_point at) {
  const double height = tags_metres(in, tags, "height", 0.0), levels = tags_metres(in, tags, "building:levels", 0.0);
  if (height > 0.0) { return within(height, 1.0, 1000.0); }
  if (levels > 0.0) { return within(levels * LEVEL_HEIGHT + 1.0, 1.0, 1000.0); }
  guess_add(in, GUESS_HEIGHT, type, id, at, "no height of the building; %.0f m assumed", USUAL_HEIGHT);
  return USUAL_HEIGHT;
}

static double base_of(const import *in, osm_tags tags) {
  const double height = tags_metres(in, tags, "min_height", 0.0), levels = tags_metres(in, tags, "building:min_level", 0.0);
  return within(height > 0.0 ? height : levels > 0.0 ? levels * LEVEL_HEIGHT : building_base(in, tags), 0.0, 500.0);
}

static void put_area(import *in, section_id section, char letter, char type, int64_t id, osm_tags tags, line ring, uint32_t part) {
  double base = section == SECTION_BUILDINGS ? base_of(in, tags) : 0.0;
  if (section == SECTION_BUILDINGS && base <= 0.0) {
    ring = tags_level(in, tags) < 0 ? (line){NULL, 0} : building_fit(in, ring, type, id, &base);
  }
  if (ring.count == 0) { return; /* nothing of it is left on the ground */ }
  const char *const plain = text_of(in->arena, "%c%lld", letter, (long long)id);
  page_record *const r = page_add(in, section, part == 0 ? plain : text_of(in->arena, "%s-%u", plain, part + 1), true);
  const char *const name = page_name(in, tags_name(in, tags));
  r->type = type;
  r->osm = id;
  r->at = ring.points[0];
  if (name != NULL) { page_set(in, r, "name", "%s", name); }
  page_set(in, r, "outline", "%s", page_points(in, ring));
  if (section == SECTION_BUILDINGS) {
    const double height = height_of(in, tags, type, id, ring.points[0]);
    page_set(in, r, "height", "%.1f m", most(height, base + 3.0));
    if (base > 0.0) { page_set(in, r, "base", "%.1f m", base); }
    if (base < 2.0) { building_stands(in, ring, in->page[section].records.count - 1); }
  }
}

static bool one_of(const import *in, osm_tags tags, const char *key, const char *const *values) {
  for (; *values != NULL; ++values) {
    if (osm_tag_is(in, tags, key, *values)) { return true; }
  }
  return false;
}

/* The section a shape belongs to, SECTION_COUNT for none. */
static section_id section_of(const import *in, osm_tags tags) {
  static const char *const parks[] = {"park", "garden", "pitch", "golf_course", NULL};
  static const char *const grass[] = {"grass", "forest", "recreation_ground", "village_green", "meadow", NULL};
  static const char *const woods[] = {"wood", "scrub", "grassland", NULL};
  const char *const building = osm_tag_of(in, tags, "building");
  if (building != NULL && strcmp(building, "no") != 0 && strcmp(building, "roof") != 0) { return SECTION_BUILDINGS; }
  if (osm_tag_is(in, tags, "natural", "water") || osm_tag_is(in, tags, "waterway", "riverbank") ||
      osm_tag_is(in, tags, "landuse", "basin")) {
    return SECTION_WATER;
  }
  const bool green = one_of(in, tags, "leisure", parks) || one_of(in, tags, "landuse", grass) || one_of(in, tags, "natural", woods);
  return green ? SECTION_GREENS : SECTION_COUNT;
}

static char letter_of(section_id section) { return section == SECTION_BUILDINGS ? 'b' : section == SECTION_WATER ? 'a' : 'g'; }

static void add_shapes(import *in) {
  for (uint32_t i = 0; i < in->osm.ways.count; ++i) {
    const osm_way *const way = &in->osm.ways.items[i];
    const section_id section = section_of(in, way->tags);
    const line ring = section < SECTION_COUNT ? ring_of(in, way, 0.3) : (line){NULL, 0};
    if (ring.count > 0) { put_area(in, section, letter_of(section), 'w', way->id, way->tags, ring, 0); }
  }
}

/* Multipolygons: each outer ring that is one closed way. Holes are left out: the eye can spare them. */
static void add_relations(import *in) {
  for (uint32_t i = 0; i < in->osm.relations.count; ++i) {
    const osm_relation *const relation = &in->osm.relations.items[i];
    const section_id section = osm_tag_is(in, relation->tags, "type", "multipolygon") ? section_of(in, relation->tags) : SECTION_COUNT;
    uint32_t parts = 0;
    for (uint32_t m = 0; section < SECTION_COUNT && m < relation->member_count; ++m) {
      const osm_member *const member = &in->osm.members.items[relation->first_member + m];
      const uint32_t way = member->type == 'w' && strcmp(member->role, "inner") != 0 ? osm_find_way(in, member->id) : NONE;
      if (way == NONE || section_of(in, in->osm.ways.items[way].tags) == section) { continue; /* drawn as a way of its own */ }
      const line ring = ring_of(in, &in->osm.ways.items[way], 0.3);
      if (ring.count > 0) {
        const char letter = letter_of(section);
        put_area(in, section, letter, 'r', relation->id, relation->tags, ring, parts++);
      }
    }
  }
}

static void add_rails(import *in) {
  static const char *const kinds[] = {"rail", "subway", "light_rail", "monorail", "tram", NULL};
  for (uint32_t i = 0; i < in->osm.ways.count; ++i) {
    const osm_way *const way = &in->osm.ways.items[i];
    if (way->ref_count < 2 || !one_of(in, way->tags, "railway", kinds)) { continue; }
    line l = {SOI_NEW(in->arena, soi_point, way->ref_count), 0};
    bool inside = false;
    for (uint32_t j = 0; j < way->ref_count; ++j) {
      const osm_node *const node = &in->osm.nodes.items[in->osm.refs[way->first_ref + j]];
      inside = inside || node->inside;
      l.points[l.count++] = node->at;
    }
    if (!inside) { continue; }
    l = line_simplified(in->arena, l, 0.3);
    page_record *const r = page_add(in, SECTION_RAILS, text_of(in->arena, "w%lld", (long long)way->id), true);
    const char *const name = page_name(in, tags_name(in, way->tags));
    r->type = 'w';
    r->osm = way->id;
    r->at = l.points[0];
    if (name != NULL) { page_set(in, r, "name", "%s", name); }
    page_set(in, r, "line", "%s", page_points(in, l));
    page_set(in, r, "level", "%d", tags_level(in, way->tags));
  }
}

void areas_build(import *in) {
  buildings_begin(in);
  add_shapes(in);
  add_relations(in);
  add_rails(in);
}
