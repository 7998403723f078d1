/* What a sweep came to: CSV by run, by stop, by hour and by point, the printed table, and an SQLite database where the command
 * sqlite3 is. Nothing in them depends on where or when a run was made. */
#include <errno.h>
#include <inttypes.h>
#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cells.h"
#include "output.h"
#include "reports.h"
#include "statistics.h"
#include "sweep.h"
#include "terminal.h"

#define CONFIDENCE 0.95

typedef struct sweep_results {
  const sweep_plan *plan;
  json_t **runs; /* of each run its file, or null */
  const char *table;
} sweep_results;

/* --- reading ------------------------------------------------------------------------------------------------------------------ */

static const char *text_at(const json_t *object, const char *key) {
  const char *const text = json_string_value(json_object_get(object, key));
  return text == NULL ? "unknown" : text;
}

/* The file of a run from the folders. All that are there must have come to the same state. */
static bool read_run(const char *const *folders, uint32_t folder_count, const char *key, json_t **found) {
  bool good = true;
  *found = NULL;
  for (uint32_t i = 0; i < folder_count; ++i) {
    char *const path = sweep_file(folders[i], key);
    json_error_t error = {0};
    json_t *const file = access(path, F_OK) == 0 ? json_load_file(path, 0, &error) : NULL;
    if (file == NULL && access(path, F_OK) == 0) {
      terminal_complain("sweep", "%s:%d:%d: %s; remove it to have it run again", path, error.line, error.column, error.text);
      good = false;
    } else if (file != NULL && *found != NULL && strcmp(text_at(file, "hash"), text_at(*found, "hash")) != 0) {
      terminal_complain("sweep", "%s: %s came to the state %s, %s to %s; expected the same of the same sources", path,
                        text_at(*found, "machine"), text_at(*found, "hash"), text_at(file, "machine"), text_at(file, "hash"));
      good = false;
    }
    free(path);
    if (file != NULL && *found != NULL) {
      json_decref(file);
    } else if (file != NULL) {
      *found = file;
    }
  }
  return good;
}

/* A metric of a run; false when it has no value. */
static bool metric_of(const json_t *run, const char *name, double *value) {
  const json_t *const one = json_object_get(json_object_get(json_object_get(json_object_get(run, "report"), "metrics"), name), "value");
  *value = json_number_value(one);
  return json_is_number(one);
}

static void put_value(cells *row, const json_t *value) {
  if (json_is_number(value)) {
    cells_number(row, true, json_number_value(value));
  } else {
    cells_text(row, json_is_string(value) ? json_string_value(value) : "");
  }
}

static void put_factors(cells *row, const sweep_plan *plan, uint32_t point) {
  for (uint32_t i = 0; i < plan->factor_count; ++i) { cells_text(row, sweep_value(plan, point, i)); }
}

/* What all tables of runs begin with. */
static void put_run(cells *row, const sweep_results *results, uint32_t run) {
  char seed[24];
  cells_text(row, text_at(results->runs[run], "key"));
  put_factors(row, results->plan, sweep_point(results->plan, run));
  snprintf(seed, sizeof seed, "%" PRIu64, sweep_seed(results->plan, run));
  cells_text(row, seed);
}

static void put_heads(cells *row, const sweep_plan *plan, const char *first, const char *last) {
  if (first != NULL) { cells_text(row, first); }
  for (uint32_t i = 0; i < plan->factor_count; ++i) { cells_text(row, plan->factors[i].key); }
  if (last != NULL) { cells_text(row, last); }
}

/* --- tables ----------------------------------------------------------------------------------------------------------------------- */

static bool fill_runs(const void *context, soi_writer writer) {
  const sweep_results *const results = context;
  cells row = {.writer = writer};
  put_heads(&row, results->plan, "key", "seed");
  cells_text(&row, "verdict"), cells_text(&row, "hash");
  for (uint32_t i = 0; soi_metric_name(i) != NULL; ++i) { cells_text(&row, soi_metric_name(i)); }
  cells_end(&row);
  for (uint32_t run = 0; run < results->plan->runs; ++run) {
    if (results->runs[run] == NULL) { continue; }
    put_run(&row, results, run);
    cells_text(&row, text_at(json_object_get(results->runs[run], "report"), "verdict"));
    cells_text(&row, text_at(results->runs[run], "hash"));
    for (uint32_t i = 0; soi_metric_name(i) != NULL; ++i) {
      double value = 0;
      const bool known = metric_of(results->runs[run], soi_metric_name(i), &value);
      cells_number(&row, known, value);
    }
    cells_end(&row);
  }
  return !row.failed;
}

