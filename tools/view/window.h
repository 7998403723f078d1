/* The window and its OpenGL context; with no display, a context without a window. */
#ifndef SOI_VIEW_WINDOW_H
#define SOI_VIEW_WINDOW_H

#include <SDL.h>
#include <stdbool.h>

typedef struct window {
  SDL_Window *handle;
  SDL_GLContext context;
  bool hidden;
} window;

/* Opens a window of so many points on a display (from 1; 0: the system's choice), or a context without a display when hidden. False after a message for people. */
bool window_open(window *self, const char *title, int width, int height, int display, bool hidden);
void window_close(window *self);
/* Its size in pixels, which on dense screens are more than points. */
void window_pixels(const window *self, int *width, int *height);

#endif
