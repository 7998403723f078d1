/* What only the eye needs: buildings (which also block the carts' view), parks, water, rails, names of places. */
#ifndef SOI_IMPORT_AREAS_H
#define SOI_IMPORT_AREAS_H

#include "import_state.h"

void areas_build(import *in);

#endif
