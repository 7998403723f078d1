/* Whose map it is: small, in the corner, and always there, as the map's licence asks. */
#ifndef SOI_VIEW_CREDIT_H
#define SOI_VIEW_CREDIT_H

#include <soi/definition.h>

#include "panels.h"

/* In the lower right corner of room, between ui_begin and ui_end. */
void credit_draw(ui *kit, panels_language language, const soi_map_definition *map, ui_rect room);

#endif
