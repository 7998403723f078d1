/* What only the eye needs: buildings (which also block the carts' view), parks, water, rails, names of places. */
#include <string.h>

#include "phases.h"

static const double LEVEL_HEIGHT = 3.2; /* m, of a storey */
static const double USUAL_HEIGHT = 8.0; /* m */

/* A closed way as a ring without its last point; count 0 when it is none or lies outside. */
static line ring_of(import *in, const osm_way *way, double tolerance) {
  if (!osm_is_closed(&in->osm, way)) { return (line){NULL, 0}; }
  bool inside;
  const line ring = osm_line(&in->osm, way, &inside);
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
  osm_untangle(&in->osm, way, out);
  if (out.count < 3 || fabs(ring_area2(out)) <= 2.0) {
    guess_add(in->found, GUESS_DROPPED, (source){'w', way->id, ring.points[0]}, "its outline encloses nothing; it is left out");
    out.count = 0;
  }
  return out;
}

static double height_of(import *in, osm_tags tags, source from) {
  const double height = tags_metres(&in->osm, tags, "height", 0.0), levels = tags_metres(&in->osm, tags, "building:levels", 0.0);
  if (height > 0.0) { return within(height, 1.0, 1000.0); }
  if (levels > 0.0) { return within(levels * LEVEL_HEIGHT + 1.0, 1.0, 1000.0); }
  guess_add(in->found, GUESS_HEIGHT, from, "no height of the building; %.0f m assumed", USUAL_HEIGHT);
  return USUAL_HEIGHT;
}

static double base_of(const import *in, osm_tags tags) {
  const double height = tags_metres(&in->osm, tags, "min_height", 0.0), levels = tags_metres(&in->osm, tags, "building:min_level", 0.0);
  return within(height > 0.0 ? height : levels > 0.0 ? levels * LEVEL_HEIGHT : building_base(in, tags), 0.0, 500.0);
}

static char letter_of(section_id section) { return section == SECTION_BUILDINGS ? 'b' : section == SECTION_WATER ? 'a' : 'g'; }

static void put_area(import *in, section_id section, source from, osm_tags tags, line ring, uint32_t part) {
  double base = section == SECTION_BUILDINGS ? base_of(in, tags) : 0.0;
  if (section == SECTION_BUILDINGS && base <= 0.0) {
    ring = tags_level(&in->osm, tags) < 0 ? (line){NULL, 0} : building_fit(in, ring, from, &base);
  }
  if (ring.count == 0) { return; /* nothing of it is left on the ground */ }
  const char *const plain = text_of(in->arena, "%c%lld", letter_of(section), (long long)from.osm);
  from.at = ring.points[0];
  map_record *const r = record_add(&in->map, section, part == 0 ? plain : text_of(in->arena, "%s-%u", plain, part + 1), true, from);
  record_set_name(&in->map, r, tags_name(&in->osm, tags));
  record_set_points(&in->map, r, "outline", ring);
  if (section == SECTION_BUILDINGS) {
    const double height = height_of(in, tags, from);
    record_set(&in->map, r, "height", "%.1f m", most(height, base + 3.0));
    if (base > 0.0) { record_set(&in->map, r, "base", "%.1f m", base); }
    if (base < 2.0) { building_stands(in, ring, in->map.sections[section].records.count - 1); }
  }
}

/* The section a shape belongs to, SECTION_COUNT for none. */
static section_id section_of(const import *in, osm_tags tags) {
  const char *const building = osm_tag_of(&in->osm, tags, "building");
  if (building != NULL && !osm_says(building, " no roof ")) { return SECTION_BUILDINGS; }
  if (osm_tag_is(&in->osm, tags, "natural", "water") || osm_tag_is(&in->osm, tags, "waterway", "riverbank") ||
      osm_tag_is(&in->osm, tags, "landuse", "basin")) {
    return SECTION_WATER;
  }
  const bool green = osm_tag_in(&in->osm, tags, "leisure", " park garden pitch golf_course ") ||
                     osm_tag_in(&in->osm, tags, "landuse", " grass forest recreation_ground village_green meadow ") ||
                     osm_tag_in(&in->osm, tags, "natural", " wood scrub grassland ");
  return green ? SECTION_GREENS : SECTION_COUNT;
}

static void add_shapes(import *in) {
  for (uint32_t i = 0; i < in->osm.ways.count; ++i) {
    const osm_way *const way = &in->osm.ways.items[i];
    const section_id section = section_of(in, way->tags);
    const line ring = section < SECTION_COUNT ? ring_of(in, way, 0.3) : (line){NULL, 0};
    if (ring.count > 0) { put_area(in, section, (source){'w', way->id, ring.points[0]}, way->tags, ring, 0); }
  }
}

/* Multipolygons: each outer ring that is one closed way. Holes are left out: the eye can spare them. */
static void add_relations(import *in) {
  for (uint32_t i = 0; i < in->osm.relations.count; ++i) {
    const osm_relation *const relation = &in->osm.relations.items[i];
    const section_id section =
        osm_tag_is(&in->osm, relation->tags, "type", "multipolygon") ? section_of(in, relation->tags) : SECTION_COUNT;
    uint32_t parts = 0;
    for (uint32_t m = 0; section < SECTION_COUNT && m < relation->member_count; ++m) {
      const osm_member *const member = &in->osm.members.items[relation->first_member + m];
      const uint32_t way = member->type == 'w' && strcmp(member->role, "inner") != 0 ? osm_find_way(&in->osm, member->id) : NONE;
      if (way == NONE || section_of(in, in->osm.ways.items[way].tags) == section) { continue; /* drawn as a way of its own */ }
      const line ring = ring_of(in, &in->osm.ways.items[way], 0.3);
      if (ring.count > 0) { put_area(in, section, (source){'r', relation->id, ring.points[0]}, relation->tags, ring, parts++); }
    }
  }
}

static void add_rails(import *in) {
  for (uint32_t i = 0; i < in->osm.ways.count; ++i) {
    const osm_way *const way = &in->osm.ways.items[i];
    if (way->ref_count < 2 || !osm_tag_in(&in->osm, way->tags, "railway", " rail subway light_rail monorail tram ")) { continue; }
    bool inside;
    const line whole = osm_line(&in->osm, way, &inside);
    if (!inside) { continue; }
    const line l = line_simplified(in->arena, whole, 0.3);
    const char *const id = text_of(in->arena, "w%lld", (long long)way->id);
    map_record *const r = record_add(&in->map, SECTION_RAILS, id, true, (source){'w', way->id, l.points[0]});
    record_set_name(&in->map, r, tags_name(&in->osm, way->tags));
    record_set_points(&in->map, r, "line", l);
    record_set(&in->map, r, "level", "%d", tags_level(&in->osm, way->tags));
  }
}

void areas_build(import *in) {
  buildings_begin(in);
  add_shapes(in);
  add_relations(in);
  add_rails(in);
}
