/* Observing a run: metrics from the const world and the step's events, expectations judged, reports written. */
#ifndef SOI_OBSERVE_H
#define SOI_OBSERVE_H

#include <soi/definition.h>
#include <soi/metrics.h>
#include <soi/world.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The metrics of one run. Its accumulators are one block, so that a snapshot can hold them. */
typedef struct soi_observer soi_observer;

SOI_API soi_observer *soi_observer_create(const soi_model *model, soi_memory memory);
SOI_API void soi_observer_release(soi_observer *observer);
/* After each soi_world_step. */
SOI_API void soi_observer_step(soi_observer *observer, const soi_world *world);
/* Observers are part of the moment: saved and restored with the world's snapshot. Samples grow: size is that of the moment. */
SOI_API size_t soi_observer_snapshot_size(const soi_observer *observer);
SOI_API void soi_observer_snapshot_save(const soi_observer *observer, void *snapshot);
SOI_API bool soi_observer_snapshot_restore(soi_observer *observer, const void *snapshot, size_t size);

/* Goes on where another observer is, in a model that goes on from the other's (soi_model_goes_on). */
SOI_API void soi_observer_take_over(soi_observer *observer, const soi_observer *from);
/* Lets all figures begin now, those that include the warm-up too: forgets what was counted, sampled and noted. What is under way goes on and
 * counts as at the end of a warm-up: a wait that began earlier does not, a ride or a headway that ends later does. The model's warm-up must
 * end now or later. */
SOI_API void soi_observer_begin(soi_observer *observer, const soi_world *world);

/* A metric by its full name ("wait.p90"), as of this tick. False: unknown name, or without samples (then *known is true). */
SOI_API bool soi_observer_value(const soi_observer *observer, const soi_world *world, const char *name, double *value, bool *known);

/* The wait of a passenger who joined a queue after the warm-up: to boarding or giving up, or so far. */
typedef struct soi_passenger_wait {
  const char *flow; /* its id */
  double created;   /* s of the day at which the passenger came into the map: of the flow's draws, so the same whatever carts do */
  uint32_t serial;  /* as in trips.csv; counts vehicles too */
  double waited;    /* s */
  bool gave_up;
} soi_passenger_wait;
/* The next one behind *cursor, which begins at 0; in the order of ending, then those under way. False behind the last. */
SOI_API bool soi_observer_next_wait(const soi_observer *observer, const soi_world *world, uint32_t *cursor, soi_passenger_wait *wait);

/* What was put off, incidents and commands for want of room and the first departures of carts, number i in the order of first waiting:
 * "incident van (parked_vehicle) put off from 08:10:00 to 08:12:30: a vehicle was there"; the arena owns it. Null past the last. */
SOI_API const char *soi_put_off_message(const soi_observer *observer, const soi_world *world, uint32_t i, soi_arena *arena);

/* What must not change when the code is rebuilt. Folds the moment after a step into the hash so far (start from 0): place and speed of
 * every body, lights, riders, queues, weather and the step's events, in any layout of the state. */
SOI_API uint64_t soi_behaviour_hash(uint64_t hash, const soi_world *world);
/* The names and values of all metrics, as of this tick. */
SOI_API uint64_t soi_metrics_hash(const soi_observer *observer, const soi_world *world);

/* Why a cart loses time now: what it is doing tells more than what binds its speed. In the depot: as its body last did. */
SOI_API soi_cause soi_cart_cause(const soi_world *world, soi_cart_id cart);
/* Share (0..1) of the time a cart loses now against free speed: its own top speed or the lane's limit. 0 without a body on the road. */
SOI_API double soi_cart_lost_share(const soi_world *world, soi_cart_id cart);

/* Over seeds: a single run does not judge it, and another line judges the run. */
typedef enum soi_judgement { SOI_HELD, SOI_FAILED, SOI_INCONCLUSIVE, SOI_OVER_SEEDS } soi_judgement;

typedef struct soi_expectation_result {
  const soi_expectation_definition *expectation;
  soi_judgement judgement;
  double value;
  bool has_value;
  const char *lacks; /* without a value: the metric that has no samples; null when something was divided by 0 */
} soi_expectation_result;

/* Judges expectation number i (from 0) of the scenario. */
SOI_API soi_expectation_result soi_observer_judge(const soi_observer *observer, const soi_world *world, uint32_t i);
/* The verdict over all expectations, and over tables that were full. */
SOI_API soi_verdict soi_observer_verdict(const soi_observer *observer, const soi_world *world);

/* How a run ended, for its reports. */
typedef struct soi_run_info {
  const char *scenario_path;
  uint64_t seed;
  double wall_seconds; /* 0: leave out, so that reports compare */
  double simulated_seconds;
  soi_verdict verdict; /* with 4 when stopped early */
  const char *stopped; /* null, or why it stopped early: "time limit", "SIGINT" ... */
  uint64_t hash;
  soi_tick begun; /* the moment of a recording at which the figures begin; 0: the start */
} soi_run_info;

/* Reports into open streams of the host: each returns false when writing failed (errno tells). */
typedef struct soi_writer {
  bool (*write)(void *context, const char *bytes, size_t count);
  void *context;
} soi_writer;

SOI_API bool soi_report_text(const soi_observer *observer, const soi_world *world, const soi_run_info *info, soi_writer writer, bool colour,
                             unsigned width);
