#include "png_file.h"

#include <errno.h>
#include <png.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool write_image(FILE *file, const uint8_t *rgb, int width, int height) {
  png_image image = {.version = PNG_IMAGE_VERSION, .width = (png_uint_32)width, .height = (png_uint_32)height, .format = PNG_FORMAT_RGB};
  return png_image_write_to_stdio(&image, file, 0, rgb, 0, NULL) != 0;
}

bool png_file_write(const char *path, const uint8_t *rgb, int width, int height) {
  const size_t size = strlen(path) + 8;
  char *const part = malloc(size);
  if (part == NULL) return false;
  snprintf(part, size, "%s.part", path);
  FILE *const file = fopen(part, "wb");
  bool fine = file != NULL && write_image(file, rgb, width, height);
  if (file != NULL) fine = fclose(file) == 0 && fine;
  fine = fine && rename(part, path) == 0;
  const int error = errno;
  if (!fine && file != NULL) remove(part);
  free(part);
  errno = error;
  return fine;
}
