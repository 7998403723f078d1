#include "gtfs_table.h"

#include <dirent.h>
#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#ifdef SOI_HAS_LIBZIP
#include <zip.h>
#endif

#include "list.h"

enum { PIECE = 1 << 16, LONGEST = 1 << 20, LONGEST_QUOTED = 1 << 15 };
static const double MUCH = 64e6, MOST_RATIO = 200.0; /* bytes; times its size that a table may unpack to, which twenty do */
static const char byte_order_mark[] = "\xef\xbb\xbf";

bool gtfs_fail(gtfs_feed *f, const char *table, uint32_t row, const char *format, ...) {
  if (f->error == NULL) {
    char what[512];
    va_list list;
    va_start(list, format);
    (void)vsnprintf(what, sizeof what, format, list);
    va_end(list);
    f->error = text_of(f->arena, "%s%s%s:%u:1: %s", f->path, table[0] == '\0' ? "" : "/", table, row, what);
  }
  return false;
}

/* --- where the bytes come from ------------------------------------------------------------------------------------------- */

static bool is_named_zip(const char *path) {
  const size_t length = path == NULL ? 0 : strlen(path);
  return length > 4 && strcasecmp(path + length - 4, ".zip") == 0;
}

#ifdef SOI_HAS_LIBZIP
/* The folder of the zip file in which stops.txt lies. */
static bool find_inside(gtfs_feed *f) {
  static const char stops[] = "stops.txt";
  const char *packed = NULL;
  for (zip_int64_t i = 0; i < zip_get_num_entries(f->zip, 0); ++i) {
    const char *const name = zip_get_name(f->zip, (zip_uint64_t)i, 0);
    const size_t length = name == NULL ? 0 : strlen(name), folder = length < sizeof stops - 1 ? 0 : length - (sizeof stops - 1);
    packed = is_named_zip(name) ? name : packed;
    if (length < sizeof stops - 1 || strcasecmp(name + folder, stops) != 0 ||
        (folder > 0 && name[folder - 1] != '/' && name[folder - 1] != '\\') || strncmp(name, "__MACOSX/", 9) == 0) {
      continue;
    }
    if (f->inside != NULL) {
      return gtfs_fail(f, "", 1, "there is more than one feed in it ('%s' and '%.*s'); unpack it and give the folder of one", f->inside,
                       (int)folder, name);
    }
    f->inside = text_of(f->arena, "%.*s", (int)folder, name);
  }
  if (f->inside == NULL && packed != NULL) {
    return gtfs_fail(f, "", 1, "there is no stops.txt in it, but another zip file ('%s'); unpack it and give that one", packed);
  }
  return f->inside != NULL ||
         gtfs_fail(f, "stops.txt", 1, "there is no such table; a GTFS feed expected, with stops.txt, trips.txt and stop_times.txt");
}

static bool open_zip(gtfs_feed *f) {
  int code = 0;
  f->zip = zip_open(f->path, ZIP_RDONLY, &code);
  if (f->zip == NULL) {
    zip_error_t error;
    zip_error_init_with_code(&error, code);
    (void)gtfs_fail(f, "", 1, "the zip file cannot be opened: %s; a GTFS feed expected, whole", zip_error_strerror(&error));
    zip_error_fini(&error);
  }
  return f->zip != NULL && find_inside(f);
}

static void *open_member(gtfs_feed *f, const char *name, double *packed) {
  zip_stat_t stat;
  if (zip_stat(f->zip, text_of(f->arena, "%s%s", f->inside, name), ZIP_FL_NOCASE, &stat) != 0) { return NULL; }
  *packed = (double)stat.comp_size;
  zip_file_t *const file = zip_fopen_index(f->zip, stat.index, 0);
  if (file == NULL) { (void)gtfs_fail(f, name, 1, "it cannot be unpacked: %s", zip_strerror(f->zip)); }
  return file;
}
#else
static bool open_zip(gtfs_feed *f) {
  return gtfs_fail(f, "", 1, "this build reads no .zip (libzip was absent); unpack it and give the folder");
}
#endif

