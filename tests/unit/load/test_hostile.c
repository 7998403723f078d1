/* Input that means harm, or that is broken: a clear error in a short time, never a crash, a hang or a leak. */
#include "reading.h"

#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { MEGABYTE = 1 << 20 };

/* A text of `count` pieces. */
static char *repeat(const char *piece, size_t count, size_t *length) {
  const size_t size = strlen(piece);
  char *const text = malloc(size * count + 1);
  assert_non_null(text);
  for (size_t i = 0; i < count; ++i) { memcpy(text + size * i, piece, size); }
  text[size * count] = '\0';
  *length = size * count;
  return text;
}

static reading *read_map_bytes(const char *text, size_t length) {
  reading *const r = begin_reading();
  r->good = soi_load_map_text(&r->definition, "map.yaml", text, length, &r->errors);
  return r;
}

/* The text is refused with an error that says this, and within 20 s of processor time (it takes a small part of that). */
static void expect_refused(const char *text, size_t length, const char *why) {
  struct timespec before, after;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &before);
  reading *const r = read_map_bytes(text, length);
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &after);
  bool found = false;
  for (uint32_t i = 0; i < r->errors.count; ++i) { found = found || strstr(error_text(r, i), why) != NULL; }
  if (r->good || !found) { fail_msg("no error says '%s'; the first is '%s'", why, error_text(r, 0)); }
  assert_true(after.tv_sec - before.tv_sec < 20);
  end_reading(r);
}

static void expect_repeated_refused(const char *piece, size_t count, const char *why) {
  size_t length = 0;
  char *const text = repeat(piece, count, &length);
  expect_refused(text, length, why);
  free(text);
}

static void depth_bombs(void **state) {
  (void)state;
  expect_repeated_refused("[", 1000000, "nested deeper than 64 levels");
  expect_repeated_refused("{a: ", 1000000, "nested deeper than 64 levels");
  expect_repeated_refused("- ", 1000000, "nested deeper than 64 levels");
  expect_repeated_refused("? ", 1000000, "nested deeper than 64 levels");
}

static void many_values(void **state) {
  (void)state;
  expect_repeated_refused("- a\n", 2 * MEGABYTE, "more than 1000000 values");
  expect_repeated_refused("a: 1\n", 2 * MEGABYTE, "more than 1000000 values");
}

static void billion_laughs(void **state) {
  char text[2048] = "";
  (void)state;
  strcat(text, "notes: [&a0 [x, x]");
  for (int i = 1; i < 60; ++i) {
    char line[32];
    snprintf(line, sizeof line, ", &a%d [*a%d, *a%d]", i, i - 1, i - 1);
    strcat(text, line);
  }
  strcat(text, "]\n");
  expect_refused(text, strlen(text), "more than 1000000 values");
}

/* Half a million names for one list of errors: what they say is cut off. */
static void a_million_mistakes(void **state) {
  size_t length = 0;
  char *const text = repeat("- {at: 5, nmae: x}\n", 100000, &length);
  (void)state;
  char *const whole = malloc(length + 16);
  assert_non_null(whole);
  memcpy(whole, "signals:\n", 9);
  memcpy(whole + 9, text, length + 1);
  expect_refused(whole, length + 9, "signals: a list");
  free(whole);
  free(text);
  /* The same in a mapping, each with its own id and a reference that dangles beside a hundred thousand ids. */
  char *const map = malloc(12 * MEGABYTE);
  assert_non_null(map);
  size_t at = (size_t)sprintf(map, "nodes:\n");
  for (int i = 0; i < 50000; ++i) { at += (size_t)sprintf(map + at, "  node_number_%d_with_a_long_name: {at: [0, %d]}\n", i, i); }
  at += (size_t)sprintf(map + at, "roads:\n");
  for (int i = 0; i < 50000; ++i) { at += (size_t)sprintf(map + at, "  r%d: {from: node_numbr_%d_with_a_long_nam, to: x}\n", i, i); }
  expect_refused(map, at, "1000 mistakes so far; the rest is left out");
  free(map);
}

static void aliases(void **state) {
  size_t length = 0;
  (void)state;
  expect_refused("notes: &a [*a]\n", 15, "refers to itself");
  char *const text = repeat("- &a a\n", 1000, &length);
  expect_refused(text, length, "more than 256 anchors");
  free(text);
}

