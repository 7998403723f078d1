/* Roads, junctions, signals, crossings and ways on foot as records of the map. Ids name the OpenStreetMap object they came from: n a
 * node, w a way, f a way on foot, x a crossing; pieces of one way are numbered along it. */
#ifndef SOI_IMPORT_NETWORK_RECORDS_H
#define SOI_IMPORT_NETWORK_RECORDS_H

#include "import_state.h"

void network_records_add(import *in);

#endif
