/* Talking to people: everything that depends on what stdout and stderr are. */
#include "terminal.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

/* Bytes of the character at text that a terminal shows; 0 for one that would steer it, line ends and tabs among them. */
static size_t visible_length(const char *text) {
  const unsigned char c = (unsigned char)*text, next = c == '\0' ? 0 : (unsigned char)text[1];
  const size_t length = soi_utf8_length(text);
  const bool control = c < 0x20 || c == 0x7f || (c == 0xc2 && next < 0xa0);
  return control ? 0 : length;
}

/* A text that stays to the end of the program. */
static const char *keep(char *text) {
  static char **kept;
  static size_t count;
  kept = terminal_grow(kept, (count + 1) * sizeof *kept);
  return kept[count++] = text;
}

const char *terminal_visible(const char *text) {
  const char *end = text;
  while (*end != '\0' && visible_length(end) > 0) { end += visible_length(end); }
  if (*end == '\0') { return text; }
  char *const shown = terminal_grow(NULL, 4 * strlen(text) + 1);
  char *to = shown;
  while (*text != '\0') {
    const size_t length = visible_length(text);
    if (length > 0) {
      memcpy(to, text, length);
      to += length;
    } else {
      to += sprintf(to, "\\x%02x", (unsigned char)*text);
    }
    text += length > 0 ? length : 1;
  }
  *to = '\0';
  return keep(shown);
}

const char *terminal_word(const char *text) {
  static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./,:@%+-";
  const char *const shown = terminal_visible(text);
  if (shown[0] != '\0' && shown[strspn(shown, plain)] == '\0') { return shown; }
  char *const word = terminal_grow(NULL, 4 * strlen(shown) + 3);
  char *to = stpcpy(word, "'");
  for (const char *at = shown; *at != '\0'; ++at) {
    if (*at == '\'') { to = stpcpy(to, "'\\'"); }
    *to++ = *at;
  }
  strcpy(to, "'");
  return keep(word);
}

void terminal_complain_list(const char *topic, const char *format, va_list list) {
  /* One write a message, so that those of several processes do not mix. */
  char text[2048];
  const int head = snprintf(text, sizeof text, topic == NULL ? "soi: " : "soi %s: ", topic == NULL ? "" : topic);
  vsnprintf(text + head, sizeof text - (size_t)head, format, list);
  char *const line = terminal_format("%s\n", terminal_visible(text));
  fputs(line, stderr);
  free(line);
}

void terminal_complain(const char *topic, const char *format, ...) {
  va_list list;
  va_start(list, format);
  terminal_complain_list(topic, format, list);
  va_end(list);
}

bool terminal_rewrites(FILE *stream) {
  const char *const kind = getenv("TERM");
  return isatty(fileno(stream)) && kind != NULL && strcmp(kind, "dumb") != 0;
}

bool terminal_colour(FILE *stream) {
  const char *const refusal = getenv("NO_COLOR");
  return (refusal == NULL || *refusal == '\0') && terminal_rewrites(stream);
}

unsigned terminal_width(FILE *stream) {
  struct winsize size;
  if (ioctl(fileno(stream), TIOCGWINSZ, &size) == 0 && size.ws_col > 0) { return size.ws_col; }
  const char *const columns = getenv("COLUMNS");
  const long width = columns == NULL ? 0 : strtol(columns, NULL, 10);
  return width >= 40 && width <= 1000 ? (unsigned)width : 100;
}

static bool write_stream(void *context, const char *bytes, size_t count) { return fwrite(bytes, 1, count, context) == count; }

soi_writer terminal_writer(FILE *stream) { return (soi_writer){write_stream, stream}; }

/* Whether nobody reads what is printed any more: the other end of the pipe is closed. */
static bool reader_left(void) {
  struct pollfd output = {.fd = STDOUT_FILENO, .events = POLLOUT};
  return poll(&output, 1, 0) > 0 && (output.revents & (POLLERR | POLLHUP)) != 0;
}

bool terminal_flush(bool may_leave) {
  errno = 0;
  const bool failed = ferror(stdout) != 0;
  if (fflush(stdout) != 0 || failed) {
    if (may_leave && reader_left()) { return true; }
    terminal_complain(NULL, "cannot write to standard output: %s", errno == 0 ? "an earlier write failed" : strerror(errno));
    return false;
  }
  return true;
}

void *terminal_grow(void *block, size_t bytes) {
  void *const grown = realloc(block, bytes == 0 ? 1 : bytes);
  if (grown == NULL) {
    terminal_complain(NULL, "out of memory");
    exit(SOI_VERDICT_FAULT);
  }
  return grown;
}

char *terminal_copy(const char *text) {
  const size_t bytes = strlen(text) + 1;
  return memcpy(terminal_grow(NULL, bytes), text, bytes);
}

char *terminal_format(const char *format, ...) {
  va_list list;
  va_start(list, format);
  va_list again;
  va_copy(again, list);
  const int length = vsnprintf(NULL, 0, format, list);
  va_end(list);
  char *const text = terminal_grow(NULL, (size_t)length + 1);
  vsnprintf(text, (size_t)length + 1, format, again);
  va_end(again);
  return text;
}

double terminal_now(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

const char *terminal_clock(char *buffer, double seconds) {
  const unsigned long whole = seconds > 0 && seconds < 1e9 ? (unsigned long)seconds : 0;
  snprintf(buffer, TERMINAL_CLOCK, "%02lu:%02lu:%02lu", whole / 3600, whole / 60 % 60, whole % 60);
  return buffer;
}

const char *terminal_duration(char *buffer, double seconds) {
  const unsigned long whole = seconds > 0 && seconds < 1e9 ? (unsigned long)(seconds + 0.5) : 0;
  snprintf(buffer, TERMINAL_CLOCK, "%lu:%02lu:%02lu", whole / 3600, whole / 60 % 60, whole % 60);
  return buffer;
}

void terminal_wrap(FILE *stream, const char *text, unsigned column, unsigned indent, unsigned width) {
  bool first = true;
  while (*text != '\0') {
    const size_t word = strcspn(text, " ");
    if (!first && column + 1 + word > width) {
      fprintf(stream, "\n%*s", (int)indent, "");
      column = indent;
    } else if (!first) {
      fputc(' ', stream);
      ++column;
    }
    fwrite(text, 1, word, stream);
    column += (unsigned)word;
    text += word + strspn(text + word, " ");
    first = false;
  }
  fputc('\n', stream);
}
