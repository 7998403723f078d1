/* A map that soi wrote as OpenStreetMap data (osm_write.h) becomes that map again: its elements are the map's records, and nothing is
 * guessed. Records stand in the order of their elements' ids. What was drawn anew without a word of soi's is left out and told. */
#ifndef SOI_IMPORT_OSM_RECORDS_H
#define SOI_IMPORT_OSM_RECORDS_H

#include "map_records.h"
#include "osm_data.h"

/* The data must hold such a map: osm_find_map. */
void osm_records_read(const osm_data *osm, map_records *map);

#endif
