/* One line a fact: a word, then fields between tabs. Numbers are written in hexadecimal, so that they arrive as they left. */
#include "outcome.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "recorded.h"
#include "terminal.h"

/* --- the child's end ---------------------------------------------------------------------------------------------------- */

/* A field: tabs and line ends within it become spaces. */
static void put_text(FILE *pipe, const char *text) {
  fputc('\t', pipe);
  for (; *text != '\0'; ++text) { fputc(*text == '\t' || *text == '\n' || *text == '\r' ? ' ' : *text, pipe); }
}

static void put_line(FILE *pipe, const char *word, const char *text) {
  fputs(word, pipe);
  put_text(pipe, text);
  fputc('\n', pipe);
}

void outcome_put_message(FILE *pipe, const char *message) { put_line(pipe, "message", message); }

void outcome_put_note(FILE *pipe, const char *note) { put_line(pipe, "note", note); }

void outcome_put_state(FILE *pipe, outcome_state state) {
  fprintf(pipe, "state\t%d\n", (int)state);
  fflush(pipe);
}

static void put_case(FILE *pipe, const tool_session *session, const soi_expectation_result *result) {
  const soi_expectation_definition *const expectation = result->expectation;
  fprintf(pipe, "case\t%d\t%d\t%a\t%d\t%a", (int)result->judgement, (int)result->has_value, result->value, (int)expectation->comparison,
          expectation->limit);
  fprintf(pipe, "\t%d", (int)expectation->unit);
  put_text(pipe, expectation->metric);
  put_text(pipe, expectation->text);
  put_text(pipe, result->lacks == NULL ? "" : result->lacks);
  put_text(pipe, expectation->exception ? "1" : "");
  fprintf(pipe, "\t%a", expectation->confidence);
  const soi_mark mark = expectation->record.mark;
  put_text(pipe, mark.file == 0 ? "" : session->definition.files.items[mark.file - 1].path);
  fprintf(pipe, "\t%" PRIu32, mark.line);
  fputc('\n', pipe);
}

static void put_metrics(FILE *pipe, const tool_session *session) {
  const char *name = NULL;
  for (uint32_t i = 0; (name = soi_metric_name(i)) != NULL; ++i) {
    double value = 0;
    bool known = false;
    if (soi_observer_value(session->observer, session->world, name, &value, &known)) { fprintf(pipe, "metric\t%s\t%a\n", name, value); }
  }
}

void outcome_put_waits(FILE *pipe, const tool_session *session) {
  uint32_t cursor = 0;
  for (soi_passenger_wait wait; soi_observer_next_wait(session->observer, session->world, &cursor, &wait);) {
    fprintf(pipe, "wait\t%a\t%" PRIu32 "\t%a\t%d", wait.created, wait.serial, wait.waited, (int)wait.gave_up);
    put_text(pipe, wait.flow);
    fputc('\n', pipe);
  }
}

void outcome_put_history(FILE *pipe, uint64_t behaviour, const tool_trail *trail) {
  fprintf(pipe, "behaviour\t%" PRIx64 "\n", behaviour);
  if (trail != NULL) {
    char *const text = trail_text(trail);
    fprintf(pipe, "trail\t%s\t%" PRIu64 "\n", text, trail->ticks);
    free(text);
  }
}

void outcome_put_parting(FILE *pipe, const tool_session *session, const trail_parting *parting) {
  char clock[TERMINAL_CLOCK];
  const soi_tick tick = *session->world->tick;
  fprintf(pipe, "parts\t%" PRIu64 "\t%s", tick, recorded_time(session->definition.scenario.start, session->model->step_us, tick, clock));
  fprintf(pipe, "\t%s\t%s\n", parting->phase, parting->fields);
}

static void put_put_off(FILE *pipe, const tool_session *session) {
  soi_arena arena = soi_arena_make(soi_memory_libc());
  const char *message = NULL;
  for (uint32_t i = 0; (message = soi_put_off_message(session->observer, session->world, i, &arena)) != NULL; ++i) {
    put_line(pipe, "put off", message);
  }
  soi_arena_release(&arena);
}

void outcome_put_end(FILE *pipe, const tool_session *session, const char *stopped) {
  for (uint32_t i = 0; i < session->definition.scenario.expect.count; ++i) {
    const soi_expectation_result result = soi_observer_judge(session->observer, session->world, i);
    put_case(pipe, session, &result);
  }
  put_metrics(pipe, session);
  char full[SESSION_FULL];
  if (session_full(session, full, sizeof full)) { outcome_put_message(pipe, full); }
  put_put_off(pipe, session);
  fprintf(pipe, "end\t%d\t%" PRIx64 "\t%" PRIu64 "\n", (int)soi_observer_verdict(session->observer, session->world),
          soi_world_hash(session->world), session->model->seed);
  if (stopped != NULL) {
    fputs("stopped", pipe);
    put_text(pipe, stopped);
    fputc('\n', pipe);
  }
  outcome_put_state(pipe, stopped != NULL ? OUTCOME_STOPPED : OUTCOME_ENDED);
}

/* --- the parent's end --------------------------------------------------------------------------------------------------- */

#define FIELDS_MOST 14u

/* Cuts a line into fields; missing ones are empty. */
static void cut(char *line, const char *fields[FIELDS_MOST]) {
  for (unsigned i = 0; i < FIELDS_MOST; ++i) {
    fields[i] = line == NULL ? "" : line;
    line = line == NULL ? NULL : strchr(line, '\t');
    if (line != NULL) { *line++ = '\0'; }
  }
}

