/* What cannot be said in a table: how values of a definition must fit together. */
#ifndef SOI_LOAD_CHECK_H
#define SOI_LOAD_CHECK_H

#include "loading.h"

/* Check what was read from loading->map and loading->scenario. References that are 0, and points that are no numbers, have been
 * reported; what depends on them is passed over. */
void soi_check_map(soi_loading *loading);
void soi_check_scenario(soi_loading *loading);

/* Leaves the vehicle types out that nobody uses, once all is checked: rows are those that are left. */
void soi_keep_types_in_use(soi_loading *loading);

/* Reports something about a key of a record in a section ("stops", "traffic.flows") of a map or scenario, at the key's place; at
 * the record's own when the key is not written. */
void soi_check_refuse(soi_loading *loading, const soi_table *root, const char *section, const soi_record *record, const char *key,
                      const char *format, ...) SOI_FORMAT(6, 7);
/* The same at item number i (from 0) of a list of the scenario. */
void soi_check_refuse_item(soi_loading *loading, const char *section, const soi_record *record, const char *key, uint32_t i,
                           const char *format, ...) SOI_FORMAT(6, 7);
/* Not a mistake, but something to know: the run goes without it. */
void soi_check_tell(soi_loading *loading, const char *section, const soi_record *record, const char *key, const char *format, ...)
    SOI_FORMAT(5, 6);
/* Times of day of a scenario against its run: what lies beyond the end is told, and captions and tour stops there are dropped. */
void soi_check_clocks(soi_loading *loading, soi_scenario_definition *s);
/* True when the scenario's key has its value from an override. */
bool soi_check_overridden(const soi_loading *loading, const char *key);
/* True when the record's file has the key. */
bool soi_check_written(const soi_table *root, const char *section, const soi_record *record, const char *key);
/* The length of a road's centre-line in metres; not a number when it is not known. */
double soi_check_road_length(const soi_map_definition *map, soi_reference road);
/* A length for messages. Lives in scratch. */
const char *soi_check_length(soi_loading *loading, double length);

#endif
