/* An OpenGL context without a display, for tests of pictures. */
#ifndef SOI_TEST_OFFSCREEN_H
#define SOI_TEST_OFFSCREEN_H

#include <SDL.h>
#include <stdbool.h>
#include <stdio.h>

/* False, after saying why, when this machine has none: then the test is skipped with exit code 77. */
static inline bool offscreen_open(void) {
  SDL_SetHint(SDL_HINT_VIDEODRIVER, "offscreen");
  SDL_SetHint(SDL_HINT_NO_SIGNAL_HANDLERS, "1"); /* a time limit can end the test */
  bool fine = SDL_Init(SDL_INIT_VIDEO) == 0;
  SDL_GL_SetAttribute(SDL_GL_CONTEXT_MAJOR_VERSION, 3);
  SDL_GL_SetAttribute(SDL_GL_CONTEXT_MINOR_VERSION, 3);
  SDL_GL_SetAttribute(SDL_GL_CONTEXT_PROFILE_MASK, SDL_GL_CONTEXT_PROFILE_CORE);
  SDL_Window *const window = fine ? SDL_CreateWindow("test", 0, 0, 64, 64, SDL_WINDOW_OPENGL | SDL_WINDOW_HIDDEN) : NULL;
  fine = window != NULL && SDL_GL_CreateContext(window) != NULL;
  if (!fine) { printf("no OpenGL 3.3 here, skipped: %s\n", SDL_GetError()); }
  return fine;
}

#endif
