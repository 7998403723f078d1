/* Which vertices are one junction, and where the roads that lead there end. Roads are cut back until their mouths are clear of each
 * other; where that leaves too little of a road between two vertices, the road is swallowed and the two become one. So the four
 * nodes where two divided roads cross are one junction, and so are the two of a staggered one. */
#ifndef SOI_IMPORT_JUNCTIONS_H
#define SOI_IMPORT_JUNCTIONS_H

#include "import_state.h"

void junctions_merge(import *in);

#endif
