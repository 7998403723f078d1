/* Pictures as PNG files. */
#ifndef SOI_VIEW_PNG_FILE_H
#define SOI_VIEW_PNG_FILE_H

#include <stddef.h>
#include <stdint.h>

/* A PNG file of width x height pixels of 3 bytes, top row first; free it. Null when there is no memory. */
void *png_file_make(const uint8_t *rgb, int width, int height, size_t *size);

#endif
