/* The shader programs' texts. */
#ifndef SOI_VIEW_SHADERS_H
#define SOI_VIEW_SHADERS_H

extern const char *const shader_solid_vertex, *const shader_solid_fragment; /* everything with a mesh; see its defines */
extern const char *const shader_plain_fragment;                             /* a colour found at the corners */
extern const char *const shader_depth_vertex, *const shader_depth_fragment; /* the shadow map */
extern const char *const shader_sky_vertex, *const shader_sky_fragment;
extern const char *const shader_blob_vertex, *const shader_blob_fragment; /* shadows of what moves */
extern const char *const shader_ribbon_vertex, *const shader_ribbon_fragment;
extern const char *const shader_rain_vertex, *const shader_rain_fragment;
extern const char *const shader_ui_vertex, *const shader_ui_fragment; /* panels and text */
extern const char *const shader_over_fragment;                        /* what was drawn before, over the picture; vertex of the sky */
extern const char *const shader_smooth_fragment, *const shader_stretch_fragment; /* over the whole picture; vertex of the sky */

#endif
