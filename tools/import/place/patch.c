/* The patch file: hand corrections that survive the next import. It has the shape of the map: section, id, key. A key replaces what
 * the import said, a new id adds a record, an id without anything (null, ~) takes the record out. It may be several documents, each
 * applied over those before. All its mistakes are told at once. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "phases.h"
#include "yaml_flow.h"

static const char *place_of(const import *in, const yaml_mark_t *mark) {
  return text_of(in->arena, "%s:%zu:%zu", in->options->patch, mark->line + 1, mark->column + 1);
}

static void refuse(import *in, const yaml_mark_t *mark, const char *what) {
  (void)error_add(in->found, "%s: %s", place_of(in, mark), what);
}

static bool is_null(const yaml_node_t *node) {
  const char *const text = yaml_scalar(node);
  return text != NULL && node->data.scalar.style == YAML_PLAIN_SCALAR_STYLE &&
         (text[0] == '\0' || strcmp(text, "null") == 0 || strcmp(text, "~") == 0);
}

static void patch_keys(import *in, yaml_document_t *document, map_record *r, const yaml_node_t *value) {
  for (const yaml_node_pair_t *i = value->data.mapping.pairs.start; i < value->data.mapping.pairs.top; ++i) {
    const yaml_node_t *const key = yaml_document_get_node(document, i->key);
    const char *const name = yaml_scalar(key);
    if (name == NULL) {
      refuse(in, &key->start_mark, "a list or mapping stands where a key is due");
      continue;
    }
    record_set(&in->map, r, text_of(in->arena, "%s", name), "%s",
               yaml_flow(in->arena, document, yaml_document_get_node(document, i->value)));
    for (uint32_t k = 0; k < r->keys.count; ++k) {
      if (strcmp(r->keys.items[k].key, name) == 0) { r->keys.items[k].patched = place_of(in, &key->start_mark); }
    }
  }
}

static void patch_record(import *in, yaml_document_t *document, section_id section, const yaml_node_t *key, const yaml_node_t *value) {
  const char *const id = yaml_scalar(key);
  map_record *r = id == NULL ? NULL : record_find(&in->map, section, id);
  if (id == NULL) {
    refuse(in, &key->start_mark, "a list or mapping stands where an id is due");
  } else if (is_null(value)) {
    if (r == NULL) {
      refuse(in, &key->start_mark,
             text_of(in->arena, "'%s' is to be taken out of %s, but the import has no such id", id, section_keys[section]));
    } else {
      r->gone = true;
    }
  } else if (value->type != YAML_MAPPING_NODE) {
    refuse(in, &value->start_mark, "keys and values expected, {key: value}, or null to take the record out");
  } else {
    r = r != NULL ? r : record_add(&in->map, section, text_of(in->arena, "%s", id), true, (source){0});
    r->gone = false;
    r->patched = place_of(in, &key->start_mark);
    patch_keys(in, document, r, value);
  }
}

/* Where a key that is no section belongs: "; it belongs to chargers", the nearest section, or nothing. */
static const char *hint(import *in, const char *name) {
  const char *list = "";
  for (int section = 0; section < SECTION_COUNT; ++section) {
    if (soi_schema_describe(in->arena, text_of(in->arena, "map.%s.%s", section_keys[section], name), false, NULL) != NULL) {
      list = text_of(in->arena, "%s%s%s", list, list[0] == '\0' ? "; it belongs to " : ", ", section_keys[section]);
    }
  }
  const char *const near = list[0] != '\0' ? NULL : soi_text_nearest(name, section_keys, SECTION_COUNT);
  return near == NULL ? list : text_of(in->arena, "; did you mean %s", near);
}

static void patch_section(import *in, yaml_document_t *document, const yaml_node_t *key, const yaml_node_t *value) {
  const char *const name = yaml_scalar(key);
  int section = 0;
  while (section < SECTION_COUNT && (name == NULL || strcmp(name, section_keys[section]) != 0)) { ++section; }
  if (section == SECTION_COUNT) {
    refuse(in, &key->start_mark,
           text_of(in->arena, "unknown section%s%s; a section of a map such as roads expected%s", name == NULL ? "" : " ",
                   name == NULL ? "" : name, name == NULL ? "" : hint(in, name)));
  } else if (value->type != YAML_MAPPING_NODE) {
    if (!is_null(value)) { refuse(in, &value->start_mark, "ids expected, {id: {key: value}}"); }
  } else {
    for (const yaml_node_pair_t *i = value->data.mapping.pairs.start; i < value->data.mapping.pairs.top; ++i) {
      patch_record(in, document, (section_id)section, yaml_document_get_node(document, i->key), yaml_document_get_node(document, i->value));
    }
  }
}

static void patch_document(import *in, yaml_document_t *document, const yaml_node_t *root) {
  if (root->type != YAML_MAPPING_NODE) {
    if (!is_null(root)) { refuse(in, &root->start_mark, "sections expected, {roads: {id: {key: value}}}"); }
    return;
  }
  for (const yaml_node_pair_t *i = root->data.mapping.pairs.start; i < root->data.mapping.pairs.top; ++i) {
    patch_section(in, document, yaml_document_get_node(document, i->key), yaml_document_get_node(document, i->value));
  }
}

/* Document after document; one without a root is the end. False when the text ends in what is no YAML. */
static bool patch_documents(import *in, yaml_parser_t *parser) {
  yaml_document_t document;
  for (bool more = true; more;) {
    if (yaml_parser_load(parser, &document) == 0) {
      refuse(in, &parser->problem_mark, parser->problem != NULL ? parser->problem : "this is no YAML");
      return false;
    }
    const yaml_node_t *const root = yaml_document_get_root_node(&document);
    more = root != NULL;
    if (more) { patch_document(in, &document, root); }
    yaml_document_delete(&document);
  }
  return true;
}

bool patch_apply(import *in) {
  const import_options *const options = in->options;
  bool read = false;
  if (options->patch == NULL) { return true; }
  FILE *const file = options->patch_text != NULL ? NULL : fopen(options->patch, "rb");
  yaml_parser_t parser;
  if (file == NULL && options->patch_text == NULL) {
    (void)error_add(in->found, "%s:1:1: %s; a patch file expected", options->patch, strerror(errno));
  } else if (yaml_parser_initialize(&parser) == 0) {
    (void)error_add(in->found, "no memory for the patch file");
  } else {
    if (file != NULL) {
      yaml_parser_set_input_file(&parser, file);
    } else {
      yaml_parser_set_input_string(&parser, (const unsigned char *)options->patch_text, strlen(options->patch_text));
    }
    read = patch_documents(in, &parser);
    yaml_parser_delete(&parser);
  }
  if (file != NULL) { (void)fclose(file); }
  return read;
}
