/* Text as pieces: a text is cut by script, each script has its font, and each piece is shaped and drawn into the atlas once. Figures are
 * cut digit by digit, so that a clock fills no atlas; Thai is kept together, as its marks stand on its letters. Sizes are device pixels. */
#ifndef UI_FONTS_H
#define UI_FONTS_H

#include <stddef.h>

#include "atlas.h"

typedef struct ui_fonts ui_fonts;

/* A piece of text ready to draw: its place in the atlas and in the line. */
typedef struct ui_piece {
  int x, y, width, height; /* in the atlas; width 0: nothing to draw (a space) */
  int advance;             /* pixels to the next piece */
  int ascent;              /* from its top to the baseline */
} ui_piece;

/* The fonts of the system, or of the folder that SOI_FONTS names. Null, and why in message, when not even Latin letters are there. */
ui_fonts *fonts_open(char *message, size_t size);
void fonts_close(ui_fonts *fonts);
ui_atlas *fonts_atlas(ui_fonts *fonts);
/* Called before a frame: when the atlas is nearly full, all pieces are forgotten. */
void fonts_begin(ui_fonts *fonts);
/* What it lacks, "" when nothing: "Thai (fonts-noto-core)". */
const char *fonts_missing(const ui_fonts *fonts);

/* The next piece of a text at *at, which moves on; false at its end. Without drawn it is only measured. */
bool fonts_next(ui_fonts *fonts, const char **at, int pixels, bool bold, bool drawn, ui_piece *piece);
/* Pixels a text takes in one line. */
int fonts_width(ui_fonts *fonts, const char *text, size_t length, int pixels, bool bold);
/* From a line's top to its baseline, and to the next line's top. */
int fonts_ascent(ui_fonts *fonts, int pixels, bool bold);
int fonts_line(ui_fonts *fonts, int pixels, bool bold);

/* The bytes of the character at a place of a UTF-8 text, and its number. Bad bytes count as characters of their own. */
size_t fonts_character(const char *text, uint32_t *number);

#endif
