#include "film.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <soi/observe.h>

struct film {
  pid_t process;
  int pipe;
  size_t bytes; /* of a picture */
};

static void become_ffmpeg(const char *path, int width, int height, uint32_t rate, int input) {
  char size[40], rates[20], whole[SOI_PATH_MOST + 8];
  snprintf(whole, sizeof whole, "file:%s", path); /* else "08:30.mp4" is an address, and "-v.mp4" an option */
  snprintf(size, sizeof size, "%dx%d", width, height);
  snprintf(rates, sizeof rates, "%u", rate);
  dup2(input, STDIN_FILENO);
  /* Players want even sides and 4:2:0. */
  execlp("ffmpeg", "ffmpeg", "-loglevel", "error", "-y", "-f", "rawvideo", "-pix_fmt", "rgb24", "-s", size, "-r", rates, "-i", "-", "-vf",
         "crop=trunc(iw/2)*2:trunc(ih/2)*2", "-pix_fmt", "yuv420p", "-crf", "18", "-movflags", "+faststart", whole, (char *)NULL);
  fprintf(stderr, "soi: view: ffmpeg cannot be started: %s; install it (Debian: ffmpeg)\n", strerror(errno));
  _exit(127);
}

film *film_open(const char *path, int width, int height, uint32_t rate) {
  int ends[2];
  film *const self = calloc(1, sizeof *self);
  if (self == NULL || pipe(ends) != 0) {
    free(self);
    return NULL;
  }
  fcntl(ends[1], F_SETFD, FD_CLOEXEC);
  signal(SIGPIPE, SIG_IGN);
  fflush(NULL);
  *self = (film){.process = fork(), .pipe = ends[1], .bytes = (size_t)width * (size_t)height * 3};
  if (self->process == 0) { become_ffmpeg(path, width, height, rate, ends[0]); }
  close(ends[0]);
  return self;
}

bool film_add(film *self, const uint8_t *rgb) {
  for (size_t done = 0; done < self->bytes;) {
    const ssize_t count = write(self->pipe, rgb + done, self->bytes - done);
    if (count < 0 && errno != EINTR) { return false; }
    if (count > 0) { done += (size_t)count; }
  }
  return true;
}

bool film_close(film *self) {
  int status = 1;
  close(self->pipe);
  const bool waited = self->process > 0 && waitpid(self->process, &status, 0) == self->process;
  free(self);
  return waited && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}
