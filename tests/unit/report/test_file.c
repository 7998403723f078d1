/* Files are written whole or not at all, and a disk that is full is told. */
#define _XOPEN_SOURCE 700
#include "stage.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[64];

static int make_folder(void **state) {
  (void)state;
  strcpy(folder, "/tmp/soi-file-XXXXXX");
  return mkdtemp(folder) == NULL ? -1 : 0;
}

/* Everything in the folder goes; the tests leave plain files and links only. */
static int remove_folder(void **state) {
  (void)state;
  char path[512];
  DIR *const directory = opendir(folder);
  for (struct dirent *entry = readdir(directory); entry != NULL; entry = readdir(directory)) {
    snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
    if (entry->d_name[0] != '.') { remove(path); }
  }
  closedir(directory);
  return rmdir(folder);
}

static const char *in_folder(const char *name) {
  static char path[256];
  snprintf(path, sizeof path, "%s/%s", folder, name);
  return path;
}

static unsigned entries(void) {
  unsigned count = 0;
  DIR *const directory = opendir(folder);
  while (readdir(directory) != NULL) { ++count; }
  closedir(directory);
  return count - 2;
}

static void check_content(const char *path, const char *expected) {
  char content[64] = "";
  FILE *const file = fopen(path, "r");
  assert_non_null(file);
  content[fread(content, 1, sizeof content - 1, file)] = '\0';
  fclose(file);
  assert_string_equal(content, expected);
}

static void write_file(const char *path, const char *content) {
  soi_file file;
  soi_writer writer;
  assert_true(soi_file_begin(&file, path, &writer));
  assert_true(writer.write(writer.context, content, strlen(content)));
  assert_true(soi_file_commit(&file));
}

static void a_file_appears_when_it_is_whole(void **state) {
  (void)state;
  const char *const path = in_folder("report.json");
  soi_file file;
  soi_writer writer;
  assert_true(soi_file_begin(&file, path, &writer));
  assert_true(writer.write(writer.context, "new", 3));
  assert_int_equal(access(path, F_OK), -1);
  assert_true(soi_file_commit(&file));
  check_content(path, "new");
  assert_int_equal(entries(), 1);
  /* With the rights any new file would have. */
  struct stat found;
  const mode_t mask = umask(0);
  umask(mask);
  assert_int_equal(stat(path, &found), 0);
  assert_int_equal(found.st_mode & 0777, 0666 & ~mask);
}

static void an_old_file_stays_until_then(void **state) {
  (void)state;
  const char *const path = in_folder("report.json");
  write_file(path, "old");
  soi_file file;
  soi_writer writer;
  assert_true(soi_file_begin(&file, path, &writer));
  assert_true(writer.write(writer.context, "half", 4));
  check_content(path, "old");
  soi_file_abandon(&file);
  soi_file_abandon(&file); /* twice is harmless */
  check_content(path, "old");
  assert_int_equal(entries(), 1);
  write_file(path, "new");
  check_content(path, "new");
  assert_int_equal(entries(), 1);
}

/* Two programs that write the same report do not disturb each other; the last wins. */
static void two_at_once(void **state) {
  (void)state;
  const char *const path = in_folder("report.json");
  soi_file a, b;
  soi_writer to_a, to_b;
  assert_true(soi_file_begin(&a, path, &to_a));
  assert_true(soi_file_begin(&b, path, &to_b));
  assert_true(to_a.write(to_a.context, "a", 1));
  assert_true(to_b.write(to_b.context, "b", 1));
  assert_true(soi_file_commit(&b));
  check_content(path, "b");
  assert_true(soi_file_commit(&a));
  check_content(path, "a");
  assert_int_equal(entries(), 1);
}

static void a_link_stays_a_link(void **state) {
  (void)state;
  char target[256], link[256];
  strcpy(target, in_folder("target"));
  strcpy(link, in_folder("link"));
  write_file(target, "old");
  assert_int_equal(symlink(target, link), 0);
  write_file(link, "new");
  struct stat found;
  assert_int_equal(lstat(link, &found), 0);
  assert_true(S_ISLNK(found.st_mode));
  check_content(target, "new");
}

/* A link that leads nowhere: what it names is made, and it stays. */
static void a_dangling_link_stays_a_link(void **state) {
  (void)state;
  char first[256], second[256];
  strcpy(first, in_folder("first"));
  strcpy(second, in_folder("second"));
  assert_int_equal(symlink("second", first), 0); /* from the link's own folder on */
  assert_int_equal(symlink(in_folder("target"), second), 0);
  write_file(first, "new");
  struct stat found;
  assert_int_equal(lstat(first, &found) == 0 && S_ISLNK(found.st_mode), 1);
  assert_int_equal(lstat(second, &found) == 0 && S_ISLNK(found.st_mode), 1);
  check_content(in_folder("target"), "new");
  check_content(first, "new");
}

static void a_link_that_goes_round_is_refused(void **state) {
  (void)state;
  soi_file file;
  soi_writer writer;
  assert_int_equal(symlink("round", in_folder("round")), 0);
  assert_false(soi_file_begin(&file, in_folder("round"), &writer));
  assert_int_equal(errno, ELOOP);
}

static void the_mode_stays(void **state) {
  (void)state;
  const char *const path = in_folder("report.json");
  static const mode_t modes[] = {0600, 0640, 0755, 0666};
  write_file(path, "old");
  for (unsigned i = 0; i < sizeof modes / sizeof *modes; ++i) {
    struct stat found;
    assert_int_equal(chmod(path, modes[i]), 0);
    write_file(path, "new");
    assert_int_equal(stat(path, &found), 0);
    assert_int_equal(found.st_mode & 07777, modes[i]);
  }
}

