/* Which roads have sidewalks, and how wide: as tags say, else where ways on foot end at a road that has none beside it, else by class. */
#ifndef SOI_IMPORT_SIDEWALKS_H
#define SOI_IMPORT_SIDEWALKS_H

#include "import_state.h"

void sidewalks_decide(import *in);

#endif
