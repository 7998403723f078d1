/* The map's records become YAML. Then the map is read and built as anyone would: what the model refuses is dropped, with its reason,
 * until the rest builds. */
#ifndef SOI_IMPORT_WRITE_MAP_H
#define SOI_IMPORT_WRITE_MAP_H

#include "import_state.h"

/* False with an error. */
bool map_write(import *in);

#endif
