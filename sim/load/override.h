/* Overrides: "key.path=value" from the command line, laid over a scenario's tree before it is read. */
#ifndef SOI_LOAD_OVERRIDE_H
#define SOI_LOAD_OVERRIDE_H

#include "loading.h"

#define SOI_OVERRIDE "--set " /* how the path of an override begins */

/* True when a text that was read is an override. */
bool soi_override_is(const soi_source *source);

/* Returns the tree with the override in it; the tree as it was when the override is wrong, which is reported. root may be null.
 */
soi_tree *soi_override(soi_loading *loading, soi_tree *root, const char *text);

#endif
