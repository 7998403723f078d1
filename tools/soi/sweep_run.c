/* A run of a sweep and its file: who made it, what was set, the state it came to, and the report of soi run --json. */
#include <errno.h>
#include <inttypes.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "output.h"
#include "reports.h"
#include "stop.h"
#include "sweep.h"
#include "terminal.h"

char *sweep_file(const char *folder, const char *key) { return terminal_format("%s/%s.json", folder, key); }

bool sweep_there(const char *const *folders, uint32_t folder_count, const char *key) {
  bool there = false;
  for (uint32_t i = 0; i < folder_count && !there; ++i) {
    char *const path = sweep_file(folders[i], key);
    there = access(path, F_OK) == 0;
    free(path);
  }
  return there;
}

typedef struct run_file {
  const sweep_plan *plan;
  const tool_session *session;
  soi_run_info info;
  const char *key;
  uint32_t run;
  double seconds;
} run_file;

/* What stands before the report. */
static json_t *head_of(const run_file *self) {
  char machine[256] = "unknown", hash[24];
  const uint32_t point = sweep_point(self->plan, self->run);
  gethostname(machine, sizeof machine - 1);
  snprintf(hash, sizeof hash, "%016" PRIx64, self->info.hash);
  json_t *const factors = json_object();
  for (uint32_t i = 0; i < self->plan->factor_count; ++i) {
    json_object_set_new(factors, self->plan->factors[i].key, json_string(sweep_value(self->plan, point, i)));
  }
  return json_pack("{s:s, s:s, s:s, s:s, s:f, s:o}", "key", self->key, "soi", soi_version(), "machine", machine, "hash", hash,
                   "wall_seconds", self->seconds, "factors", factors);
}

static bool fill(const void *context, soi_writer writer) {
  const run_file *const self = context;
  json_t *const head = head_of(self);
  char *const text = json_dumps(head, JSON_COMPACT | JSON_PRESERVE_ORDER);
  static const char joint[] = ",\"report\":\n", end[] = "}\n";
  const bool good = text != NULL && writer.write(writer.context, text, strlen(text) - 1) &&
                    writer.write(writer.context, joint, sizeof joint - 1) &&
                    soi_report_json(self->session->observer, self->session->world, &self->info, writer) &&
                    writer.write(writer.context, end, sizeof end - 1);
  free(text);
  json_decref(head);
  return good;
}

/* A file that came there meanwhile holds the same state; else two machines do not compute the same. */
static bool agrees(const char *path, uint64_t hash) {
  json_t *const other = json_load_file(path, 0, NULL);
  const char *theirs = NULL, *machine = "unknown";
  char own[24], here[256] = "unknown";
  snprintf(own, sizeof own, "%016" PRIx64, hash);
  gethostname(here, sizeof here - 1);
  const bool same =
      other == NULL || json_unpack(other, "{s:s, s:s}", "hash", &theirs, "machine", &machine) != 0 || strcmp(theirs, own) == 0;
  if (!same) {
    terminal_complain("sweep", "%s: %s came to the state %s, %s to %s; expected the same of the same sources", path, machine, theirs, here,
                      own);
  }
  json_decref(other);
  return same;
}

static int simulate(const sweep_plan *plan, uint32_t run, const char *folder, tool_session *session) {
  char key[SWEEP_KEY];
  sweep_key(plan, run, key);
  const double began = terminal_now();
  session_start(session, NULL);
  const char *stopped = NULL;
  while (!session_ended(session) && stopped == NULL) {
    session_step(session);
    stopped = stop_reason();
  }
  if (stopped != NULL) {
    terminal_complain("sweep", "%s: stopped by %s", key, stopped);
    return SOI_VERDICT_OUT_OF_TIME;
  }
  run_file file = {.plan = plan, .session = session, .key = key, .run = run, .seconds = terminal_now() - began};
  file.info = (soi_run_info){.scenario_path = plan->scenario,
                             .seed = session->model->seed,
                             .hash = soi_world_hash(session->world),
                             .simulated_seconds = (double)*session->world->tick * session->model->step,
                             .verdict = soi_observer_verdict(session->observer, session->world)};
  char *const path = sweep_file(folder, key);
  const bool good = agrees(path, file.info.hash) && output_write(path, fill, &file);
  free(path);
  return good ? SOI_VERDICT_HELD : SOI_VERDICT_FAULT;
}

int sweep_simulate(const sweep_plan *plan, uint32_t run, const char *folder) {
  uint32_t count = 0;
  const uint64_t seed = sweep_seed(plan, run);
  char **const texts = sweep_overrides(plan, sweep_point(plan, run), &count);
  tool_overrides list = session_overrides((const char *const *)texts, count, &seed);
  tool_session session;
  int code = SOI_VERDICT_INPUT;
  if (session_load(&session, plan->scenario, list.texts, list.count, false)) {
    code = simulate(plan, run, folder, &session);
  } else {
    session_complain(&session);
  }
  session_close(&session);
  session_overrides_release(&list);
  sweep_overrides_release(texts, count);
  return code;
}
