/* Did you mean ...? */
#ifndef SOI_LOAD_SUGGEST_H
#define SOI_LOAD_SUGGEST_H

#include "loading.h"

/* "; did you mean 'x'?", or empty when x is null. Lives in scratch. */
const char *soi_suggest(soi_loading *loading, const char *nearest);
/* The key of a mapping that is most like word, or null. Gives up when a file has asked too often. */
const char *soi_suggest_id(soi_loading *loading, const char *word, const soi_tree *mapping);
/* What to say of a key that a table does not have: the nearest it has, where else it stands, or what it has. */
const char *soi_suggest_key(soi_loading *loading, const char *word, const soi_table *table, bool in_map);

#endif