static bool is_zip(const char *path) {
  char head[4] = "";
  FILE *const file = fopen(path, "rb");
  const bool zip = file != NULL && fread(head, 1, 4, file) == 4 && (memcmp(head, "PK\3\4", 4) == 0 || memcmp(head, "PK\5\6", 4) == 0);
  if (file != NULL) { (void)fclose(file); }
  return zip;
}

/* Looks for the one folder in which stops.txt lies, in this one and so many below it. */
static void find_folder(gtfs_feed *f, const char *path, uint32_t below, const char **found) {
  DIR *const folder = opendir(path);
  for (const struct dirent *entry; folder != NULL && f->error == NULL && (entry = readdir(folder)) != NULL;) {
    const char *const inner = text_of(f->arena, "%s/%s", path, entry->d_name);
    struct stat status;
    if (strcasecmp(entry->d_name, "stops.txt") == 0) {
      if (*found != NULL && *found != path) {
        (void)gtfs_fail(f, "", 1, "there is more than one feed in it ('%s' and '%s'); give the folder of one", *found, path);
      }
      *found = path;
    } else if (below > 0 && entry->d_name[0] != '.' && strcmp(entry->d_name, "__MACOSX") != 0 && lstat(inner, &status) == 0 &&
               S_ISDIR(status.st_mode)) {
      find_folder(f, inner, below - 1, found);
    }
  }
  if (folder != NULL) { (void)closedir(folder); }
}

/* A folder of tables, or one that holds such a folder, as a zip file does when it is unpacked. */
static bool open_folder(gtfs_feed *f) {
  const char *found = NULL;
  for (uint32_t below = 0; below < 3 && found == NULL; ++below) { find_folder(f, f->path, below, &found); }
  f->path = found != NULL && f->error == NULL ? found : f->path;
  return f->error == NULL;
}

bool gtfs_open(gtfs_feed *f, const char *path, soi_arena *arena) {
  *f = (gtfs_feed){.path = path, .arena = arena};
  struct stat stat_;
  if (stat(path, &stat_) != 0) { return gtfs_fail(f, "", 1, "%s; a GTFS feed expected, a .zip or a folder", strerror(errno)); }
  if (S_ISDIR(stat_.st_mode)) { return open_folder(f); }
  if (is_zip(path) || is_named_zip(path)) { return open_zip(f); }
  return gtfs_fail(f, "", 1, "this is neither a folder nor a zip file; a GTFS feed expected, a .zip or the folder its tables lie in");
}

void gtfs_close(gtfs_feed *f) {
#ifdef SOI_HAS_LIBZIP
  if (f->zip != NULL) { zip_discard(f->zip); }
#else
  (void)f;
#endif
}

/* The file of a table in a folder, whatever its letters' case. */
static void *open_file(gtfs_feed *f, const char *name) {
  FILE *file = fopen(text_of(f->arena, "%s/%s", f->path, name), "rb");
  if (file == NULL && errno == ENOENT) {
    DIR *const folder = opendir(f->path);
    const struct dirent *entry = NULL;
    while (folder != NULL && (entry = readdir(folder)) != NULL && strcasecmp(entry->d_name, name) != 0) {}
    file = entry == NULL ? NULL : fopen(text_of(f->arena, "%s/%s", f->path, entry->d_name), "rb");
    errno = entry == NULL ? ENOENT : errno;
    if (folder != NULL) { (void)closedir(folder); }
  }
  if (file == NULL && errno != ENOENT) { (void)gtfs_fail(f, name, 1, "it cannot be opened: %s", strerror(errno)); }
  return file;
}

