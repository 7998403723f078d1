/* Roads that run side by side nearer than their lanes are wide: data leads a ramp into the middle of what it joins, and draws
 * carriageways as near as it likes. The lesser road is drawn aside, so that no lane lies on another's outside of junctions. */
#ifndef SOI_IMPORT_SIDE_BY_SIDE_H
#define SOI_IMPORT_SIDE_BY_SIDE_H

#include "import_state.h"

void side_by_side_part(import *in);

#endif
