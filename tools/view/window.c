#include "window.h"

#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "terminal.h"

static void complain_no_display(const char *reason) {
  terminal_complain("view",
                    "no window can be opened: %s; start it in a desktop session (or set DISPLAY or WAYLAND_DISPLAY), or use "
                    "--screenshot or --video, which need no display",
                    reason);
}

/* SDL goes on without a display where it can: fine for pictures, and a window that nobody sees otherwise, unless it was asked for. */
static bool is_unseen(void) {
  const char *const driver = SDL_GetCurrentVideoDriver();
  return getenv("SDL_VIDEODRIVER") == NULL && driver != NULL && (strcmp(driver, "offscreen") == 0 || strcmp(driver, "dummy") == 0);
}

static void complain_no_gl(const char *reason) {
  terminal_complain(
      "view",
      "no OpenGL 3.3 context: %s; install a driver (Debian: libgl1-mesa-dri libegl-mesa0), or set LIBGL_ALWAYS_SOFTWARE=1 to draw "
      "without the graphics card",
      reason);
}

/* The middle of a display, in SDL's way of saying it; -1 after a message when there is no such display. */
static int position_on(int display) {
  const int count = SDL_GetNumVideoDisplays();
  if (display <= count) { return display > 0 ? (int)SDL_WINDOWPOS_CENTERED_DISPLAY(display - 1) : (int)SDL_WINDOWPOS_CENTERED; }
  terminal_complain("view", "--display: there is no display %d; the system has %d", display, count);
  return -1;
}

/* The system's part; false after a message. */
static bool start_sdl(bool hidden) {
  if (!hidden) { setlocale(LC_CTYPE, "C.UTF-8"); /* else X11 takes no title in other than Latin letters */ }
  if (hidden) { SDL_SetHint(SDL_HINT_VIDEODRIVER, "offscreen"); }
  if (hidden) { SDL_SetHint(SDL_HINT_NO_SIGNAL_HANDLERS, "1"); /* nobody reads events then: a signal ends it, as it should */ }
  SDL_SetHint(SDL_HINT_VIDEO_HIGHDPI_DISABLED, "0");
  SDL_SetHint(SDL_HINT_VIDEO_ALLOW_SCREENSAVER, "0");
  if (SDL_Init(SDL_INIT_VIDEO) != 0) {
    if (hidden) {
      complain_no_gl(SDL_GetError());
    } else {
      complain_no_display(SDL_GetError());
    }
    return false;
  }
  if (hidden || !is_unseen()) { return true; }
  complain_no_display("neither X11 nor Wayland answers");
  return false;
}

static void ask_for_gl(void) {
  SDL_GL_SetAttribute(SDL_GL_CONTEXT_MAJOR_VERSION, 3);
  SDL_GL_SetAttribute(SDL_GL_CONTEXT_MINOR_VERSION, 3);
  SDL_GL_SetAttribute(SDL_GL_CONTEXT_PROFILE_MASK, SDL_GL_CONTEXT_PROFILE_CORE);
  SDL_GL_SetAttribute(SDL_GL_DOUBLEBUFFER, 1);
}

bool window_open(window *self, const char *title, int width, int height, int display, bool hidden) {
  *self = (window){.hidden = hidden};
  const int position = !start_sdl(hidden) ? -1 : hidden ? (int)SDL_WINDOWPOS_CENTERED : position_on(display);
  if (position < 0) {
    SDL_Quit();
    return false;
  }
  ask_for_gl();
  self->handle =
      SDL_CreateWindow(title, position, position, width, height, SDL_WINDOW_OPENGL | SDL_WINDOW_RESIZABLE | SDL_WINDOW_ALLOW_HIGHDPI);
  if (self->handle != NULL) { self->context = SDL_GL_CreateContext(self->handle); }
  if (self->context == NULL) {
    complain_no_gl(SDL_GetError());
    window_close(self);
    return false;
  }
  if (!hidden) { SDL_GL_SetSwapInterval(1); }
  return true;
}

void window_close(window *self) {
  if (self->context != NULL) { SDL_GL_DeleteContext(self->context); }
  if (self->handle != NULL) { SDL_DestroyWindow(self->handle); }
  SDL_Quit();
  *self = (window){0};
}

void window_pixels(const window *self, int *width, int *height) { SDL_GL_GetDrawableSize(self->handle, width, height); }
