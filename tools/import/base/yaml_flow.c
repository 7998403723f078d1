#include "yaml_flow.h"

#include <string.h>

#include "list.h"

enum { DEEPEST = 20 };

const char *yaml_scalar(const yaml_node_t *node) { return node->type == YAML_SCALAR_NODE ? (const char *)node->data.scalar.value : NULL; }

const char *yaml_quoted(soi_arena *arena, const char *text) {
  char *const out = SOI_NEW(arena, char, 2 * strlen(text) + 3);
  char *to = out;
  *to++ = '"';
  for (; *text != '\0'; ++text) {
    if (*text == '"' || *text == '\\') { *to++ = '\\'; }
    *to++ = (unsigned char)*text < 0x20 || (unsigned char)*text == 0x7f ? ' ' : *text;
  }
  *to++ = '"';
  return out;
}

const char *yaml_name(soi_arena *arena, soi_name name) {
  if (name.en == NULL || name.en[0] == '\0') { return NULL; }
  const char *said = yaml_quoted(arena, name.en);
  if (name.th == NULL && name.ja == NULL) { return said; }
  said = name.th != NULL ? text_of(arena, "%s, th: %s", said, yaml_quoted(arena, name.th)) : said;
  said = name.ja != NULL ? text_of(arena, "%s, ja: %s", said, yaml_quoted(arena, name.ja)) : said;
  return text_of(arena, "{en: %s}", said);
}

/* Between brackets a plain scalar ends at marks that are part of it elsewhere: then it needs quotes. */
static bool stays_plain(const yaml_node_t *node) {
  const char *const text = yaml_scalar(node);
  return node->data.scalar.style == YAML_PLAIN_SCALAR_STYLE && strpbrk(text, ",[]{}\n") == NULL && strstr(text, ": ") == NULL &&
         strstr(text, " #") == NULL;
}

static const char *flow(soi_arena *arena, yaml_document_t *document, const yaml_node_t *node, int depth) {
  if (depth > DEEPEST) { return "null"; }
  if (node->type == YAML_SCALAR_NODE) {
    return stays_plain(node) ? text_of(arena, "%s", yaml_scalar(node)) : yaml_quoted(arena, yaml_scalar(node));
  }
  const char *text = node->type == YAML_SEQUENCE_NODE ? "[" : "{";
  bool first = true;
  if (node->type == YAML_SEQUENCE_NODE) {
    for (const yaml_node_item_t *i = node->data.sequence.items.start; i < node->data.sequence.items.top; ++i, first = false) {
      text = text_of(arena, "%s%s%s", text, first ? "" : ", ", flow(arena, document, yaml_document_get_node(document, *i), depth + 1));
    }
    return text_of(arena, "%s]", text);
  }
  for (const yaml_node_pair_t *i = node->data.mapping.pairs.start; i < node->data.mapping.pairs.top; ++i, first = false) {
    text = text_of(arena, "%s%s%s: %s", text, first ? "" : ", ", flow(arena, document, yaml_document_get_node(document, i->key), depth + 1),
                   flow(arena, document, yaml_document_get_node(document, i->value), depth + 1));
  }
  return text_of(arena, "%s}", text);
}

const char *yaml_flow(soi_arena *arena, yaml_document_t *document, const yaml_node_t *node) { return flow(arena, document, node, 0); }