/* Reads on into the buffer; what was read before and is not used yet moves to its front. */
static void refill(gtfs_table *t) {
  memmove(t->buffer, t->buffer + t->at, t->end - t->at);
  t->end -= t->at;
  t->at = 0;
  if (t->end + PIECE >= t->capacity) {
    t->capacity *= 2;
    t->buffer = realloc(t->buffer, t->capacity);
    SOI_ASSERT(t->buffer != NULL);
  }
  int64_t length;
  const char *why = NULL;
#ifdef SOI_HAS_LIBZIP
  if (t->feed->zip != NULL) {
    length = zip_fread(t->source, t->buffer + t->end, PIECE);
    why = length < 0 ? zip_file_strerror(t->source) : NULL;
  } else
#endif
  {
    length = (int64_t)fread(t->buffer + t->end, 1, PIECE, t->source);
    why = ferror((FILE *)t->source) ? strerror(errno) : NULL;
  }
  if (why != NULL) { (void)gtfs_fail(t->feed, t->name, t->line_after, "it cannot be read on: %s; fetch the feed again", why); }
  t->unpacked += length > 0 ? (double)length : 0.0;
  if (t->unpacked > MUCH && t->unpacked > MOST_RATIO * t->packed) {
    (void)gtfs_fail(t->feed, t->name, t->line_after, "%.1f MB unpack to more than %.0f MB, which no timetable does; a GTFS feed expected",
                    t->packed * 1e-6, t->unpacked * 1e-6);
  }
  t->whole = length <= 0 || t->feed->error != NULL;
  t->end += length > 0 ? (size_t)length : 0;
}

/* --- lines and fields ---------------------------------------------------------------------------------------------------- */

/* The length of the character of UTF-8 at a place before the end, 0 for none (RFC 3629). */
static size_t character(const unsigned char *at, const unsigned char *end) {
  const unsigned char c = at[0];
  const size_t length = c < 0x80 ? 1 : c >= 0xc2 && c < 0xe0 ? 2 : c >= 0xe0 && c < 0xf0 ? 3 : c >= 0xf0 && c < 0xf5 ? 4 : 0;
  if (length == 0 || (size_t)(end - at) < length) { return 0; }
  for (size_t i = 1; i < length; ++i) {
    if ((at[i] & 0xc0) != 0x80) { return 0; }
  }
  const unsigned char second = length > 1 ? at[1] : 0x80;
  const bool bad =
      (c == 0xe0 && second < 0xa0) || (c == 0xed && second > 0x9f) || (c == 0xf0 && second < 0x90) || (c == 0xf4 && second > 0x8f);
  return bad ? 0 : length;
}

static bool is_text(gtfs_table *t, const char *from, const char *to) {
  for (const unsigned char *at = (const unsigned char *)from, *const end = (const unsigned char *)to; at < end;) {
    const size_t length = character(at, end);
    if (length == 0 || *at == '\0') {
      return gtfs_fail(
          t->feed, t->name, t->line,
          length != 0 ? "there is a byte 0 in the line: the table is damaged, or is UTF-16; UTF-8 expected, as by: iconv -f UTF-16 -t UTF-8"
                      : "the byte %02x is not UTF-8: the table is in another encoding (Latin-1, Windows-1252 or one of the place); UTF-8 "
                        "expected, as by: iconv -f LATIN1 -t UTF-8",
          *at);
    }
    at += length;
  }
  return true;
}

/* The end of the line at the front of the buffer, past quoted line ends; *quotes is cleared when a quote is never closed: then the
 * line ends where it ends without quotes. Null when the table ends or cannot be read on. */
