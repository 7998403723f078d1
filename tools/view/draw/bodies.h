/* Meshes drawn many times. A mesh is sent to the graphics card several times over in one buffer, the small ones most, and the vertex
 * shader looks up in a table whose copy it belongs to: so a call draws thousands of bodies in few instances, which software drivers want
 * (each instance costs them as much as a hundred triangles). */
#ifndef SOI_VIEW_BODIES_H
#define SOI_VIEW_BODIES_H

#include "drawer.h"

/* copies: how often the mesh is in the buffer; 0 chooses by its size. */
gpu_mesh gpu_mesh_send(const scene_mesh *mesh, uint32_t copies);
void gpu_mesh_discard(gpu_mesh *mesh);

gpu_table gpu_table_make(void);
void gpu_table_discard(gpu_table *table);

/* Sends all trees, for shadows. */
void bodies_send_trees(drawer *self);
/* The rows of the next calls are trees, those of kind k from self->tree_starts[k]. */
void bodies_use_trees(drawer *self);
/* Sends what the frame holds, and draws it: simple forms with the quick program, the others with all taps. Counts only when null. */
void bodies_draw(drawer *self, const scene_frame *frame, GLuint full, GLuint quick);
/* Draws rows first .. last - 1 of a table as a shape, with the program in use. */
void bodies_draw_rows(drawer *self, GLuint program, uint32_t shape, uint32_t first, uint32_t last);

#endif
