/* Text as pieces. SDL2_ttf has no fallback from font to font, so the script of each piece chooses its font. */
#include "fonts.h"

#include <SDL2/SDL_ttf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_SIZES = 24, BUCKETS = 4096, PIECE_BYTES = 96 };
static const float FULL_ENOUGH = 0.85f;

typedef enum script { LATIN, THAI, CJK, SCRIPTS } script;

static const struct {
  const char *regular, *bold, *name;
} families[SCRIPTS] = {
    [LATIN] = {"NotoSans-Regular.ttf", "NotoSans-Bold.ttf", "Latin (fonts-noto-core)"},
    [THAI] = {"NotoSansThai-Regular.ttf", "NotoSansThai-Bold.ttf", "Thai (fonts-noto-core)"},
    [CJK] = {"NotoSansCJK-Regular.ttc", "NotoSansCJK-Bold.ttc", "Japanese (fonts-noto-cjk)"},
};

static const char *const folders[] = {
    "/usr/share/fonts/truetype/noto", "/usr/share/fonts/opentype/noto", "/usr/share/fonts/noto",
    "/usr/share/fonts/noto-cjk",      "/usr/local/share/fonts",         NULL,
};

typedef struct cached {
  char text[PIECE_BYTES]; /* empty: a free bucket */
  int pixels;
  bool bold, drawn;
  ui_piece piece;
} cached;

typedef struct opened {
  int pixels;
  bool bold;
  uint64_t used; /* the last time, in askings */
  TTF_Font *fonts[SCRIPTS];
} opened;

struct ui_fonts {
  ui_atlas atlas;
  char paths[SCRIPTS][2][512];
  char missing[128];
  opened sizes[MOST_SIZES];
  uint32_t size_count, cached_count;
  uint64_t asked;
  cached *pieces; /* open hash table */
};

/* --- finding and opening --------------------------------------------------------------------------------------------- */

/* The folder that somebody has named instead of the system's. */
static const char *own_folder(void) { return getenv("SOI_FONTS"); }

static bool find_file(const char *name, char *path, size_t size) {
  const char *const own[] = {own_folder(), NULL}, *const *const where = own[0] != NULL ? own : folders;
  for (int i = 0; where[i] != NULL; ++i) {
    const int length = snprintf(path, size, "%s/%s", where[i], name);
    FILE *file = length > 0 && (size_t)length < size ? fopen(path, "rb") : NULL;
    if (file != NULL) {
      fclose(file);
      return true;
    }
  }
  path[0] = '\0';
  return false;
}

static void find_fonts(ui_fonts *fonts) {
  for (int i = 0; i < SCRIPTS; ++i) {
    const bool found = find_file(families[i].regular, fonts->paths[i][0], sizeof fonts->paths[i][0]);
    if (!find_file(families[i].bold, fonts->paths[i][1], sizeof fonts->paths[i][1]) && found) {
      memcpy(fonts->paths[i][1], fonts->paths[i][0], sizeof fonts->paths[i][1]);
    }
    if (found) { continue; }
    const size_t used = strlen(fonts->missing);
    snprintf(fonts->missing + used, sizeof fonts->missing - used, "%s%s", used > 0 ? ", " : "", families[i].name);
  }
}

static void complain(char *message, size_t size) {
  const char *const file = families[LATIN].regular, *const own = own_folder();
  if (own != NULL) {
    snprintf(message, size, "there is no %s in %s, which SOI_FONTS names; unset it, or name a folder with Noto fonts", file, own);
  } else {
    snprintf(message, size,
             "no font was found; install fonts-noto-core (and fonts-noto-cjk for Japanese), or name a folder with %s in SOI_FONTS", file);
  }
}

ui_fonts *fonts_open(char *message, size_t size) {
  if (TTF_Init() != 0) {
    snprintf(message, size, "text cannot be drawn: %s", TTF_GetError());
    return NULL;
  }
  ui_fonts *fonts = calloc(1, sizeof *fonts);
  if (fonts != NULL) { fonts->pieces = calloc(BUCKETS, sizeof *fonts->pieces); }
  if (fonts != NULL && fonts->pieces != NULL && atlas_open(&fonts->atlas)) {
    find_fonts(fonts);
    if (fonts->paths[LATIN][0][0] != '\0') { return fonts; }
    complain(message, size);
  } else {
    snprintf(message, size, "there is not enough memory for text");
  }
  fonts_close(fonts);
  return NULL;
}

static void close_size(opened *size) {
  for (int k = 0; k < SCRIPTS; ++k) {
    if (size->fonts[k] != NULL) { TTF_CloseFont(size->fonts[k]); }
  }
}