/* The stops or the hours of all runs: a row an object of that list in the report, a column a member. */
static bool fill_list(const void *context, soi_writer writer) {
  const sweep_results *const results = context;
  cells row = {.writer = writer};
  bool headed = false;
  for (uint32_t run = 0; run < results->plan->runs; ++run) {
    const json_t *const list = json_object_get(json_object_get(results->runs[run], "report"), results->table);
    for (size_t i = 0; i < json_array_size(list); ++i) {
      json_t *const object = json_array_get(list, i);
      if (!headed) { put_heads(&row, results->plan, "key", "seed"); }
      for (void *at = headed ? NULL : json_object_iter(object); at != NULL; at = json_object_iter_next(object, at)) {
        cells_text(&row, json_object_iter_key(at));
      }
      if (!headed) { cells_end(&row); }
      headed = true;
      put_run(&row, results, run);
      for (void *at = json_object_iter(object); at != NULL; at = json_object_iter_next(object, at)) {
        put_value(&row, json_object_iter_value(at));
      }
      cells_end(&row);
    }
  }
  return !row.failed;
}

/* A metric over the seeds of a point. */
static statistics_sample sample_of(const sweep_results *results, uint32_t point, const char *metric) {
  const uint32_t seeds = results->plan->line.seed_count;
  double *const values = terminal_grow(NULL, seeds * sizeof *values);
  uint32_t count = 0;
  for (uint32_t i = 0; i < seeds; ++i) {
    const json_t *const run = results->runs[point * seeds + i];
    if (run != NULL && metric_of(run, metric, &values[count])) { ++count; }
  }
  const statistics_sample sample = statistics_of(values, count);
  free(values);
  return sample;
}

static bool fill_points(const void *context, soi_writer writer) {
  const sweep_results *const results = context;
  static const char *const columns[] = {"n", "mean", "deviation", "low", "high", "unit"};
  cells row = {.writer = writer};
  put_heads(&row, results->plan, NULL, "metric");
  for (unsigned i = 0; i < sizeof columns / sizeof *columns; ++i) { cells_text(&row, columns[i]); }
  cells_end(&row);
  for (uint32_t point = 0; point < results->plan->points; ++point) {
    for (uint32_t i = 0; soi_metric_name(i) != NULL; ++i) {
      const statistics_sample sample = sample_of(results, point, soi_metric_name(i));
      const double half = statistics_half_width(&sample, CONFIDENCE);
      soi_unit unit = SOI_UNIT_NONE;
      if (sample.count == 0) { continue; }
      soi_metric_find(soi_metric_name(i), &unit, NULL);
      put_factors(&row, results->plan, point);
      cells_text(&row, soi_metric_name(i));
      cells_number(&row, true, sample.count), cells_number(&row, true, sample.mean), cells_number(&row, sample.count > 1, sample.deviation);
      cells_number(&row, sample.count > 1, sample.mean - half), cells_number(&row, sample.count > 1, sample.mean + half);
      cells_text(&row, soi_unit_symbol(unit));
      cells_end(&row);
    }
  }
  return !row.failed;
}

/* --- the database ------------------------------------------------------------------------------------------------------------------- */

/* A table with the columns of its CSV file: numbers where the text is one, NULL where the cell is empty. */
static void put_import(FILE *script, const char *target, const char *table) {
  char *const path = terminal_format("%s/%s.csv", target, table), *head = NULL;
  FILE *const file = fopen(path, "r");
  size_t room = 0;
  if (file != NULL && getline(&head, &room, file) > 0) {
    fprintf(script, "DROP TABLE IF EXISTS %s;\nCREATE TABLE %s(", table, table);
    head[strcspn(head, "\r\n")] = '\0';
    char *updates = terminal_copy(""), *rest = NULL;
    for (char *name = strtok_r(head, ",", &rest); name != NULL; name = strtok_r(NULL, ",", &rest)) {
      const bool text = strcmp(name, "key") == 0 || strcmp(name, "hash") == 0;
      fprintf(script, "%s\"%s\" %s", *updates == '\0' ? "" : ", ", name, text ? "TEXT" : "NUMERIC");
      char *const more = terminal_format("%sUPDATE %s SET \"%s\" = NULL WHERE \"%s\" = '';\n", updates, table, name, name);
      free(updates);
      updates = more;
    }
    fprintf(script, ");\n.import --csv --skip 1 \"%s\" %s\n%s", path, table, updates);
    free(updates);
  }
  if (file != NULL) { fclose(file); }
  free(head);
  free(path);
}

