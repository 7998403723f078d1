/* What of a model hangs together. */
#ifndef SOI_IMPORT_CONNECTED_H
#define SOI_IMPORT_CONNECTED_H

#include <soi/model.h>

/* [lane]: whether who drives on from it can come back to it and never leaves the map. In the arena. */
bool *connected_loops(const soi_model *model, soi_arena *arena);
/* The row that stands for a set of rows, by union and find (Tarjan 1975): up leads from each row towards it. */
uint32_t connected_root(uint32_t *up, uint32_t row);
/* [walk node]: the node that stands for all that can be reached from it on foot. In the arena. */
uint32_t *connected_feet(const soi_model *model, soi_arena *arena);

#endif
