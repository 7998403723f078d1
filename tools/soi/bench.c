/* soi bench: how fast scenarios run on one core. The whole scenario once, then one stretch of it again and again from a
 * snapshot. Speeds are by the processor time of this process, which other programs disturb less than the clock. */
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

#include "bench.h"
#include "recorded.h"
#include "stop.h"
#include "terminal.h"
#include "tool.h"

#define USUAL_SCENARIO "scenarios/bangsue/weekday-morning.yaml"

/* Agents over the steps of a run. */
typedef struct agent_load {
  uint64_t steps, vehicles, people;
  uint32_t vehicles_peak, people_peak;
} agent_load;

static void load_add(agent_load *load, const soi_world *world) {
  const uint32_t vehicles = *world->vehicle_count, people = *world->person_count;
  ++load->steps;
  load->vehicles += vehicles;
  load->people += people;
  load->vehicles_peak = vehicles > load->vehicles_peak ? vehicles : load->vehicles_peak;
  load->people_peak = people > load->people_peak ? people : load->people_peak;
}

/* Seconds that this process has had of a processor. */
static double processor_time(void) {
  struct timespec spent;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &spent);
  return (double)spent.tv_sec + 1e-9 * (double)spent.tv_nsec;
}

/* Steps to the tick; returns the processor time it took. False in *whole when stopped before. */
static double time_steps(tool_session *session, soi_tick end, agent_load *load, bool *whole) {
  const double began = processor_time();
  while (*session->world->tick < end && stop_reason() == NULL) {
    session_step(session);
    load_add(load, session->world);
  }
  *whole = *session->world->tick >= end;
  return processor_time() - began;
}

static double peak_megabytes(void) {
  struct rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  return (double)usage.ru_maxrss / 1024;
}

/* The whole scenario, once. */
static bool bench_whole(tool_session *session, const char *path) {
  agent_load load = {0};
  bool whole = false;
  const double began = terminal_now();
  const double spent = time_steps(session, session->model->end, &load, &whole);
  const double seconds = terminal_now() - began;
  const double simulated = (double)load.steps * session->model->step;
  const double steps = load.steps > 0 ? (double)load.steps : 1;
  char duration[TERMINAL_CLOCK];
  printf("%s\n", terminal_visible(path));
  printf("  whole: %s simulated in %.2f s of processor time, %.0f x real time; %.2f s by the clock; peak memory of the process %.0f MB\n",
         terminal_duration(duration, simulated), spent, simulated / spent, seconds, peak_megabytes());
  printf("  load:  vehicles %.0f mean, %u peak; people %.0f mean, %u peak; %llu steps of %g ms\n", (double)load.vehicles / steps,
         load.vehicles_peak, (double)load.people / steps, load.people_peak, (unsigned long long)load.steps, session->model->step * 1e3);
  return whole;
}

/* A moment: the world and its observer. */
typedef struct saved_moment {
  void *world, *observer;
  size_t world_size, observer_size;
} saved_moment;

static saved_moment moment_save(const tool_session *session) {
  saved_moment moment = {.world_size = soi_snapshot_size(session->world), .observer_size = soi_observer_snapshot_size(session->observer)};
  moment.world = terminal_grow(NULL, moment.world_size);
  moment.observer = terminal_grow(NULL, moment.observer_size);
  soi_snapshot_save(session->world, moment.world);
  soi_observer_snapshot_save(session->observer, moment.observer);
  return moment;
}

static void moment_restore(const saved_moment *moment, tool_session *session) {
  SOI_ASSERT(soi_snapshot_restore(session->world, moment->world, moment->world_size));
  SOI_ASSERT(soi_observer_snapshot_restore(session->observer, moment->observer, moment->observer_size));
}

static void moment_release(saved_moment *moment) {
  free(moment->world);
  free(moment->observer);
}

/* One stretch from the snapshot, so many times; the median is reported. Every repetition must come to the same state. */
static bool bench_stretch(tool_session *session, soi_tick end, uint32_t repeats) {
  saved_moment moment = moment_save(session);
  double *const times = terminal_grow(NULL, repeats * sizeof *times);
  const double simulated = (double)(end - *session->world->tick) * session->model->step;
  agent_load load = {0};
  bool whole = true;
  uint64_t hash = 0;
  for (uint32_t i = 0; i < repeats && whole; ++i) {
    load = (agent_load){0};
    moment_restore(&moment, session);
    times[i] = time_steps(session, end, &load, &whole);
    SOI_ASSERT(!whole || i == 0 || hash == soi_world_hash(session->world));
    hash = soi_world_hash(session->world);
  }
  if (whole) {
    const double median = bench_median(times, repeats);
    const uint64_t agents = load.vehicles + load.people;
    printf("  step:  processor time, median of %u: %.0f x real time, %.1f us a step, %.0f ns an agent and step (%.0f s simulated, %.0f "
           "agents)\n",
           repeats, simulated / median, median * 1e6 / (double)load.steps, agents > 0 ? median * 1e9 / (double)agents : 0, simulated,
           (double)agents / (double)load.steps);
  }
  free(times);
  moment_release(&moment);
  return whole;
}

static soi_tick ticks_of(const tool_session *session, double seconds) { return (soi_tick)(seconds / session->model->step + 0.5); }

/* Back to the start, warm up, snapshot, repeat. A short scenario gets a short stretch. */
static bool bench_repeated(tool_session *session, const saved_moment *start, const tool_arguments *arguments) {
  moment_restore(start, session);
  const soi_tick end = session->model->end;
  const soi_tick wish = ticks_of(session, arguments->values[OPTION_WARMUP].seconds);
  const soi_tick warm = wish < end / 2 ? wish : end / 2;
  const soi_tick last = warm + ticks_of(session, arguments->values[OPTION_STRETCH].seconds);
  agent_load load = {0};
  bool whole = false;
  time_steps(session, warm, &load, &whole);
  return whole && bench_stretch(session, last < end ? last : end, (uint32_t)arguments->values[OPTION_REPEAT].number);
}

static int bench_scenario(const char *path, const tool_arguments *arguments) {
  tool_session session;
  int code = SOI_VERDICT_INPUT;
  if (session_load(&session, path, arguments->sets, arguments->set_count, false)) {
    session_tell(&session, SESSION_NOTES);
    session_start(&session, NULL);
    saved_moment start = moment_save(&session);
    const bool whole = bench_whole(&session, path) && bench_repeated(&session, &start, arguments);
    code = whole ? SOI_VERDICT_HELD : SOI_VERDICT_OUT_OF_TIME;
    moment_release(&start);
  }
  session_complain(&session);
  session_close(&session);
  return code;
}

int bench_command(const tool_arguments *arguments) {
  static const char *const usual[] = {USUAL_SCENARIO};
  const bool given = arguments->operand_count > 0;
  const char *const *const paths = given ? arguments->operands : usual;
  int worst = SOI_VERDICT_HELD;
  stop_heed();
  for (uint32_t i = 0; i < (given ? arguments->operand_count : 1) && worst != SOI_VERDICT_OUT_OF_TIME; ++i) {
    const int code = recorded_is_one(paths[i]) ? bench_recording(paths[i]) : bench_scenario(paths[i], arguments);
    worst = code == SOI_VERDICT_HELD ? worst : code;
  }
  return worst;
}
