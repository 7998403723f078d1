/* For people who read a pipeline's page: Markdown for its summary, and annotations that GitHub shows beside the lines they speak of. */
#include <ctype.h>
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "compare.h"
#include "output.h"
#include "terminal.h"
#include "test_reports.h"

/* --- Markdown ------------------------------------------------------------------------------------------------------------ */

/* Text as Markdown shows it, in a cell of a table too. */
static void put(FILE *page, const char *text) {
  for (const char *at = terminal_visible(text); *at != '\0'; ++at) {
    if (strchr("\\`*_[]<>|&~#", *at) != NULL) { fputc('\\', page); }
    fputc(*at == '\n' || *at == '\r' ? ' ' : *at, page);
  }
}

static void put_quantity(FILE *page, soi_unit unit, double value) {
  char text[64];
  soi_unit_print(text, sizeof text, unit, value);
  fprintf(page, " %s |", isfinite(value) ? text : "-");
}

static void put_rows(FILE *page, const tool_joint *joint) {
  static const char *const words[] = {[SOI_HELD] = "", [SOI_FAILED] = "**worse**", [SOI_INCONCLUSIVE] = "undecided", [SOI_OVER_SEEDS] = ""};
  bool headed = false;
  for (uint32_t i = 0; i < joint->case_count; ++i) {
    const compare_row *const row = joint->cases[i].row;
    if (row == NULL) { continue; }
    if (!headed) { fputs("\n| figure | baseline | now | difference, at 95 % | correlation | |\n|---|---|---|---|---|---|\n", page); }
    headed = true;
    fputs("| ", page);
    put(page, row->name);
    fputs(" |", page);
    put_quantity(page, row->unit, row->a.mean), put_quantity(page, row->unit, row->b.mean);
    char low[64], high[64];
    soi_unit_print(low, sizeof low, row->unit, row->difference.mean - row->half);
    soi_unit_print(high, sizeof high, row->unit, row->difference.mean + row->half);
    const bool moved = joint->cases[i].judgement == SOI_HELD && row->differs;
    fprintf(page, " %s%s%s | %.2f | %s |\n", isfinite(row->half) ? low : "one seed", isfinite(row->half) ? " to " : "",
            isfinite(row->half) ? high : "", row->correlation, moved ? "moved" : words[joint->cases[i].judgement]);
  }
}

/* What did not hold, and how runs ended that did not end well. Seeds that say the same say it once. */
static void put_joint(FILE *page, const tool_joint *joint) {
  const char *last = "";
  fputs("\n### ", page);
  put(page, joint->path);
  fputs("\n\n", page);
  for (uint32_t k = 0; k < joint->outcome_count; ++k) {
    const tool_outcome *const outcome = &joint->outcomes[k];
    for (uint32_t i = 0; i < outcome->message_count; last = outcome->messages[i++]) {
      if (strcmp(last, outcome->messages[i]) == 0) { continue; }
      fprintf(page, "- seed %" PRIu64 ": ", outcome->seed);
      put(page, outcome->messages[i]);
      fputc('\n', page);
    }
    if (outcome->state == OUTCOME_STOPPED) { fprintf(page, "- seed %" PRIu64 ": stopped by %s\n", outcome->seed, outcome->stopped); }
  }
  if (joint->late > 0) { fprintf(page, "- %u of %u runs did not end within the budget: undecided\n", joint->late, joint->outcome_count); }
  for (uint32_t i = 0; i < joint->case_count; ++i) {
    if (joint->cases[i].message == NULL || joint->cases[i].row != NULL) { continue; }
    fputs("- ", page);
    put(page, joint->cases[i].message);
    fputc('\n', page);
  }
  if (joint->where != NULL) {
    fprintf(page, "- %u of %u runs unchanged from the baseline; ", joint->unchanged, joint->outcome_count);
    put(page, joint->where);
    fputc('\n', page);
  }
  put_rows(page, joint);
}

