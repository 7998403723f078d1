/* Laying one tree over another: for scenarios that extend others, and for overrides. */
#ifndef SOI_LOAD_MERGE_H
#define SOI_LOAD_MERGE_H

#include "tree.h"

/* A tree with everything of base and of over; where both say something over wins. Mappings merge key by key, anything else is
 * replaced as a whole; what over says is null is taken out. Neither tree is changed, as aliases may share their nodes. */
soi_tree *soi_merge(soi_arena *arena, soi_tree *base, soi_tree *over);

/* Sets the value at a path of keys ("service.hold", items of lists by number from 1) and returns the new tree. A null
 * takes out what is there. What is missing on the way is made, with `mark` as its place. Returns null when the path cannot be followed; then *stopped is the key at fault. */
soi_tree *soi_merge_at(soi_arena *arena, soi_tree *root, const char *path, soi_mark mark, soi_tree *value, const char **stopped);

#endif
