#include "png_file.h"

#include <png.h>
#include <stdlib.h>

#include "output.h"
#include "terminal.h"

bool png_file_write(const char *path, const uint8_t *rgb, int width, int height) {
  png_image image = {.version = PNG_IMAGE_VERSION, .width = (png_uint_32)width, .height = (png_uint_32)height, .format = PNG_FORMAT_RGB};
  png_alloc_size_t size = PNG_IMAGE_PNG_SIZE_MAX(image);
  void *const bytes = terminal_grow(NULL, size);
  const bool made = png_image_write_to_memory(&image, bytes, &size, 0, rgb, 0, NULL) != 0;
  const bool fine = made && output_bytes(path, bytes, size);
  if (!made) terminal_complain("view", "%s: %s", path, image.message);
  free(bytes);
  return fine;
}
