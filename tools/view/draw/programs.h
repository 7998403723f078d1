/* The shader programs, and the light that all of them share. */
#ifndef SOI_VIEW_PROGRAMS_H
#define SOI_VIEW_PROGRAMS_H

#include "drawer.h"

programs programs_make(void);
void programs_discard(programs *self);
/* Uses the program, and sets camera, light, air, palette and shadow map in it. */
void programs_set_light(GLuint program, const drawer *self, const scene_frame *frame, const scene_camera *camera);

#endif