/* A file of two names is one file still, and holds the old until all of the new is there. */
static void both_names_of_a_file_are_written(void **state) {
  (void)state;
  char path[256];
  strcpy(path, in_folder("one"));
  write_file(path, "a longer text than the new one");
  assert_int_equal(link(path, in_folder("two")), 0);
  soi_file file;
  soi_writer writer;
  assert_true(soi_file_begin(&file, path, &writer));
  assert_true(writer.write(writer.context, "new", 3));
  check_content(in_folder("two"), "a longer text than the new one");
  assert_true(soi_file_commit(&file));
  check_content(in_folder("two"), "new");
  assert_true(soi_file_begin(&file, path, &writer));
  assert_true(writer.write(writer.context, "half", 4));
  soi_file_abandon(&file);
  check_content(path, "new");
  assert_int_equal(entries(), 2);
}

static void the_longest_name_is_written(void **state) {
  (void)state;
  char name[256], path[400];
  memset(name, 'n', 255);
  name[255] = '\0';
  snprintf(path, sizeof path, "%s/%s", folder, name);
  write_file(path, "old");
  write_file(path, "new");
  check_content(path, "new");
  assert_int_equal(entries(), 1);
}

/* /dev/full takes no byte: the failure shows at commit at the latest, with its reason, and the device is still there. */
static void a_full_disk_is_told(void **state) {
  (void)state;
  struct stat found;
  if (stat("/dev/full", &found) != 0) { skip(); }
  soi_file file;
  soi_writer writer;
  assert_true(soi_file_begin(&file, "/dev/full", &writer));
  assert_true(writer.write(writer.context, "x", 1)); /* buffered */
  errno = 0;
  assert_false(soi_file_commit(&file));
  assert_int_equal(errno, ENOSPC);
  assert_int_equal(stat("/dev/full", &found), 0);
  assert_true(S_ISCHR(found.st_mode));
  /* More than a buffer: the writer itself fails, or the commit does. */
  assert_true(soi_file_begin(&file, "/dev/full", &writer));
  static const char many[1 << 20];
  const bool written = writer.write(writer.context, many, sizeof many);
  assert_false(soi_file_commit(&file) && written);
}

/* A report that goes through all layers to a full disk says so too. */
static void a_report_on_a_full_disk_fails(void **state) {
  (void)state;
  struct stat found;
  if (stat("/dev/full", &found) != 0) { skip(); }
  stage *const s = stage_open(0);
  stage_step(s);
  const soi_run_info info = {.scenario_path = "a.yaml"};
  soi_file file;
  soi_writer writer;
  assert_true(soi_file_begin(&file, "/dev/full", &writer));
  const bool written = soi_report_json(s->observer, s->world, &info, writer);
  assert_false(soi_file_commit(&file) && written);
  stage_close(s);
}

static void check_refused(const char *path, int reason) {
  soi_file file;
  soi_writer writer;
  errno = 0;
  assert_false(soi_file_begin(&file, path, &writer));
  assert_int_equal(errno, reason);
}

static void what_cannot_be_written_is_refused(void **state) {
  (void)state;
  check_refused(folder, EISDIR);
  check_refused("", ENOENT);
  check_refused(in_folder("nowhere/report.json"), ENOENT);
  char *const endless = malloc(5001);
  memset(endless, 'a', 5000);
  endless[5000] = '\0';
  check_refused(endless, ENAMETOOLONG);
  endless[4095] = '\0';
  check_refused(endless, ENAMETOOLONG); /* fits the buffer, no file system */
  free(endless);
  assert_int_equal(entries(), 0);
}

static void a_pipe_that_nobody_reads_is_refused(void **state) {
  (void)state;
  assert_int_equal(mkfifo(in_folder("pipe"), 0600), 0);
  check_refused(in_folder("pipe"), ENXIO);
}

/* A pipe is written to, not replaced. */
static void a_pipe_stays_a_pipe(void **state) {
  (void)state;
  const char *const path = in_folder("pipe");
  assert_int_equal(mkfifo(path, 0600), 0);
  const int reader = open(path, O_RDONLY | O_NONBLOCK);
  assert_true(reader >= 0);
  write_file(path, "through");
  char content[16] = "";
  assert_int_equal(read(reader, content, sizeof content), 7);
  assert_string_equal(content, "through");
  close(reader);
  struct stat found;
  assert_int_equal(lstat(path, &found), 0);
  assert_true(S_ISFIFO(found.st_mode));
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, make_folder, remove_folder)

int main(void) {
  const struct CMUnitTest tests[] = {
      IN_FOLDER(a_file_appears_when_it_is_whole),
      IN_FOLDER(an_old_file_stays_until_then),
      IN_FOLDER(two_at_once),
      IN_FOLDER(a_link_stays_a_link),
      IN_FOLDER(a_dangling_link_stays_a_link),
      IN_FOLDER(a_link_that_goes_round_is_refused),
      IN_FOLDER(the_mode_stays),
      IN_FOLDER(both_names_of_a_file_are_written),
      IN_FOLDER(the_longest_name_is_written),
      IN_FOLDER(a_pipe_that_nobody_reads_is_refused),
      IN_FOLDER(a_full_disk_is_told),
      IN_FOLDER(a_report_on_a_full_disk_fails),
      IN_FOLDER(what_cannot_be_written_is_refused),
      IN_FOLDER(a_pipe_stays_a_pipe),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
