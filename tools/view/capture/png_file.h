/* Pictures as PNG files. */
#ifndef SOI_VIEW_PNG_FILE_H
#define SOI_VIEW_PNG_FILE_H

#include <stdbool.h>
#include <stdint.h>

/* Writes width x height pixels of 3 bytes, top row first, whole or not at all. False after a message when it cannot. */
bool png_file_write(const char *path, const uint8_t *rgb, int width, int height);

#endif