/* Room for one more in a list of the arena, which only ever grows by doubling. */
static void *grow(soi_arena *arena, void *items, uint32_t count, size_t size) {
  if ((count & (count - 1)) != 0) { return items; }
  void *const grown = soi_arena_allocate(arena, (count == 0 ? 1 : 2 * (size_t)count) * size);
  if (count > 0) { memcpy(grown, items, count * size); }
  return grown;
}

void outcome_add_message(tool_outcome *outcome, const char *message) {
  outcome->messages = grow(&outcome->arena, outcome->messages, outcome->message_count, sizeof *outcome->messages);
  char *const copy = SOI_NEW(&outcome->arena, char, strlen(message) + 1);
  strcpy(copy, message);
  outcome->messages[outcome->message_count++] = copy;
}

static void read_case(tool_outcome *outcome, const char *const *fields) {
  outcome->cases = grow(&outcome->arena, outcome->cases, outcome->case_count, sizeof *outcome->cases);
  outcome->cases[outcome->case_count++] = (outcome_case){
      .judgement = (soi_judgement)atoi(fields[1]),
      .has_value = atoi(fields[2]) != 0,
      .value = strtod(fields[3], NULL),
      .expectation = {.comparison = (soi_comparison)atoi(fields[4]),
                      .limit = strtod(fields[5], NULL),
                      .unit = (soi_unit)atoi(fields[6]),
                      .metric = fields[7],
                      .text = fields[8],
                      .exception = fields[10][0] != '\0',
                      .confidence = strtod(fields[11], NULL)},
      .file = fields[12],
      .line = (uint32_t)strtoul(fields[13], NULL, 10),
      .lacks = fields[9][0] == '\0' ? NULL : fields[9],
  };
}

static void read_metric(tool_outcome *outcome, const char *const *fields) {
  outcome->metrics = grow(&outcome->arena, outcome->metrics, outcome->metric_count, sizeof *outcome->metrics);
  outcome->metrics[outcome->metric_count++] = (outcome_metric){fields[1], strtod(fields[2], NULL)};
}

static void read_wait(tool_outcome *outcome, const char *const *fields) {
  outcome->waits = grow(&outcome->arena, outcome->waits, outcome->wait_count, sizeof *outcome->waits);
  outcome->waits[outcome->wait_count++] = (soi_passenger_wait){.created = strtod(fields[1], NULL),
                                                               .serial = (uint32_t)strtoul(fields[2], NULL, 10),
                                                               .waited = strtod(fields[3], NULL),
                                                               .gave_up = atoi(fields[4]) != 0,
                                                               .flow = fields[5]};
}

static void read_line(tool_outcome *outcome, char *line) {
  const char *fields[FIELDS_MOST];
  cut(line, fields);
  if (strcmp(fields[0], "message") == 0) {
    outcome_add_message(outcome, fields[1]);
  } else if (strcmp(fields[0], "note") == 0) {
    outcome->notes = grow(&outcome->arena, outcome->notes, outcome->note_count, sizeof *outcome->notes);
    outcome->notes[outcome->note_count++] = fields[1];
  } else if (strcmp(fields[0], "put off") == 0) {
    outcome->put_off = grow(&outcome->arena, outcome->put_off, outcome->put_off_count, sizeof *outcome->put_off);
    outcome->put_off[outcome->put_off_count++] = fields[1];
  } else if (strcmp(fields[0], "case") == 0) {
    read_case(outcome, fields);
  } else if (strcmp(fields[0], "metric") == 0) {
    read_metric(outcome, fields);
  } else if (strcmp(fields[0], "wait") == 0) {
    read_wait(outcome, fields);
  } else if (strcmp(fields[0], "behaviour") == 0) {
    outcome->behaviour = strtoull(fields[1], NULL, 16);
  } else if (strcmp(fields[0], "trail") == 0) {
    outcome->trail = fields[1];
    outcome->ticks = strtoull(fields[2], NULL, 10);
  } else if (strcmp(fields[0], "parts") == 0) {
    outcome->parting =
        (outcome_parting){.tick = strtoull(fields[1], NULL, 10), .clock = fields[2], .phase = fields[3], .fields = fields[4]};
  } else if (strcmp(fields[0], "end") == 0) {
    outcome->verdict = (soi_verdict)atoi(fields[1]);
    outcome->hash = strtoull(fields[2], NULL, 16);
    outcome->seed = strtoull(fields[3], NULL, 10);
  } else if (strcmp(fields[0], "stopped") == 0) {
    outcome->stopped = fields[1];
  } else if (strcmp(fields[0], "state") == 0) {
    outcome->state = (outcome_state)atoi(fields[1]);
  }
}

tool_outcome outcome_read(char *text) {
  tool_outcome outcome = {.arena = soi_arena_make(soi_memory_libc())};
  for (char *line = text; line != NULL;) {
    char *const end = strchr(line, '\n');
    /* A line that was cut off says nothing. */
    if (end == NULL) { break; }
    *end = '\0';
    read_line(&outcome, line);
    line = end + 1;
  }
  return outcome;
}

bool outcome_value(const tool_outcome *outcome, const char *name, double *value) {
  for (uint32_t i = 0; i < outcome->metric_count; ++i) {
    if (strcmp(outcome->metrics[i].name, name) == 0) {
      *value = outcome->metrics[i].value;
      return true;
    }
  }
  for (uint32_t i = 0; i < outcome->case_count; ++i) {
    if (outcome->cases[i].has_value && strcmp(outcome->cases[i].expectation.metric, name) == 0) {
      *value = outcome->cases[i].value;
      return true;
    }
  }
  return false;
}

void outcome_release(tool_outcome *outcome) { soi_arena_release(&outcome->arena); }
