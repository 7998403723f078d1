/* Ways on foot that do not hang together with the rest. Real maps have many: sidewalks are guessed road by road, and where people
 * cross a quiet street nobody draws it. What lies on both sides of a quiet road is joined by an unmarked crossing, what lies near
 * by a short path, and sidewalks that were only guessed and lead nowhere are taken back. All of it is told. */
#ifndef SOI_IMPORT_ISLANDS_H
#define SOI_IMPORT_ISLANDS_H

#include "import_state.h"

/* By a model of the map so far; whether anything changed. */
bool islands_join(import *in, const soi_model *model);

#endif
