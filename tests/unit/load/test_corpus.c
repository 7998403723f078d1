/* Every bad file of tests/corpus gets exactly the messages that stand beside it. */
#include "reading.h"

#include <dirent.h>
#include <unistd.h>

enum { LEAST_FILES = 100, MOST_FILES = 1000 };

#define FOLDER SOI_SOURCE_DIR "/tests/corpus"

static int compare(const void *a, const void *b) { return strcmp(*(char *const *)a, *(char *const *)b); }

/* The bad files, in order; those without a number are not among them. */
static int list_files(char **names) {
  DIR *const folder = opendir(".");
  int count = 0;
  assert_non_null(folder);
  for (const struct dirent *entry; (entry = readdir(folder)) != NULL;) {
    const size_t length = strlen(entry->d_name);
    if (entry->d_name[0] >= '0' && entry->d_name[0] <= '9' && length > 5 && strcmp(entry->d_name + length - 5, ".yaml") == 0) {
      assert_true(count < MOST_FILES);
      names[count++] = strdup(entry->d_name);
    }
  }
  closedir(folder);
  qsort(names, (size_t)count, sizeof *names, compare);
  return count;
}

static char *read_text(const char *path) {
  FILE *const file = fopen(path, "rb");
  char *const text = calloc(1, 1 << 16);
  assert_non_null(text);
  if (file != NULL) {
    const size_t length = fread(text, 1, (1 << 16) - 1, file);
    assert_true(length < (1 << 16) - 1);
    fclose(file);
  }
  return text;
}

/* The messages for a file, one a line. */
static char *messages_of(const char *name) {
  reading *const r = begin_reading();
  char *const text = calloc(1, 1 << 16);
  size_t length = 0;
  const bool map = strncmp(name + 4, "map-", 4) == 0;
  assert_true(map || strncmp(name + 4, "scenario-", 9) == 0);
  r->good = map ? soi_load_map(&r->definition, name, &r->errors) : soi_load_scenario(&r->definition, name, NULL, 0, &r->errors);
  for (uint32_t i = 0; i < r->errors.count; ++i) {
    char line[4096];
    assert_true(soi_error_text(&r->definition, &r->errors.items[i], line, sizeof line) < sizeof line);
    length += (size_t)snprintf(text + length, (1 << 16) - length, "%s\n", line);
    assert_true(length < 1 << 16);
  }
  assert_int_equal(r->good, r->errors.count == 0);
  end_reading(r);
  return text;
}

static void every_file_gets_its_messages(void **state) {
  char *names[MOST_FILES];
  int wrong = 0;
  (void)state;
  assert_int_equal(chdir(FOLDER), 0);
  const int count = list_files(names);
  assert_true(count >= LEAST_FILES);
  for (int i = 0; i < count; ++i) {
    char path[512];
    snprintf(path, sizeof path, "%.*s.expected", (int)strlen(names[i]) - 5, names[i]);
    char *const due = read_text(path);
    char *const got = messages_of(names[i]);
    if (due[0] == '\0' || strcmp(due, got) != 0) {
      print_error("%s\n--- expected\n%s--- got\n%s", names[i], due, got);
      ++wrong;
    }
    free(due);
    free(got);
    free(names[i]);
  }
  assert_int_equal(wrong, 0);
}

static void the_good_files_are_good(void **state) {
  (void)state;
  assert_int_equal(chdir(FOLDER), 0);
  reading *const scenario = read_scenario_file("base/scenario.yaml", NULL, 0);
  expect_good(scenario);
  end_reading(scenario);
}

static void twenty_mistakes_get_twenty_messages(void **state) {
  (void)state;
  assert_int_equal(chdir(FOLDER), 0);
  reading *const r = begin_reading();
  assert_false(soi_load_scenario(&r->definition, "182-scenario-twenty-mistakes.yaml", NULL, 0, &r->errors));
  assert_int_equal(r->errors.count, 20);
  for (uint32_t i = 0; i < r->errors.count; ++i) { assert_true(r->errors.items[i].mark.line > 0 && r->errors.items[i].mark.column > 0); }
  end_reading(r);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(every_file_gets_its_messages),
      cmocka_unit_test(the_good_files_are_good),
      cmocka_unit_test(twenty_mistakes_get_twenty_messages),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
