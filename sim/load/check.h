/* What cannot be said in a table: how values of a definition must fit together. */
#ifndef SOI_LOAD_CHECK_H
#define SOI_LOAD_CHECK_H

#include "loading.h"

/* Check what was read from loading->map and loading->scenario. References that are 0, and points that are no numbers, have been
 * reported; what depends on them is passed over. */
void soi_check_map(soi_loading *loading);
void soi_check_scenario(soi_loading *loading);

/* Reports something about a key of a record in a section ("stops", "traffic.flows") of a map or scenario, at the key's place; at
 * the record's own when the key is not written. */
void soi_check_refuse(soi_loading *loading, const soi_table *root, const char *section, const soi_record *record, const char *key,
                      const char *format, ...) SOI_FORMAT(6, 7);
/* True when the record's file has the key. */
bool soi_check_written(const soi_table *root, const char *section, const soi_record *record, const char *key);
/* The length of a road's centre-line in metres; not a number when it is not known. */
double soi_check_road_length(const soi_map_definition *map, soi_reference road);
/* A length for messages. Lives in scratch. */
const char *soi_check_length(soi_loading *loading, double length);

#endif
