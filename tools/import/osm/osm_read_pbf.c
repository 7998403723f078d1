/* Reads .osm.pbf by readosm, where the build found it. */
#include "parts.h"

#ifdef SOI_HAS_READOSM
#include <readosm.h>
#include <string.h>

static void add_tags(import *in, int count, const readosm_tag *tags) {
  for (int i = 0; i < count; ++i) { osm_add_tag(in, tags[i].key, tags[i].value); }
}

/* The library hands its user's pointer back as const. */
static import *import_of(const void *data) {
  import *in;
  memcpy(&in, data, sizeof in);
  return in;
}

/* Nodes outside the box take no memory; in no extract are there two to a byte. */
static bool is_swollen(const import *in) { return in->osm.seen > (16u << 20) && in->osm.seen > 2.0 * in->osm.packed; }

static int go_on(import *in) {
  if (is_swollen(in)) {
    in->result->error = text_of(
        in->arena, "%s:1:1: %.1f MB unpack to more than %u nodes, which no extract does; an OpenStreetMap extract (.osm.pbf) expected",
        in->options->path, in->osm.packed * 1e-6, in->osm.seen);
    return READOSM_ABORT;
  }
  if (osm_is_too_much(in)) {
    in->result->error = text_of(in->arena, "%s:1:1: %s", in->options->path, osm_too_much);
    return READOSM_ABORT;
  }
  return READOSM_OK;
}

static int see_node(const void *data, const readosm_node *node) {
  import *const in = import_of(data);
  if (!(node->latitude >= -90.0 && node->latitude <= 90.0 && node->longitude >= -180.0 && node->longitude <= 180.0)) { return READOSM_OK; }
  osm_add_node(in, node->id, node->latitude, node->longitude);
  add_tags(in, node->tag_count, node->tags);
  return go_on(in);
}

static int see_way(const void *data, const readosm_way *way) {
  import *const in = import_of(data);
  osm_add_way(in, way->id);
  for (int i = 0; i < way->node_ref_count; ++i) { osm_add_ref(in, way->node_refs[i]); }
  add_tags(in, way->tag_count, way->tags);
  return go_on(in);
}

static int see_relation(const void *data, const readosm_relation *relation) {
  import *const in = import_of(data);
  osm_add_relation(in, relation->id);
  for (int i = 0; i < relation->member_count; ++i) {
    const readosm_member *const m = &relation->members[i];
    const char type = m->member_type == READOSM_MEMBER_NODE ? 'n' : m->member_type == READOSM_MEMBER_WAY ? 'w' : 'r';
    osm_add_member(in, type, m->id, m->role == NULL ? "" : m->role);
  }
  add_tags(in, relation->tag_count, relation->tags);
  return go_on(in);
}

bool osm_read_pbf(import *in) {
  const void *handle = NULL;
  int code = readosm_open(in->options->path, &handle);
  code = code == READOSM_OK ? readosm_parse(handle, &in, see_node, see_way, see_relation) : code;
  if (handle != NULL) { (void)readosm_close(handle); }
  if (code != READOSM_OK && in->result->error == NULL) {
    in->result->error =
        text_of(in->arena, "%s:1:1: the file cannot be read (readosm: %d); an OpenStreetMap extract (.osm.pbf) expected, whole",
                in->options->path, code);
  }
  return in->result->error == NULL;
}

#else

bool osm_read_pbf(import *in) {
  const char *const path = in->options->path;
  in->result->error = text_of(
      in->arena, "%s:1:1: this build reads no .pbf (readosm was absent); turn it into XML with: osmium cat %s -o place.osm.gz", path, path);
  return false;
}

#endif