void fonts_close(ui_fonts *fonts) {
  if (fonts != NULL) {
    for (uint32_t i = 0; i < fonts->size_count; ++i) { close_size(&fonts->sizes[i]); }
    atlas_close(&fonts->atlas);
    free(fonts->pieces);
    free(fonts);
  }
  TTF_Quit();
}

ui_atlas *fonts_atlas(ui_fonts *fonts) { return &fonts->atlas; }
const char *fonts_missing(const ui_fonts *fonts) { return fonts->missing; }

static void forget_pieces(ui_fonts *fonts) {
  memset(fonts->pieces, 0, BUCKETS * sizeof *fonts->pieces);
  fonts->cached_count = 0;
  atlas_reset(&fonts->atlas);
}

void fonts_begin(ui_fonts *fonts) {
  if (atlas_fill(&fonts->atlas) > FULL_ENOUGH || fonts->cached_count > BUCKETS * 3 / 4) { forget_pieces(fonts); }
}

/* The fonts of a size, opened when first asked for. A picture takes a dozen sizes; others come while a window is drawn larger: the one that
 * was not asked for the longest makes room. */
static opened *size_of(ui_fonts *fonts, int pixels, bool bold) {
  opened *oldest = &fonts->sizes[0];
  for (uint32_t i = 0; i < fonts->size_count; ++i) {
    opened *const size = &fonts->sizes[i];
    if (size->pixels == pixels && size->bold == bold) {
      size->used = ++fonts->asked;
      return size;
    }
    if (size->used < oldest->used) { oldest = size; }
  }
  opened *const size = fonts->size_count < MOST_SIZES ? &fonts->sizes[fonts->size_count++] : oldest;
  close_size(size);
  *size = (opened){.pixels = pixels, .bold = bold, .used = ++fonts->asked};
  return size;
}

/* The font of a script, or the Latin one when the script's is not there. */
static TTF_Font *font_of(ui_fonts *fonts, int pixels, bool bold, script which) {
  opened *size = size_of(fonts, pixels, bold);
  if (fonts->paths[which][bold ? 1 : 0][0] == '\0') { which = LATIN; }
  if (size->fonts[which] == NULL) {
    TTF_Font *font = TTF_OpenFont(fonts->paths[which][bold ? 1 : 0], pixels);
    if (font != NULL) { TTF_SetFontHinting(font, TTF_HINTING_LIGHT); }
    if (font != NULL && which == THAI) { TTF_SetFontScriptName(font, "Thai"); }
    size->fonts[which] = font;
  }
  return size->fonts[which];
}

int fonts_ascent(ui_fonts *fonts, int pixels, bool bold) {
  TTF_Font *font = font_of(fonts, pixels, bold, LATIN);
  return font != NULL ? TTF_FontAscent(font) : pixels;
}

int fonts_line(ui_fonts *fonts, int pixels, bool bold) {
  TTF_Font *font = font_of(fonts, pixels, bold, LATIN);
  return font != NULL ? TTF_FontHeight(font) : pixels;
}

/* --- cutting --------------------------------------------------------------------------------------------------------- */

size_t fonts_character(const char *text, uint32_t *number) {
  const unsigned char *byte = (const unsigned char *)text;
  const size_t length = byte[0] < 0x80 ? 1 : byte[0] >= 0xf0 ? 4 : byte[0] >= 0xe0 ? 3 : byte[0] >= 0xc0 ? 2 : 1;
  uint32_t value = length == 1 ? byte[0] : byte[0] & (0x7fu >> length);
  for (size_t i = 1; i < length; ++i) {
    if ((byte[i] & 0xc0u) != 0x80u) {
      *number = 0xfffd;
      return 1;
    }
    value = value << 6 | (byte[i] & 0x3fu);
  }
  *number = value;
  return length;
}

static script script_of(uint32_t character) {
  if (character >= 0x0e00 && character <= 0x0e7f) { return THAI; }
  const bool wide = (character >= 0x2e80 && character <= 0x9fff) || (character >= 0xf900 && character <= 0xfaff);
  return wide || (character >= 0xff00 && character <= 0xffef) ? CJK : LATIN;
}

/* Characters that stand alone: spaces, digits and what goes with them, and those of Chinese writing. */
static bool stands_alone(uint32_t character) { return character <= 0x40 || script_of(character) == CJK; }

