/* YAML in flow style: pieces of a document, and what maps are written with. */
#ifndef SOI_IMPORT_YAML_FLOW_H
#define SOI_IMPORT_YAML_FLOW_H

#include <soi/soi.h>
#include <yaml.h>

/* The text of a scalar, or null for a list or a mapping. */
const char *yaml_scalar(const yaml_node_t *node);
/* A text as a double-quoted scalar; control characters become spaces. */
const char *yaml_quoted(soi_arena *arena, const char *text);
/* A name in its languages, null when it is empty. */
const char *yaml_name(soi_arena *arena, soi_name name);
/* A value on one line, so that it can stand behind any key. */
const char *yaml_flow(soi_arena *arena, yaml_document_t *document, const yaml_node_t *node);

#endif
