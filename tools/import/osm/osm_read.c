#include "osm_read.h"

#include <errno.h>
#include <expat.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <zlib.h>

enum { PIECE = 1 << 16, LONGEST = 4 << 20 };
static const double MUCH = 64e6, MOST_RATIO = 100.0; /* bytes; times its size that an extract may unpack to, which ten do */

typedef struct reader {
  osm_data *osm;
  XML_Parser parser;
  bool is_osm;
  uint32_t bad;    /* elements left out for want of an id or place */
  size_t unread;   /* bytes fed since the last element began: the parser keeps what has no end yet */
  double unpacked; /* bytes fed */
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

/* The first error ends the reading. */
static void stop(reader *r, const char *what) {
  if (r->osm->found->error == NULL) {
    (void)error_add(r->osm->found, "%s:%lu:%lu: %s", r->osm->path, (unsigned long)XML_GetCurrentLineNumber(r->parser),
                    (unsigned long)XML_GetCurrentColumnNumber(r->parser) + 1, what);
    XML_StopParser(r->parser, XML_FALSE);
  }
}

/* --- elements -------------------------------------------------------------------------------------------------------- */

static void begin_node(reader *r, const char **attributes) {
  int64_t id;
  double latitude, longitude;
  if (!read_id(attribute(attributes, "id"), &id) || !text_number(attribute(attributes, "lat"), 90.0, &latitude) ||
      !text_number(attribute(attributes, "lon"), 180.0, &longitude)) {
    ++r->bad;
  } else {
    osm_add_node(r->osm, id, latitude, longitude);
  }
}

/* A way or a relation. */
static void begin_group(reader *r, const char **attributes, void (*group)(osm_data *, int64_t)) {
  int64_t id;
  if (read_id(attribute(attributes, "id"), &id)) {
    group(r->osm, id);
  } else {
    ++r->bad;
  }
}

static void read_ref(reader *r, const char **attributes) {
  int64_t id;
  if (read_id(attribute(attributes, "ref"), &id)) { osm_add_ref(r->osm, id); }
}

static void read_member(reader *r, const char **attributes) {
  int64_t id;
  const char *const type = attribute(attributes, "type"), *const role = attribute(attributes, "role");
  if (type != NULL && read_id(attribute(attributes, "ref"), &id)) { osm_add_member(r->osm, type[0], id, role == NULL ? "" : role); }
}

static void read_tag(reader *r, const char **attributes) {
  const char *const key = attribute(attributes, "k"), *const value = attribute(attributes, "v");
  if (key != NULL && value != NULL) { osm_add_tag(r->osm, key, value); }
}

static void read_bounds(reader *r, const char **attributes) {
  osm_data *const osm = r->osm;
  osm->has_bounds = text_number(attribute(attributes, "minlat"), 90.0, &osm->south) &&
                    text_number(attribute(attributes, "minlon"), 180.0, &osm->west) &&
                    text_number(attribute(attributes, "maxlat"), 90.0, &osm->north) &&
                    text_number(attribute(attributes, "maxlon"), 180.0, &osm->east) && osm->south < osm->north && osm->west != osm->east;
  osm->east += osm->west > osm->east ? 360.0 : 0.0;
}

static void XMLCALL begin(void *data, const char *name, const char **attributes) {
  reader *const r = data;
  r->unread = 0;
  if (!r->is_osm) {
    r->is_osm = strcmp(name, "osm") == 0;
    if (!r->is_osm) {
      stop(r, text_of(r->osm->found->arena, "the file holds <%s>, not <osm>; an OpenStreetMap extract (.osm, .osm.gz) expected", name));
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
  if (strcmp(name, "node") == 0 || strcmp(name, "way") == 0 || strcmp(name, "relation") == 0) { r->osm->open = '\0'; }
}

/* An entity could make a small file endless: an extract has none. */
static void XMLCALL refuse_entities(void *data, const char *name, int is_parameter, const char *value, int length, const char *base,
                                    const char *system, const char *public, const char *notation) {
  (void)name, (void)is_parameter, (void)value, (void)length, (void)base, (void)system, (void)public, (void)notation;
  stop(data, "the file declares entities; an OpenStreetMap extract has none");
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
      stop(r, text_of(r->osm->found->arena, "the file cannot be read on: %s", why[0] == '\0' ? "it is cut off" : why));
      return;
    }
    /* A gzip file that is cut off ends quietly: the stream knows. */
    if (XML_ParseBuffer(r->parser, length, length == 0) == XML_STATUS_ERROR && r->osm->found->error == NULL) {
      const enum XML_Error code = XML_GetErrorCode(r->parser);
      stop(r, text_of(r->osm->found->arena, "%s; %s", XML_ErrorString(code),
                      code == XML_ERROR_NO_ELEMENTS || code == XML_ERROR_UNCLOSED_TOKEN ? "the file is cut off: fetch it again"
                                                                                        : "an OpenStreetMap extract (XML) expected"));
    }
    r->unread += (size_t)length;
    r->unpacked += length;
    if (r->unpacked > MUCH && r->unpacked > MOST_RATIO * r->osm->packed) {
      stop(r, text_of(r->osm->found->arena,
                      "%.1f MB unpack to more than %.0f MB, which no extract does; an OpenStreetMap extract (.osm, .osm.gz) expected",
                      r->osm->packed * 1e-6, r->unpacked * 1e-6));
    }
    if (r->unread > LONGEST) { stop(r, "no element in 4 MB of text; an OpenStreetMap extract (XML) expected"); }
    if (osm_is_too_much(r->osm)) { stop(r, osm_too_much); }
  } while (length > 0 && r->osm->found->error == NULL);
}

bool osm_read(osm_data *osm) {
  const size_t length = strlen(osm->path);
  struct stat packed;
  const bool known = stat(osm->path, &packed) == 0 && S_ISREG(packed.st_mode);
  osm->packed = known ? (double)packed.st_size : INFINITY;
  if (length > 4 && strcmp(osm->path + length - 4, ".pbf") == 0) { return osm_read_pbf(osm); }
  gzFile file = gzopen(osm->path, "rb");
  if (file == NULL) {
    return error_add(osm->found, "%s:1:1: %s; an OpenStreetMap extract (.osm, .osm.gz) expected", osm->path, strerror(errno));
  }
  (void)gzbuffer(file, 1 << 18);
  reader r = {.osm = osm, .parser = XML_ParserCreate(NULL)};
  XML_SetUserData(r.parser, &r);
  XML_SetElementHandler(r.parser, begin, end);
  XML_SetEntityDeclHandler(r.parser, refuse_entities);
  feed(&r, file);
  if (gzclose(file) != Z_OK) { stop(&r, "the compressed file is cut off; fetch it again"); }
  XML_ParserFree(r.parser);
  if (r.bad > 0) {
    guess_add(osm->found, GUESS_REPAIRED, (source){.type = '-'}, "%u elements have no proper id or place; they are left out", r.bad);
  }
  return osm->found->error == NULL;
}
