#include "png_file.h"

#include <png.h>
#include <stdlib.h>

void *png_file_make(const uint8_t *rgb, int width, int height, size_t *size) {
  png_image image = {.version = PNG_IMAGE_VERSION, .width = (png_uint_32)width, .height = (png_uint_32)height, .format = PNG_FORMAT_RGB};
  png_alloc_size_t count = PNG_IMAGE_PNG_SIZE_MAX(image);
  void *const bytes = malloc(count);
  if (bytes == NULL || png_image_write_to_memory(&image, bytes, &count, 0, rgb, 0, NULL) == 0) {
    free(bytes);
    return NULL;
  }
  *size = count;
  return bytes;
}
