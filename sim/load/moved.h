/* Keys that have moved: old files go on to be read. */
#ifndef SOI_LOAD_MOVED_H
#define SOI_LOAD_MOVED_H

#include "loading.h"

/* Puts what stands in a file under an old key where it is read now, and remembers that it did. */
void soi_move_keys(soi_loading *loading, soi_tree *tree);
/* The same for the path and value of an override of root; returns the path of now. */
const char *soi_moved_override(soi_loading *loading, soi_tree *root, const char *path, soi_mark mark, soi_tree **value);
/* One note for all that were moved in this reading. */
void soi_note_moved(soi_loading *loading);

#endif
