/* Reading one value of each kind that is not a record. */
#ifndef SOI_LOAD_VALUE_H
#define SOI_LOAD_VALUE_H

#include "loading.h"

/* Reads a node as the field's kind into place; what is wrong is reported, and place is left as it was. Strings are copied into
 * the definition's arena. Not for expectations and kinds that have a table. */
void soi_value_read(soi_loading *loading, const soi_key_path *path, const soi_schema_field *field, soi_tree *node, void *place);
/* Reports that a node is not what the field expects. */
void soi_value_refuse(soi_loading *loading, const soi_key_path *path, const soi_schema_field *field, const soi_tree *node);
/* Reads "19 km/h" in the field's unit, without regard to its range; reports what is wrong. */
bool soi_value_quantity(soi_loading *loading, const soi_key_path *path, const soi_schema_field *field, soi_mark mark, const char *text,
                        double *value);

#endif
