#include "osm_read.h"

#ifdef SOI_HAS_READOSM
#include <readosm.h>
#include <string.h>

static void add_tags(osm_data *osm, int count, const readosm_tag *tags) {
  for (int i = 0; i < count; ++i) { osm_add_tag(osm, tags[i].key, tags[i].value); }
}

/* The library hands its user's pointer back as const. */
static osm_data *data_of(const void *context) {
  osm_data *osm;
  memcpy(&osm, context, sizeof osm);
  return osm;
}

/* Nodes outside the box take no memory; in no extract are there two to a byte. */
static bool is_swollen(const osm_data *osm) { return osm->seen > (16u << 20) && osm->seen > 2.0 * osm->packed; }

static int go_on(const osm_data *osm) {
  if (is_swollen(osm)) {
    (void)error_add(osm->found,
                    "%s:1:1: %.1f MB unpack to more than %u nodes, which no extract does; an OpenStreetMap extract (.osm.pbf) expected",
                    osm->path, osm->packed * 1e-6, osm->seen);
  } else if (osm_is_too_much(osm)) {
    (void)error_add(osm->found, "%s:1:1: %s", osm->path, osm_too_much);
  }
  return osm->found->error != NULL ? READOSM_ABORT : READOSM_OK;
}

static int see_node(const void *context, const readosm_node *node) {
  osm_data *const osm = data_of(context);
  if (!(node->latitude >= -90.0 && node->latitude <= 90.0 && node->longitude >= -180.0 && node->longitude <= 180.0)) { return READOSM_OK; }
  osm_add_node(osm, node->id, node->latitude, node->longitude);
  add_tags(osm, node->tag_count, node->tags);
  return go_on(osm);
}

static int see_way(const void *context, const readosm_way *way) {
  osm_data *const osm = data_of(context);
  osm_add_way(osm, way->id);
  for (int i = 0; i < way->node_ref_count; ++i) { osm_add_ref(osm, way->node_refs[i]); }
  add_tags(osm, way->tag_count, way->tags);
  return go_on(osm);
}

static int see_relation(const void *context, const readosm_relation *relation) {
  osm_data *const osm = data_of(context);
  osm_add_relation(osm, relation->id);
  for (int i = 0; i < relation->member_count; ++i) {
    const readosm_member *const m = &relation->members[i];
    const char type = m->member_type == READOSM_MEMBER_NODE ? 'n' : m->member_type == READOSM_MEMBER_WAY ? 'w' : 'r';
    osm_add_member(osm, type, m->id, m->role == NULL ? "" : m->role);
  }
  add_tags(osm, relation->tag_count, relation->tags);
  return go_on(osm);
}

bool osm_read_pbf(osm_data *osm) {
  const void *handle = NULL;
  int code = readosm_open(osm->path, &handle);
  code = code == READOSM_OK ? readosm_parse(handle, &osm, see_node, see_way, see_relation) : code;
  if (handle != NULL) { (void)readosm_close(handle); }
  if (code != READOSM_OK && osm->found->error == NULL) {
    return error_add(osm->found, "%s:1:1: the file cannot be read (readosm: %d); an OpenStreetMap extract (.osm.pbf) expected, whole",
                     osm->path, code);
  }
  return osm->found->error == NULL;
}

#else

bool osm_read_pbf(osm_data *osm) {
  return error_add(osm->found,
                   "%s:1:1: this build reads no .pbf (readosm was absent); turn it into XML with: osmium cat %s -o place.osm.gz", osm->path,
                   osm->path);
}

#endif
