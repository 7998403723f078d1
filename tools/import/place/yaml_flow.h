/* A piece of a YAML document as text in flow style. */
#ifndef SOI_IMPORT_YAML_FLOW_H
#define SOI_IMPORT_YAML_FLOW_H

#include <soi/soi.h>
#include <yaml.h>

/* The text of a scalar, or null for a list or a mapping. */
const char *yaml_scalar(const yaml_node_t *node);
/* A text as a double-quoted scalar; control characters become spaces. */
const char *yaml_quoted(soi_arena *arena, const char *text);
/* A value on one line, so that it can stand behind any key. */
const char *yaml_flow(soi_arena *arena, yaml_document_t *document, const yaml_node_t *node);

#endif