/* Bytes of the piece at the start of a text. */
static size_t piece_length(const char *text, script *which) {
  uint32_t character;
  size_t length = fonts_character(text, &character);
  *which = script_of(character);
  if (stands_alone(character)) { return length; }
  while (text[length] != '\0') {
    const size_t next = fonts_character(text + length, &character);
    if (stands_alone(character) || script_of(character) != *which || length + next >= PIECE_BYTES) { break; }
    length += next;
  }
  return length;
}

/* --- drawing pieces -------------------------------------------------------------------------------------------------- */

/* The bucket of a piece: its own, or the free one where it may stand. */
static cached *bucket_of(ui_fonts *fonts, const char *text, size_t length, int pixels, bool bold) {
  uint32_t hash = 2166136261u ^ (uint32_t)(pixels * 2 + (bold ? 1 : 0));
  for (size_t i = 0; i < length; ++i) { hash = (hash ^ (unsigned char)text[i]) * 16777619u; }
  for (uint32_t i = hash % BUCKETS;; i = (i + 1) % BUCKETS) {
    cached *bucket = &fonts->pieces[i];
    const bool same =
        bucket->pixels == pixels && bucket->bold == bold && memcmp(bucket->text, text, length) == 0 && bucket->text[length] == '\0';
    if (bucket->text[0] == '\0' || same) { return bucket; }
  }
}

static void measure(ui_fonts *fonts, cached *bucket, script which) {
  TTF_Font *font = font_of(fonts, bucket->pixels, bucket->bold, which);
  int width = 0, height = 0;
  uint32_t character;
  /* of one character the true advance, as digits must be equally wide; of several what their pictures take */
  const bool alone = fonts_character(bucket->text, &character) == strlen(bucket->text);
  const bool known = alone && font != NULL && TTF_GlyphMetrics32(font, character, NULL, NULL, NULL, NULL, &width) == 0;
  if (!known && font != NULL) { TTF_SizeUTF8(font, bucket->text, &width, &height); }
  bucket->piece = (ui_piece){.advance = width, .ascent = font != NULL ? TTF_FontAscent(font) : 0};
}

/* Copies the opacity of a rendered piece into the atlas. */
static void copy_coverage(ui_fonts *fonts, cached *bucket, SDL_Surface *surface) {
  ui_piece *piece = &bucket->piece;
  if (!atlas_place(&fonts->atlas, surface->w, surface->h, &piece->x, &piece->y)) { return; }
  for (int row = 0; row < surface->h; ++row) {
    const uint32_t *from = (const uint32_t *)(const void *)((const uint8_t *)surface->pixels + (size_t)row * (size_t)surface->pitch);
    uint8_t *to = fonts->atlas.pixels + (size_t)(piece->y + row) * ATLAS_WIDTH + piece->x;
    for (int column = 0; column < surface->w; ++column) { to[column] = (uint8_t)(from[column] >> 24); }
  }
  piece->width = surface->w;
  piece->height = surface->h;
  atlas_touch(&fonts->atlas, piece->x, piece->y, surface->w, surface->h);
}

static void draw(ui_fonts *fonts, cached *bucket, script which) {
  bucket->drawn = true;
  TTF_Font *font = font_of(fonts, bucket->pixels, bucket->bold, which);
  if (font == NULL || strcmp(bucket->text, " ") == 0) { return; }
  SDL_Surface *surface = TTF_RenderUTF8_Blended(font, bucket->text, (SDL_Color){255, 255, 255, 255});
  if (surface == NULL) { return; }
  copy_coverage(fonts, bucket, surface);
  SDL_FreeSurface(surface);
}

bool fonts_next(ui_fonts *fonts, const char **at, int pixels, bool bold, bool drawn, ui_piece *piece) {
  if (**at == '\0') { return false; }
  script which;
  const size_t length = piece_length(*at, &which);
  if (fonts->cached_count >= BUCKETS - 1) { forget_pieces(fonts); }
  cached *bucket = bucket_of(fonts, *at, length, pixels, bold);
  if (bucket->text[0] == '\0') {
    memcpy(bucket->text, *at, length);
    bucket->pixels = pixels;
    bucket->bold = bold;
    ++fonts->cached_count;
    measure(fonts, bucket, which);
  }
  if (drawn && !bucket->drawn) { draw(fonts, bucket, which); }
  *piece = bucket->piece;
  *at += length;
  return true;
}

int fonts_width(ui_fonts *fonts, const char *text, size_t length, int pixels, bool bold) {
  int width = 0;
  ui_piece piece;
  for (const char *at = text; at < text + length && fonts_next(fonts, &at, pixels, bold, false, &piece);) { width += piece.advance; }
  return width;
}
