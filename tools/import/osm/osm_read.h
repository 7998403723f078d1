/* Reads .osm and .osm.gz: XML by expat, piece by piece, so that only what is kept takes memory. Whatever is odd but can be made
 * sense of is repaired and told; what cannot ends the import with its place. */
#ifndef SOI_IMPORT_OSM_READ_H
#define SOI_IMPORT_OSM_READ_H

#include "osm_data.h"

/* Reads the file of osm->path; false with an error. */
bool osm_read(osm_data *osm);
/* The same from .osm.pbf, by readosm where the build found it. */
bool osm_read_pbf(osm_data *osm);

#endif