static const char *const tables[] = {"runs", "stops", "hours", "points"};
enum { TABLES = sizeof tables / sizeof *tables };

/* By the command, so that soi needs no library for it. */
static bool write_database(const char *target) {
  char *const script = terminal_format("%s/sweep.sql", target), *const database = terminal_format("%s/sweep.sqlite", target);
  FILE *const file = fopen(script, "w");
  int status = 1;
  if (file != NULL) {
    for (int i = 0; i < TABLES; ++i) { put_import(file, target, tables[i]); }
    fclose(file);
    const pid_t child = fork();
    if (child == 0) {
      if (freopen(script, "r", stdin) != NULL) { execlp("sqlite3", "sqlite3", "-bail", database, (char *)NULL); }
      _exit(127);
    }
    while (child > 0 && waitpid(child, &status, 0) < 0 && errno == EINTR) {}
    unlink(script);
  }
  const bool absent = WIFEXITED(status) && WEXITSTATUS(status) == 127;
  if (absent) {
    terminal_complain("sweep", "the command sqlite3 is not there (Debian: sqlite3): no database is written");
  } else if (status != 0) {
    terminal_complain("sweep", "cannot write %s", database);
  }
  free(script);
  free(database);
  return absent || status == 0;
}

/* --- the printed table ---------------------------------------------------------------------------------------------------------------- */

static void print_points(const sweep_results *results) {
  const sweep_plan *const plan = results->plan;
  printf("mean over seeds, with its %.0f %% interval\n", 100 * CONFIDENCE);
  for (uint32_t point = 0; point < plan->points; ++point) {
    for (uint32_t i = 0; i < plan->factor_count; ++i) {
      printf("%s%s = %s", i == 0 ? "" : ", ", plan->factors[i].key, sweep_value(plan, point, i));
    }
    if (plan->factor_count > 0) { putchar('\n'); }
    for (uint32_t i = 0; i < plan->metric_count; ++i) {
      const statistics_sample sample = sample_of(results, point, plan->metrics[i]);
      const double half = statistics_half_width(&sample, CONFIDENCE);
      char mean[64], low[64], high[64];
      soi_unit unit = SOI_UNIT_NONE;
      soi_metric_find(plan->metrics[i], &unit, NULL);
      soi_unit_print(mean, sizeof mean, unit, sample.mean);
      soi_unit_print(low, sizeof low, unit, sample.mean - half);
      soi_unit_print(high, sizeof high, unit, sample.mean + half);
      if (sample.count == 0) {
        printf("  %-24s no samples\n", plan->metrics[i]);
      } else if (sample.count == 1) {
        printf("  %-24s %10s   1 seed\n", plan->metrics[i], mean);
      } else {
        printf("  %-24s %10s   %s to %s, %u seeds\n", plan->metrics[i], mean, low, high, sample.count);
      }
    }
  }
}

/* --- all of it ------------------------------------------------------------------------------------------------------------------------ */

static bool write_tables(sweep_results *results, const char *target) {
  static const output_fill fills[TABLES] = {fill_runs, fill_list, fill_list, fill_points};
  bool good = true;
  for (int i = 0; i < TABLES; ++i) {
    char *const path = terminal_format("%s/%s.csv", target, tables[i]);
    results->table = tables[i];
    good = output_write(path, fills[i], results) && good;
    free(path);
  }
  return good && write_database(target);
}

int sweep_report(const sweep_plan *plan, const char *const *folders, uint32_t folder_count, const char *target) {
  sweep_results results = {.plan = plan, .runs = terminal_grow(NULL, plan->runs * sizeof(json_t *))};
  bool good = true;
  uint32_t missing = 0;
  for (uint32_t run = 0; run < plan->runs; ++run) {
    char key[SWEEP_KEY];
    sweep_key(plan, run, key);
    good = read_run(folders, folder_count, key, &results.runs[run]) && good;
    missing += results.runs[run] == NULL;
  }
  if (good && mkdir(target, 0777) != 0 && errno != EEXIST) {
    terminal_complain("sweep", "cannot make the folder %s: %s", target, strerror(errno));
    good = false;
  }
  good = good && write_tables(&results, target);
  if (good) { print_points(&results); }
  if (good && missing > 0) { printf("%u of %u runs are missing\n", missing, plan->runs); }
  for (uint32_t run = 0; run < plan->runs; ++run) { json_decref(results.runs[run]); }
  free(results.runs);
  return !good ? SOI_VERDICT_FAULT : missing > 0 ? SOI_VERDICT_INCONCLUSIVE : SOI_VERDICT_HELD;
}
