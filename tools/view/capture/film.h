/* Films: pictures handed to ffmpeg one by one. */
#ifndef SOI_VIEW_FILM_H
#define SOI_VIEW_FILM_H

#include <stdbool.h>
#include <stdint.h>

typedef struct film film;

/* Starts ffmpeg, which writes path (its ending says the format). Null after a message when there is no ffmpeg. */
film *film_open(const char *path, int width, int height, uint32_t rate);
/* One picture of 3 bytes a pixel, top row first. False when ffmpeg has gone. */
bool film_add(film *self, const uint8_t *rgb);
/* Waits for ffmpeg; false when it failed. */
bool film_close(film *self);

#endif
