/* The patch file: hand corrections that survive the next import. It has the shape of the map: section, id, key. A key replaces what
 * the import said, a new id adds a record, an id without anything (null, ~) takes the record out. It may be several documents, each
 * applied over those before. All its mistakes are told at once. */
#ifndef SOI_IMPORT_PATCH_H
#define SOI_IMPORT_PATCH_H

#include "import_state.h"

/* False when the file cannot be read; all its mistakes are errors. */
bool patch_apply(import *in);

#endif
