/* The map's records become YAML. Then the map is read and built as anyone would: what the model refuses is dropped, with its reason,
 * until the rest builds. */
#include <stdio.h>
#include <string.h>

#include "phases.h"

enum { ROUNDS = 100 }; /* each leaves something out, mostly all that is wrong at once */

/* --- text ------------------------------------------------------------------------------------------------------------ */

typedef struct map_text {
  soi_arena *arena;
  text_buffer text;
  uint32_t line; /* of the next character */
} map_text;

static void put(map_text *s, const char *text) {
  text_add(s->arena, &s->text, text);
  for (; *text != '\0'; ++text) { s->line += *text == '\n' ? 1 : 0; }
}

static void put_record(map_text *s, map_record *r) {
  r->line = s->line;
  put(s, text_of(s->arena, r->flow ? "  %s: {" : "  %s:\n", r->id));
  for (uint32_t i = 0; i < r->keys.count; ++i) {
    put(s, r->flow ? i == 0 ? "" : ", " : "    ");
    put(s, r->keys.items[i].key);
    put(s, ": ");
    put(s, r->keys.items[i].value);
    put(s, r->flow ? "" : "\n");
  }
  put(s, r->flow ? "}\n" : "");
}

static const char *head_of(const import *in) {
  if (in->map.head != NULL) { return in->map.head; }
  return text_of(
      in->arena,
      "# Drawn from an OpenStreetMap extract by soi import osm. Ids name where each thing came from: n a node, w a way, f a way on\n"
      "# foot, x a crossing, b a building. Correct by hand what is wrong here, or better in a patch file, which outlives the next "
      "import.\n\n"
      "attribution:\n"
      "  - \"© OpenStreetMap contributors, Open Database Licence (ODbL) 1.0\"\n"
      "  - \"This map is a derived database under the Open Database Licence (ODbL) 1.0\"\n"
      "origin: {latitude: %.4f deg, longitude: %.4f deg}\ndrive_on: %s\n",
      in->found->origin.latitude, in->found->origin.longitude, in->left_hand ? "left" : "right");
}

static map_text print_map(import *in) {
  map_text s = {.arena = in->arena, .line = 1};
  put(&s, head_of(in));
  for (int section = 0; section < SECTION_COUNT; ++section) {
    bool any = false;
    for (uint32_t i = 0; i < in->map.sections[section].records.count; ++i) {
      map_record *const r = &in->map.sections[section].records.items[i];
      r->line = 0;
      if (r->gone) { continue; }
      if (!any) {
        put(&s, text_of(in->arena, "\n%s:\n", section_keys[section]));
        any = true;
      }
      put_record(&s, r);
    }
  }
  return s;
}

/* --- what does not build --------------------------------------------------------------------------------------------- */

static map_record *record_at(import *in, uint32_t number, section_id *section) {
  map_record *best = NULL;
  for (int s = 0; s < SECTION_COUNT; ++s) {
    for (uint32_t i = 0; i < in->map.sections[s].records.count; ++i) {
      map_record *const r = &in->map.sections[s].records.items[i];
      if (r->line <= number && r->line > 0 && (best == NULL || r->line > best->line)) {
        best = r;
        *section = (section_id)s;
      }
    }
  }
  return best;
}

/* Builds the map that was printed; drops what its errors name, joins what hangs apart. Returns whether nothing is left to do. */
static bool build_once(import *in, const map_text *s, bool may_join, bool *built) {
  soi_definition definition;
  soi_definition_init(&definition, soi_memory_libc());
  soi_errors errors = {.arena = &definition.arena};
  soi_model *const model = soi_load_map_text(&definition, "import", s->text.items, s->text.length, &errors)
                               ? soi_model_build(&definition, soi_memory_libc(), &errors)
                               : NULL;
  *built = model != NULL;
  const bool joined = *built && may_join && islands_join(in, model);
  const bool changed = *built && ((in->map.head == NULL && buildings_lift(in, model)) || joined);
  uint32_t dropped = 0;
  for (uint32_t i = 0; i < errors.count && !*built; ++i) {
    section_id section = SECTION_NODES;
    map_record *const r = record_at(in, errors.items[i].mark.line, &section);
    if (r != NULL && (!r->gone || r->patched != NULL)) { /* of others the first of their errors will do */
      record_drop(&in->map, section, r, text_of(in->arena, "%s", errors.items[i].message));
      ++dropped;
    }
  }
  if (!*built && dropped == 0 && errors.count > 0 && in->found->error == NULL) {
    (void)error_add(in->found, "%s:1:1: the map does not build: %s", in->options->path, errors.items[0].message);
  }
  soi_model_release(model);
  soi_definition_release(&definition);
  return (*built && !changed) || (!*built && dropped == 0);
}

bool map_write(import *in) {
  bool built = false;
  map_text s = {0};
  int joins = in->map.head != NULL ? 0 : 1; /* times that islands are joined: once will do */
  for (int round = 0; round < ROUNDS; ++round) {
    s = print_map(in);
    if (build_once(in, &s, joins > 0, &built)) { break; }
    joins -= built ? 1 : 0;
  }
  if (!built && in->found->error == NULL) {
    (void)error_add(in->found, "%s:1:1: the map does not build after %d rounds of leaving out what it refuses", in->options->path, ROUNDS);
  }
  in->result->text = s.text.items;
  in->result->length = s.text.length;
  return built && in->found->error == NULL;
}