bool test_write_markdown(const test_result *result, const char *path) {
  if (path == NULL) { return true; }
  char *text = NULL;
  size_t size = 0;
  FILE *const page = open_memstream(&text, &size);
  SOI_ASSERT(page != NULL);
  fprintf(page, "## soi test: %u passed, %u failed, %u inconclusive", result->passed, result->failed, result->inconclusive);
  if (result->stopped + result->not_run > 0) { fprintf(page, ", %u stopped, %u not run", result->stopped, result->not_run); }
  fputs("\n\n", page);
  for (uint32_t i = 0; i < result->set_count; ++i) {
    fputs("- set: ", page);
    put(page, result->sets[i]);
    fputs(i + 1 == result->set_count ? "\n\n" : "\n", page);
  }
  fputs("| | scenario | runs | unchanged | time |\n|---|---|---|---|---|\n", page);
  for (uint32_t i = 0; i < result->count; ++i) {
    const tool_joint *const joint = &result->joints[i];
    if (joint->part) { continue; }
    fprintf(page, joint->verdict == SOI_VERDICT_HELD ? "| %s | " : "| **%s** | ", soi_verdict_name(joint->verdict));
    put(page, joint->path);
    fprintf(page, " | %u |", joint->outcome_count);
    if (joint->compared) { fprintf(page, " %u", joint->unchanged); }
    fprintf(page, " | %.1f s |\n", joint->seconds);
  }
  for (uint32_t i = 0; i < result->count; ++i) {
    const tool_joint *const joint = &result->joints[i];
    if (!joint->part && (joint->verdict != SOI_VERDICT_HELD || joint->where != NULL)) { put_joint(page, joint); }
  }
  fclose(page);
  const bool good = output_bytes(path, text, size);
  free(text);
  return good;
}

/* --- annotations ---------------------------------------------------------------------------------------------------------- */

/* As GitHub's workflow commands take it: in the message three characters stand for others, in a property five. */
static void put_escaped(const char *text, bool property) {
  for (; *text != '\0'; ++text) {
    if (strchr(property ? "%\r\n:," : "%\r\n", *text) != NULL) {
      printf("%%%02X", (unsigned char)*text);
    } else {
      putchar(*text);
    }
  }
}

/* A path as the repository has it, where the pipeline says which folder that is. */
static void put_path(const char *path) {
  const char *const root = getenv("GITHUB_WORKSPACE");
  char *const real = root == NULL ? NULL : realpath(path, NULL), *const base = root == NULL ? NULL : realpath(root, NULL);
  const size_t length = base == NULL ? 0 : strlen(base);
  put_escaped(real != NULL && length > 0 && strncmp(real, base, length) == 0 && real[length] == '/' ? real + length + 1 : path, true);
  free(real);
  free(base);
}

static void annotate(bool error, const char *path, uint32_t line, const char *message) {
  printf("::%s file=", error ? "error" : "warning");
  put_path(path);
  if (line > 0) { printf(",line=%" PRIu32, line); }
  printf(",title=soi test::");
  put_escaped(message, false);
  putchar('\n');
}

/* "town.yaml:7:3: message": points there. */
static void annotate_message(const char *scenario, const char *message) {
  const char *const dot = strstr(message, ".y"), *const colon = dot == NULL ? NULL : strchr(dot, ':');
  char *const path = colon == NULL ? NULL : terminal_format("%.*s", (int)(colon - message), message);
  char *rest = NULL;
  const unsigned long line = colon != NULL && isdigit((unsigned char)colon[1]) ? strtoul(colon + 1, &rest, 10) : 0;
  annotate(true, line > 0 && *rest == ':' ? path : scenario, line > 0 && *rest == ':' ? (uint32_t)line : 0, message);
  free(path);
}

static void annotate_run(const tool_joint *joint, const tool_outcome *outcome, const char **last) {
  if (outcome->state == OUTCOME_STOPPED) { annotate(true, joint->path, 0, outcome->stopped); }
  for (uint32_t i = 0; i < outcome->message_count && outcome->state != OUTCOME_ENDED; *last = outcome->messages[i++]) {
    if (strcmp(*last, outcome->messages[i]) != 0) { annotate_message(joint->path, outcome->messages[i]); }
  }
}

void test_annotate(const test_result *result) {
  for (uint32_t i = 0; i < result->count; ++i) {
    const tool_joint *const joint = &result->joints[i];
    const char *last = "";
    for (uint32_t k = 0; !joint->part && k < joint->outcome_count; ++k) { annotate_run(joint, &joint->outcomes[k], &last); }
    if (!joint->part && joint->late > 0) { annotate(false, joint->path, 0, "undecided: not all runs ended within the budget"); }
    for (uint32_t k = 0; k < joint->case_count; ++k) {
      const joint_case *const one = &joint->cases[k];
      const bool placed = one->line > 0 && strncmp(one->file, "--set ", 6) != 0;
      if (one->message != NULL) {
        annotate(one->judgement == SOI_FAILED, placed ? one->file : joint->path, placed ? one->line : 0, one->message);
      }
    }
  }
}
