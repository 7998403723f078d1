/* Text on its way to a writer: formatted, and remembering the first failure so that reports need not ask after each word. */
#ifndef SOI_PAGE_H
#define SOI_PAGE_H

#include <soi/observe.h>

typedef struct soi_page {
  soi_writer writer;
  bool failed;
} soi_page;

soi_page soi_page_begin(soi_writer writer);
void soi_page_put(soi_page *page, const char *bytes, size_t count);
void soi_page_text(soi_page *page, const char *text);
/* Formats as soi_text_print does; at most 511 bytes are written. For parts of known length; names go by soi_page_text. */
void soi_page_print(soi_page *page, const char *format, ...) SOI_FORMAT(2, 3);
/* The same character count times. */
void soi_page_fill(soi_page *page, char c, uint32_t count);
/* True when all was written. */
bool soi_page_end(const soi_page *page);

/* Columns that text takes on a terminal: characters, but for marks that stand above or below another (Thai vowels and tones),
 * and two for East Asian wide characters. */
uint32_t soi_page_width(const char *text);

#endif
