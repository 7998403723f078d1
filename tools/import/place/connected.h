/* What of a model hangs together. */
#ifndef SOI_IMPORT_CONNECTED_H
#define SOI_IMPORT_CONNECTED_H

#include <soi/model.h>

/* [lane]: whether who drives on from it can come back to it and never leaves the map. In the arena. */
bool *connected_loops(const soi_model *model, soi_arena *arena);
/* [walk node]: the node that stands for all that can be reached from it on foot. In the arena. */
uint32_t *connected_feet(const soi_model *model, soi_arena *arena);

#endif
