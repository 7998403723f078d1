/* A map as OpenStreetMap data, to be opened in editors such as JOSM, and imported again as the same map. */
#ifndef SOI_IMPORT_OSM_WRITE_H
#define SOI_IMPORT_OSM_WRITE_H

#include <soi/soi.h>

/* Writes the map of a model; path is the file it was loaded from. Elements have negative ids, in the order of the map's records, and
 * the file asks never to be uploaded. Null, or in the arena why not: the map's file can no longer be read. */
const char *osm_write(const soi_model *model, const char *path, const soi_writer *writer, soi_arena *arena);

#endif
