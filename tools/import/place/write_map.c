/* The map's records become YAML. Then the map is read and built as anyone would: what the model refuses is dropped, with its reason,
 * until the rest builds. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "parts.h"
#include "yaml_flow.h"

enum { ROUNDS = 100 }; /* each leaves something out, mostly all that is wrong at once */

const char *const section_keys[SECTION_COUNT] = {
    "nodes",    "roads",  "signals",   "crossings", "walkways", "gates", "stops",  "depots",
    "chargers", "routes", "buildings", "greens",    "water",    "rails", "labels",
};

/* --- records --------------------------------------------------------------------------------------------------------- */

page_record *page_add(import *in, section_id section, const char *id, bool flow) {
  page_record *const record = list_add(in->arena, &in->page[section].records);
  *record = (page_record){.id = id, .flow = flow};
  return record;
}

void page_set(import *in, page_record *record, const char *key, const char *format, ...) {
  char text[512];
  va_list list;
  va_start(list, format);
  const int length = vsnprintf(text, sizeof text, format, list);
  va_end(list);
  char *value = NULL;
  if (length >= 0 && (size_t)length < sizeof text) {
    value = SOI_NEW(in->arena, char, (size_t)length + 1);
    memcpy(value, text, (size_t)length + 1);
  } else {
    value = SOI_NEW(in->arena, char, (size_t)length + 1);
    va_start(list, format);
    (void)vsnprintf(value, (size_t)length + 1, format, list);
    va_end(list);
  }
  for (uint32_t i = 0; i < record->keys.count; ++i) {
    if (strcmp(record->keys.items[i].key, key) == 0) {
      record->keys.items[i].value = value;
      return;
    }
  }
  *list_add(in->arena, &record->keys) = (page_key){key, value, NULL};
}

const char *page_name(import *in, soi_name name) {
  if (name.en == NULL || name.en[0] == '\0') { return NULL; }
  if (name.th == NULL && name.ja == NULL) { return yaml_quoted(in->arena, name.en); }
  const char *text = text_of(in->arena, "{en: %s", yaml_quoted(in->arena, name.en));
  text = name.th != NULL ? text_of(in->arena, "%s, th: %s", text, yaml_quoted(in->arena, name.th)) : text;
  text = name.ja != NULL ? text_of(in->arena, "%s, ja: %s", text, yaml_quoted(in->arena, name.ja)) : text;
  return text_of(in->arena, "%s}", text);
}

const char *page_points(import *in, line l) {
  char *const out = SOI_NEW(in->arena, char, 40 * (size_t)l.count + 3);
  char *to = out;
  *to++ = '[';
  for (uint32_t i = 0; i < l.count; ++i) { to += sprintf(to, "%s[%.2f, %.2f]", i == 0 ? "" : ", ", l.points[i].x, l.points[i].y); }
  *to++ = ']';
  return out;
}

/* --- text ------------------------------------------------------------------------------------------------------------ */

typedef struct sheet {
  char *text;
  size_t length, capacity;
  uint32_t line; /* of the next character */
} sheet;

static void put(import *in, sheet *s, const char *text) {
  const size_t more = strlen(text);
  if (s->length + more + 1 > s->capacity) {
    s->capacity = 2 * (s->length + more + 1) + (1 << 16);
    char *const grown = SOI_NEW(in->arena, char, s->capacity);
    if (s->length > 0) { memcpy(grown, s->text, s->length); }
    s->text = grown;
  }
  memcpy(s->text + s->length, text, more + 1);
  s->length += more;
  for (; *text != '\0'; ++text) { s->line += *text == '\n' ? 1 : 0; }
}

static void put_record(import *in, sheet *s, page_record *r) {
  r->line = s->line;
  put(in, s, "  ");
  put(in, s, r->id);
  put(in, s, r->flow ? ": {" : ":\n");
  for (uint32_t i = 0; i < r->keys.count; ++i) {
    put(in, s, r->flow ? i == 0 ? "" : ", " : "    ");
    put(in, s, r->keys.items[i].key);
    put(in, s, ": ");
    put(in, s, r->keys.items[i].value);
    put(in, s, r->flow ? "" : "\n");
  }
  put(in, s, r->flow ? "}\n" : "");
}