static void bytes_that_are_no_text(void **state) {
  char zeros[64] = {0};
  (void)state;
  expect_refused(zeros, sizeof zeros, "1:1: a NUL byte");
  expect_refused("name: a\nnotes: [\xe0\xb8\x81\xff]\n", 21, "2:10: byte 255 is not valid UTF-8");
  expect_refused("\xff\xfe", 2, "not valid UTF-8");
  expect_refused("name: \xf4\x90\x80\x80", 10, "not valid UTF-8");
  expect_refused("name: \xe0\xb8", 8, "not valid UTF-8");
  expect_refused("", 0, "the file is empty");
  expect_refused("\xef\xbb\xbf", 3, "the file is empty");
}

/* Every prefix of a good file is read without harm. */
static void every_prefix(void **state) {
  static const char path[] = SOI_SOURCE_DIR "/tests/corpus/base/map.yaml";
  char text[8192];
  (void)state;
  FILE *const file = fopen(path, "rb");
  assert_non_null(file);
  const size_t length = fread(text, 1, sizeof text, file);
  fclose(file);
  assert_true(length > 1000 && length < sizeof text);
  for (size_t cut = 0; cut < length; ++cut) {
    char *const exact = malloc(cut + 1); /* so that reading past the end is seen */
    assert_non_null(exact);
    memcpy(exact, text, cut);
    reading *const r = read_map_bytes(exact, cut);
    end_reading(r);
    free(exact);
  }
}

static void expect_file_refused(const char *path, const char *why) {
  reading *const r = read_scenario_file(path, NULL, 0);
  assert_false(r->good);
  assert_int_equal(r->errors.count, 1);
  if (strstr(error_text(r, 0), why) == NULL) { fail_msg("'%s' does not say '%s'", error_text(r, 0), why); }
  end_reading(r);
}

static void files_that_are_none(void **state) {
  char folder[] = "/tmp/soi-hostile-XXXXXX";
  char large[64], pipe_path[64], empty[64];
  (void)state;
  assert_non_null(mkdtemp(folder));
  snprintf(large, sizeof large, "%s/large.yaml", folder);
  snprintf(pipe_path, sizeof pipe_path, "%s/pipe.yaml", folder);
  snprintf(empty, sizeof empty, "%s/empty.yaml", folder);
  /* 100 MB, written and not only claimed. */
  FILE *const file = fopen(large, "wb");
  char *const block = calloc(1, MEGABYTE);
  assert_true(file != NULL && block != NULL);
  memset(block, 'a', MEGABYTE);
  for (int i = 0; i < 100; ++i) { assert_int_equal(fwrite(block, 1, MEGABYTE, file), MEGABYTE); }
  free(block);
  fclose(file);
  expect_file_refused(large, "it is larger than 16 MiB");
  expect_file_refused(folder, "it is a directory");
  assert_int_equal(mkfifo(pipe_path, 0600), 0);
  expect_file_refused(pipe_path, "it is not a regular file");
  expect_file_refused("/dev/zero", "it is not a regular file");
  fclose(fopen(empty, "wb"));
  expect_file_refused(empty, "1:1: the file is empty");
  expect_file_refused("/nowhere/at/all.yaml", "there is no such file");
  expect_file_refused("", "there is no such file");
  remove(large);
  remove(pipe_path);
  remove(empty);
  remove(folder);
}

/* A file of the largest size that is allowed is read, quickly. */
static void the_largest_file(void **state) {
  size_t length = 0;
  char *const text = repeat("# a comment that says nothing at all, 64 bytes with its newline\n", 16 * MEGABYTE / 64, &length);
  (void)state;
  expect_refused(text, length, "the file is empty");
  memset(text, 'a', length);
  expect_refused(text, length, "expected keys and values");
  memset(text, '\t', length);
  expect_refused(text, length, "tab");
  memset(text, '&', length);
  expect_refused(text, length, "YAML");
  free(text);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(depth_bombs),      cmocka_unit_test(many_values),
      cmocka_unit_test(billion_laughs),   cmocka_unit_test(a_million_mistakes),
      cmocka_unit_test(aliases),          cmocka_unit_test(bytes_that_are_no_text),
      cmocka_unit_test(every_prefix),     cmocka_unit_test(files_that_are_none),
      cmocka_unit_test(the_largest_file),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
