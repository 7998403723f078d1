/* From trees to definitions, by the schema. */
#ifndef SOI_LOAD_READ_H
#define SOI_LOAD_READ_H

#include "loading.h"

/* Read loading->map and loading->scenario into the definition. The map first: scenarios refer to it. */
void soi_read_map(soi_loading *loading);
void soi_read_scenario(soi_loading *loading);
/* Fills a record with the defaults of its table. */
void soi_read_defaults(soi_definition *definition, const soi_table *table, void *record);

#endif