static void put_head(import *in, sheet *s) {
  if (in->head != NULL) {
    put(in, s, in->head);
    return;
  }
  put(in, s,
      "# Drawn from an OpenStreetMap extract by soi import osm. Ids name where each thing came from: n a node, w a way, f a way on\n"
      "# foot, x a crossing, b a building. Correct by hand what is wrong here, or better in a patch file, which outlives the next "
      "import.\n\n"
      "attribution:\n"
      "  - \"© OpenStreetMap contributors, Open Database Licence (ODbL) 1.0\"\n"
      "  - \"This map is a derived database under the Open Database Licence (ODbL) 1.0\"\n");
  put(in, s,
      text_of(in->arena, "origin: {latitude: %.4f deg, longitude: %.4f deg}\ndrive_on: %s\n", in->origin.latitude, in->origin.longitude,
              in->left_hand ? "left" : "right"));
}

static sheet print_map(import *in) {
  sheet s = {.line = 1};
  put_head(in, &s);
  for (int section = 0; section < SECTION_COUNT; ++section) {
    bool any = false;
    for (uint32_t i = 0; i < in->page[section].records.count; ++i) {
      page_record *const r = &in->page[section].records.items[i];
      r->line = 0;
      if (r->gone) { continue; }
      if (!any) {
        put(in, &s, text_of(in->arena, "\n%s:\n", section_keys[section]));
        any = true;
      }
      put_record(in, &s, r);
    }
  }
  return s;
}

/* --- what does not build --------------------------------------------------------------------------------------------- */

static page_record *record_at(import *in, uint32_t number, section_id *section) {
  page_record *best = NULL;
  for (int s = 0; s < SECTION_COUNT; ++s) {
    for (uint32_t i = 0; i < in->page[s].records.count; ++i) {
      page_record *const r = &in->page[s].records.items[i];
      if (r->line <= number && r->line > 0 && (best == NULL || r->line > best->line)) {
        best = r;
        *section = (section_id)s;
      }
    }
  }
  return best;
}

/* Whether a value names an id as a whole word. */
static bool names(const char *value, const char *id) {
  const size_t length = strlen(id);
  for (const char *at = strstr(value, id); at != NULL; at = strstr(at + 1, id)) {
    const char before = at == value ? ' ' : at[-1], after = at[length];
    const bool starts = strchr(" [,{:", before) != NULL, ends = after == '\0' || strchr(" ],}", after) != NULL;
    if (starts && ends) { return true; }
  }
  return false;
}

/* A list without one of its ids. */
static const char *without(import *in, const char *value, const char *id) {
  char *const out = SOI_NEW(in->arena, char, strlen(value) + 1);
  const char *at = strstr(value, id);
  while (at != NULL && !(strchr(" [", at == value ? ' ' : at[-1]) != NULL && strchr(",]", at[strlen(id)]) != NULL)) {
    at = strstr(at + 1, id);
  }
  if (at == NULL) { return value; }
  const char *rest = at + strlen(id);
  if (*rest == ',') {
    rest += rest[1] == ' ' ? 2 : 1;
  } else if (at - value > 2 && at[-1] == ' ' && at[-2] == ',') {
    at -= 2;
  }
  memcpy(out, value, (size_t)(at - value));
  strcpy(out + (at - value), rest);
  return out;
}

/* Takes an id out of the keys that list it; what cannot be without it goes too. */
static void forget(import *in, section_id section, const char *id) {
  for (int s = 0; s < SECTION_COUNT; ++s) {
    for (uint32_t i = 0; i < in->page[s].records.count; ++i) {
      page_record *const r = &in->page[s].records.items[i];
      for (uint32_t k = 0; k < r->keys.count && !r->gone; ++k) {
        page_key *const key = &r->keys.items[k];
        const bool lists = strcmp(key->key, "joins") == 0 || strncmp(key->key, "onto_", 5) == 0;
        const bool refers =
            (section == SECTION_ROADS && strcmp(key->key, "road") == 0) ||
            (section == SECTION_NODES && (strcmp(key->key, "from") == 0 || strcmp(key->key, "to") == 0 || strcmp(key->key, "node") == 0));
        const bool staged = strcmp(key->key, "stages") == 0 && (section == SECTION_ROADS || section == SECTION_CROSSINGS);
        if (!(lists || refers || staged) || !names(key->value, id)) { continue; }
        if (lists) {
          key->value = without(in, key->value, id);
          if (strcmp(key->value, "[]") == 0) { /* an empty list would mean all */
            *key = r->keys.items[--r->keys.count];
          }
        } else if (staged) {
          const char *const text = without(in, key->value, id);
          /* A stage that gives green to nobody is no stage. */
          char *const kept = SOI_NEW(in->arena, char, strlen(text) + 1);
          uint32_t stages = 0;
          for (const char *at = text; *at != '\0';) {
            const size_t length = 1 + strcspn(at + 1, "\n");
            const char *const empty = strstr(at, "s: []");
            if (empty == NULL || empty >= at + length) {
              strncat(kept, at, length);
              ++stages;
            }
            at += length;
          }
          key->value = kept;
          if (stages == 0) { page_drop(in, (section_id)s, r, "nobody is left to give green to"); }
        } else {
          page_drop(in, (section_id)s, r, text_of(in->arena, "%s '%s' is left out", section == SECTION_ROADS ? "road" : "node", id));
        }
      }
    }
  }
}

