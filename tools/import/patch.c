/* The patch file: hand corrections that survive the next import. It has the shape of the map: section, id, key. A key replaces what
 * the import said, a new id adds a record, an id without anything (null, ~) takes the record out. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "parts.h"
#include "yaml_flow.h"

static bool refuse(import *in, const yaml_mark_t *mark, const char *what) {
  in->result->error = text_of(in->arena, "%s:%zu:%zu: %s", in->options->patch, mark->line + 1, mark->column + 1, what);
  return false;
}

static bool is_null(const yaml_node_t *node) {
  const char *const text = yaml_scalar(node);
  return text != NULL && node->data.scalar.style == YAML_PLAIN_SCALAR_STYLE &&
         (text[0] == '\0' || strcmp(text, "null") == 0 || strcmp(text, "~") == 0);
}

static page_record *find(import *in, section_id section, const char *id) {
  for (uint32_t i = 0; i < in->page[section].records.count; ++i) {
    page_record *const r = &in->page[section].records.items[i];
    if (strcmp(r->id, id) == 0) {
      return r;
    }
  }
  return NULL;
}

static bool patch_record(import *in, yaml_document_t *document, section_id section, const yaml_node_t *key, const yaml_node_t *value) {
  const char *const id = yaml_scalar(key);
  if (id == NULL) {
    return refuse(in, &key->start_mark, "a list or mapping stands where an id is due");
  }
  page_record *r = find(in, section, id);
  if (is_null(value)) {
    if (r == NULL) {
      return refuse(in, &key->start_mark, text_of(in->arena, "'%s' is to be taken out of %s, but the import has no such id", id, section_keys[section]));
    }
    r->gone = true;
    return true;
  }
  if (value->type != YAML_MAPPING_NODE) {
    return refuse(in, &value->start_mark, "keys and values expected, {key: value}, or null to take the record out");
  }
  r = r != NULL ? r : page_add(in, section, text_of(in->arena, "%s", id), true);
  r->patched = text_of(in->arena, "%s:%zu:%zu", in->options->patch, key->start_mark.line + 1, key->start_mark.column + 1);
  for (const yaml_node_pair_t *i = value->data.mapping.pairs.start; i < value->data.mapping.pairs.top; ++i) {
    const char *const name = yaml_scalar(yaml_document_get_node(document, i->key));
    if (name != NULL) {
      page_set(in, r, text_of(in->arena, "%s", name), "%s", yaml_flow(in->arena, document, yaml_document_get_node(document, i->value)));
    }
  }
  return true;
}

static bool patch_section(import *in, yaml_document_t *document, const yaml_node_t *key, const yaml_node_t *value) {
  const char *const name = yaml_scalar(key);
  for (int section = 0; name != NULL && section < SECTION_COUNT; ++section) {
    if (strcmp(name, section_keys[section]) != 0) {
      continue;
    }
    if (value->type != YAML_MAPPING_NODE) {
      return refuse(in, &value->start_mark, "ids expected, {id: {key: value}}");
    }
    for (const yaml_node_pair_t *i = value->data.mapping.pairs.start; i < value->data.mapping.pairs.top; ++i) {
      if (!patch_record(in, document, (section_id)section, yaml_document_get_node(document, i->key), yaml_document_get_node(document, i->value))) {
        return false;
      }
    }
    return true;
  }
  const char *const near = name == NULL ? NULL : soi_text_nearest(name, section_keys, SECTION_COUNT);
  return refuse(in, &key->start_mark, text_of(in->arena, "unknown section%s%s; a section of a map such as roads expected%s%s", name == NULL ? "" : " ",
                                              name == NULL ? "" : name, near == NULL ? "" : "; did you mean ", near == NULL ? "" : near));
}

static bool patch_document(import *in, yaml_document_t *document) {
  const yaml_node_t *const root = yaml_document_get_root_node(document);
  if (root == NULL) {
    return true; /* an empty patch changes nothing */
  }
  if (root->type != YAML_MAPPING_NODE) {
    return refuse(in, &root->start_mark, "sections expected, {roads: {id: {key: value}}}");
  }
  for (const yaml_node_pair_t *i = root->data.mapping.pairs.start; i < root->data.mapping.pairs.top; ++i) {
    if (!patch_section(in, document, yaml_document_get_node(document, i->key), yaml_document_get_node(document, i->value))) {
      return false;
    }
  }
  return true;
}

bool patch_apply(import *in) {
  if (in->options->patch == NULL) {
    return true;
  }
  FILE *const file = fopen(in->options->patch, "rb");
  if (file == NULL) {
    in->result->error = text_of(in->arena, "%s:1:1: %s; a patch file expected", in->options->patch, strerror(errno));
    return false;
  }
  yaml_parser_t parser;
  yaml_document_t document;
  if (yaml_parser_initialize(&parser) == 0) {
    (void)fclose(file);
    in->result->error = "no memory for the patch file";
    return false;
  }
  yaml_parser_set_input_file(&parser, file);
  bool good = false;
  if (yaml_parser_load(&parser, &document) == 0) {
    (void)refuse(in, &parser.problem_mark, parser.problem != NULL ? parser.problem : "this is no YAML");
  } else {
    good = patch_document(in, &document);
    yaml_document_delete(&document);
  }
  yaml_parser_delete(&parser);
  (void)fclose(file);
  return good;
}