static char *line_end(gtfs_table *t, bool *quotes) {
  size_t i = t->at, plain = SIZE_MAX, opened = 0;
  bool quoted = false, begins = true, quoted_field = false;
  for (;; ++i) {
    while (i == t->end) {
      const size_t done = i - t->at;
      if (t->whole || done > LONGEST) {
        if (done > LONGEST) {
          (void)gtfs_fail(t->feed, t->name, t->line, "a line of more than 1 MB; a table of comma-separated values expected");
        }
        *quotes = !quoted;
        return t->feed->error != NULL ? NULL : t->buffer + (quoted && plain != SIZE_MAX ? plain : i);
      }
      plain -= plain != SIZE_MAX ? t->at : 0;
      opened -= t->at;
      refill(t);
      i = done;
    }
    const char c = t->buffer[i];
    if (quoted) {
      plain = c == '\n' && plain == SIZE_MAX ? i : plain;
      quoted = c != '"';
      if (i - opened > LONGEST_QUOTED && plain != SIZE_MAX) {
        *quotes = false;
        return t->buffer + plain;
      }
    } else if (c == '\n') {
      return t->buffer + i;
    } else if (c == '"' && (begins || (quoted_field && t->buffer[i - 1] == '"'))) {
      quoted = quoted_field = true;
      opened = i;
      plain = SIZE_MAX;
    }
    begins = !quoted && (c == ',' || (begins && (c == ' ' || c == '\t')));
    quoted_field = quoted_field && (quoted || c != ',');
  }
}

static bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r'; }

/* Takes one field from the text, in place; past the end of the text is a NUL. */
static char *take_field(char **at, bool quotes) {
  char *from = *at;
  while (*from == ' ' || *from == '\t') { ++from; }
  char *const start = from, *to = from;
  if (*from == '"' && quotes) {
    for (++from; *from != '\0' && !(*from == '"' && from[1] != '"'); ++from) {
      from += *from == '"' ? 1 : 0;
      *to++ = *from;
    }
    from += *from == '"' ? 1 : 0;
  }
  for (; *from != '\0' && *from != ','; ++from) { *to++ = *from; }
  *at = *from == '\0' ? NULL : from + 1;
  while (to > start && is_blank(to[-1])) { --to; }
  *to = '\0';
  return start;
}

/* Cuts the next line into fields and hands each to see; false at the end. */
static bool take_line(gtfs_table *t, void (*see)(gtfs_table *, uint32_t, char *)) {
  bool quotes = true;
  t->line = t->line_after;
  if (t->feed->error != NULL || (t->at == t->end && t->whole)) { return false; }
  char *const end = line_end(t, &quotes);
  if (end == NULL || (end == t->buffer + t->at && t->at == t->end) || !is_text(t, t->buffer + t->at, end)) { return false; }
  char *from = t->buffer + t->at;
  t->line_after += 1;
  for (const char *c = from; c < end; ++c) { t->line_after += *c == '\n' ? 1 : 0; }
  t->unclosed_line = !quotes && t->unclosed == 0 ? t->line : t->unclosed_line;
  t->unclosed += quotes ? 0 : 1;
  t->at = (size_t)(end - t->buffer) + (end < t->buffer + t->end ? 1 : 0);
  *end = '\0';
  for (uint32_t i = 0; from != NULL; ++i) { see(t, i, take_field(&from, quotes)); }
  return true;
}

static void see_value(gtfs_table *t, uint32_t column, char *value) {
  for (uint32_t i = 0; i < t->wanted; ++i) {
    if (t->columns[i] == column) { t->fields[i] = value; }
  }
}

bool gtfs_table_next(gtfs_table *t) {
  static char nothing[1] = "";
  for (bool any = false; !any;) {
    for (uint32_t i = 0; i < t->wanted; ++i) { t->fields[i] = nothing; }
    if (!take_line(t, see_value)) { return false; }
    for (uint32_t i = 0; i < t->wanted; ++i) { any = any || t->fields[i][0] != '\0'; }
  }
  return true;
}

/* --- the head of a table ------------------------------------------------------------------------------------------------- */

static bool is_wanted(const char *wanted, const char *name) { return strcasecmp(wanted[0] == '*' ? wanted + 1 : wanted, name) == 0; }