/* Where the patch file speaks of what is wrong: at the key that is named, else at the record. */
static const char *patched_place(const page_record *r, const char *why) {
  for (uint32_t k = 0; k < r->keys.count; ++k) {
    const char *const key = r->keys.items[k].key, *const at = strstr(why, key);
    const char after = at == NULL ? '\0' : at[strlen(key)];
    if (r->keys.items[k].patched != NULL && at != NULL && at > why &&
        ((at[-1] == '.' && after == ':') || (at[-1] == '\'' && after == '\''))) {
      return r->keys.items[k].patched;
    }
  }
  return r->patched;
}

/* Whether a mistake comes of another one in the patch, which has been told. */
static bool follows(const import *in, const char *why) {
  const char *const hint = strstr(why, "; did you mean");
  const char *const said = hint == NULL ? why : text_of(in->arena, "%.*s", (int)(hint - why), why);
  bool follows = false;
  for (int s = 0; s < SECTION_COUNT; ++s) {
    for (uint32_t i = 0; i < in->page[s].records.count; ++i) {
      const page_record *const r = &in->page[s].records.items[i];
      follows = follows || (r->faulty && strstr(said, text_of(in->arena, "'%s'", r->id)) != NULL);
    }
  }
  return follows;
}

void page_drop(import *in, section_id section, page_record *r, const char *why) {
  if (r->patched != NULL && (r->faulty || !follows(in, why))) {
    import_refuse(in, patched_place(r, why), text_of(in->arena, "%s '%s' cannot be made: %s", section_keys[section], r->id, why));
  }
  r->faulty = r->patched != NULL;
  r->gone = true;
  guess_add(in, GUESS_DROPPED, r->type == 0 ? '-' : r->type, r->osm, r->at, "%s %s left out: %s", section_keys[section], r->id, why);
  forget(in, section, r->id);
}

/* Builds the map that was printed; drops what its errors name, joins what hangs apart. Returns whether nothing is left to do. */
static bool build_once(import *in, const sheet *s, bool may_join, bool *built) {
  soi_definition definition;
  soi_definition_init(&definition, soi_memory_libc());
  soi_errors errors = {.arena = &definition.arena};
  soi_model *const model = soi_load_map_text(&definition, "import", s->text, s->length, &errors)
                               ? soi_model_build(&definition, soi_memory_libc(), &errors)
                               : NULL;
  *built = model != NULL;
  const bool joined = *built && may_join && islands_join(in, model);
  const bool changed = *built && ((in->head == NULL && buildings_lift(in, model)) || joined);
  uint32_t dropped = 0;
  for (uint32_t i = 0; i < errors.count && !*built; ++i) {
    section_id section = SECTION_NODES;
    page_record *const r = record_at(in, errors.items[i].mark.line, &section);
    if (r != NULL && (!r->gone || r->patched != NULL)) { /* of others the first of their errors will do */
      page_drop(in, section, r, text_of(in->arena, "%s", errors.items[i].message));
      ++dropped;
    }
  }
  if (!*built && dropped == 0 && errors.count > 0 && in->result->error == NULL) {
    in->result->error = text_of(in->arena, "%s:1:1: the map does not build: %s", in->options->path, errors.items[0].message);
  }
  soi_model_release(model);
  soi_definition_release(&definition);
  return (*built && !changed) || (!*built && dropped == 0);
}

bool map_write(import *in) {
  bool built = false;
  sheet s = {0};
  int joins = in->head != NULL ? 0 : 1; /* times that islands are joined: once will do */
  for (int round = 0; round < ROUNDS; ++round) {
    s = print_map(in);
    if (build_once(in, &s, joins > 0, &built)) { break; }
    joins -= built ? 1 : 0;
  }
  if (!built && in->result->error == NULL) {
    in->result->error =
        text_of(in->arena, "%s:1:1: the map does not build after %d rounds of leaving out what it refuses", in->options->path, ROUNDS);
  }
  in->result->text = s.text;
  in->result->length = s.length;
  return built && in->result->error == NULL;
}