SOI_API bool soi_report_json(const soi_observer *observer, const soi_world *world, const soi_run_info *info, soi_writer writer);
/* Table "trips", "stops", "carts" or "hours" as CSV (RFC 4180). */
SOI_API bool soi_report_csv(const soi_observer *observer, const soi_world *world, const char *table, soi_writer writer);

/* JUnit: one suite a scenario, one case an expectation. Cases are given one by one, so that soi test can gather many runs. */
/* A fact of a run: a text, or where that is null a value with its unit. */
typedef struct soi_junit_property {
  const char *name, *text;
  soi_unit unit;
  double value;
} soi_junit_property;
typedef struct soi_junit_properties {
  const soi_junit_property *items;
  uint32_t count;
} soi_junit_properties;
typedef struct soi_junit_case {
  const char *name;    /* the expectation as written, or "run" */
  soi_verdict verdict; /* failed and inconclusive: a failure, each of its type; wrong input, fault and out of time: an error */
  bool skipped;        /* it was not run */
  const char *message; /* names metric, limit and value when it did not hold; null otherwise */
  double seconds;      /* real time of the run that it judges, or of all of them */
  soi_junit_properties properties;
} soi_junit_case;
typedef struct soi_junit_suite {
  const char *name;
  double seconds;
  const soi_junit_case *cases;
  uint32_t count;
  soi_junit_properties properties; /* beside the version of soi */
} soi_junit_suite;
SOI_API bool soi_report_junit(const soi_junit_suite *suites, uint32_t count, soi_writer writer);
/* True when a value of the expectation's metric meets it. */
SOI_API bool soi_expectation_holds(const soi_expectation_definition *expectation, double value);
/* "wait.p90 is 7.2 min, expected <= 6 min": for messages; the arena owns it. */
SOI_API const char *soi_expectation_message(soi_arena *arena, const soi_expectation_result *result);

/* A party of an event, for reports: of a cart, stop, flow, depot, crossing, gate, lane or command the id or name, of anything else the
 * number. Vehicles and people are rows of the world at the event's tick; reports put their serials into the event first. */
typedef struct soi_event_party {
  const char *label; /* "cart", "stop", "vehicle" ...; of two of one label the second is the "other"; "": there is none */
  char name[160];    /* "" when it has none */
  uint32_t number;
  bool known; /* false for a vehicle or person without a serial */
} soi_event_party;
SOI_API soi_event_party soi_event_party_of(const soi_model *model, const soi_event *event, bool second);
/* Puts the serials of the vehicles and people of an event in the place of their rows. 0: not known. */
typedef uint32_t (*soi_serial_of)(const void *context, bool person, uint32_t row);
SOI_API void soi_event_put_serials(soi_event *event, soi_serial_of serial, const void *context);
/* The SI unit that values of reports for machines are in: "s", "kg/m", "" for a plain number. */
SOI_API const char *soi_unit_symbol(soi_unit unit);
/* What reports call them: "held", "failed", "inconclusive", "wrong input", "fault", "out of time". */
SOI_API const char *soi_judgement_name(soi_judgement judgement);
/* The verdict of a run that is judged by this alone. */
SOI_API soi_verdict soi_judgement_verdict(soi_judgement judgement);
SOI_API const char *soi_verdict_name(soi_verdict verdict);

/* A small JSON writer, for reports of the tools. Comma and indentation are its business. */
typedef struct soi_json {
  soi_writer writer;
  bool failed;
  bool compact; /* without new lines; set it after begin */
  unsigned depth;
  bool fresh[32];
} soi_json;
SOI_API void soi_json_begin(soi_json *json, soi_writer writer);
SOI_API void soi_json_open(soi_json *json, const char *key, char bracket); /* '{' or '['; key null in arrays and at the top */
SOI_API void soi_json_close(soi_json *json, char bracket);
SOI_API void soi_json_text(soi_json *json, const char *key, const char *value); /* null value: null */
SOI_API void soi_json_number(soi_json *json, const char *key, double value);    /* 12 significant digits; not finite: null */
SOI_API void soi_json_integer(soi_json *json, const char *key, int64_t value);
SOI_API void soi_json_bool(soi_json *json, const char *key, bool value);
SOI_API bool soi_json_end(soi_json *json);

/* Bytes of the UTF-8 character at text: 1 to 4, also 1 at the end of the text; 0 when it is none (overlong, surrogate, cut
 * off). */
SOI_API size_t soi_utf8_length(const char *text);

enum { SOI_PATH_MOST = 4096 }; /* bytes of a path with its end */

/* Writes a file whole or not at all: to a temporary name beside it, then renamed; "-" is standard output. begin returns false with errno
 * set: EISDIR for a folder, ENXIO for a pipe that nobody reads. */
typedef struct soi_file {
  char path[SOI_PATH_MOST], temporary[SOI_PATH_MOST + 16];
  void *stream;
  int way, descriptor, reason; /* reason: errno of the first write that failed */
  char *held;
  size_t held_size;
} soi_file;
SOI_API bool soi_file_begin(soi_file *file, const char *path, soi_writer *writer);
SOI_API bool soi_file_commit(soi_file *file);
SOI_API void soi_file_abandon(soi_file *file);
/* The path of what is written to through links, also those that lead nowhere yet. False, with errno, when they go round. */
SOI_API bool soi_file_target(const char *path, char target[SOI_PATH_MOST]);
/* A descriptor on what is no plain file, for writing; -1 with errno. A pipe's reader may come within two seconds. */
SOI_API int soi_file_open_direct(const char *path);

#ifdef __cplusplus
}
#endif
#endif