static void see_name(gtfs_table *t, uint32_t column, char *name) {
  for (uint32_t i = 0; i < t->wanted; ++i) {
    if (t->columns[i] == NONE && is_wanted(t->names[i], name)) { t->columns[i] = column; }
  }
  t->width = name[0] != '\0' ? column + 1 : t->width;
}

/* What the first bytes tell of a file that is no table of UTF-8. */
static const char *foreign(const gtfs_table *t) {
  const unsigned char *const head = (const unsigned char *)t->buffer;
  if (t->end > 3 && ((head[0] == 0xff && head[1] == 0xfe && head[2] == 0 && head[3] == 0) || (head[0] == 0 && head[1] == 0))) {
    return "the table is UTF-32; UTF-8 expected, as by: iconv -f UTF-32 -t UTF-8";
  }
  if (t->end > 1 && ((head[0] == 0xff && head[1] == 0xfe) || (head[0] == 0xfe && head[1] == 0xff) || head[0] == 0 || head[1] == 0)) {
    return "the table is UTF-16; UTF-8 expected, as by: iconv -f UTF-16 -t UTF-8";
  }
  const bool cr_alone = memchr(t->buffer, '\n', t->end) == NULL && t->end > 1 && memchr(t->buffer, '\r', t->end - 1) != NULL;
  return cr_alone ? "its lines end in CR alone; LF or CR LF expected" : NULL;
}

static bool read_head(gtfs_table *t) {
  refill(t);
  const char *const strange = foreign(t);
  if (t->feed->error != NULL || strange != NULL) { return t->feed->error == NULL && gtfs_fail(t->feed, t->name, 1, "%s", strange); }
  const size_t length = t->end < 200 ? t->end : 200;
  const bool tabs = memchr(t->buffer, '\t', length) != NULL, semicolons = memchr(t->buffer, ';', length) != NULL;
  t->at = t->end >= 3 && memcmp(t->buffer, byte_order_mark, 3) == 0 ? 3 : 0;
  while (take_line(t, see_name) && t->width == 0) {}
  for (uint32_t i = 0; i < t->wanted && t->feed->error == NULL; ++i) {
    if (t->columns[i] == NONE && t->names[i][0] == '*') {
      (void)gtfs_fail(t->feed, t->name, t->line, "there is no column '%s'%s", t->names[i] + 1,
                      t->width > 1 ? "; the columns of a GTFS feed expected"
                      : semicolons ? ": its columns end in ';'; commas expected"
                      : tabs       ? ": its columns end in tabs; commas expected"
                                   : "; the names of the columns expected in the first line");
    }
  }
  return t->feed->error == NULL;
}

bool gtfs_table_open(gtfs_feed *feed, gtfs_table *t, const char *name, const char *const *columns) {
  *t = (gtfs_table){.feed = feed, .name = name, .names = columns, .line_after = 1, .packed = INFINITY};
#ifdef SOI_HAS_LIBZIP
  t->source = feed->error != NULL ? NULL : feed->zip != NULL ? open_member(feed, name, &t->packed) : open_file(feed, name);
#else
  t->source = feed->error != NULL ? NULL : open_file(feed, name);
#endif
  if (t->source == NULL) { return false; }
  for (; columns[t->wanted] != NULL; ++t->wanted) { t->columns[t->wanted] = NONE; }
  t->capacity = 2 * PIECE;
  t->buffer = malloc(t->capacity);
  SOI_ASSERT(t->buffer != NULL && t->wanted <= GTFS_COLUMNS);
  return read_head(t);
}

void gtfs_table_close(gtfs_table *t) {
  if (t->source == NULL) { return; }
#ifdef SOI_HAS_LIBZIP
  if (t->feed->zip != NULL) {
    (void)zip_fclose(t->source);
  } else
#endif
  {
    (void)fclose(t->source);
  }
  free(t->buffer);
  t->source = NULL;
}
