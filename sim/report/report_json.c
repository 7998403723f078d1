/* The report for machines: everything known about a run, in SI units, in a fixed order and without the wall clock unless asked,
 * so that the same run gives the same bytes. */
#include "names.h"

#include <soi/definition.h>
#include "put_off.h"
#include "tables.h"
#include "text.h"

/* A number that may be missing: null then. */
static void put_optional(soi_json *json, const char *key, bool present, double value) {
  if (present) {
    soi_json_number(json, key, value);
  } else {
    soi_json_text(json, key, NULL);
  }
}

static void put_count(soi_json *json, const char *key, uint64_t value) { soi_json_integer(json, key, (int64_t)value); }

static void put_clock(soi_json *json, const char *key, const soi_model *model, soi_tick tick) {
  char clock[SOI_CLOCK_SIZE];
  soi_clock_text(clock, model, tick);
  soi_json_text(json, key, clock);
}

static void put_scenario(soi_json *json, const soi_model *model, const soi_run_info *info) {
  const soi_scenario_definition *const scenario = &model->definition->scenario;
  soi_json_open(json, "scenario", '{');
  soi_json_text(json, "path", info->scenario_path);
  soi_json_text(json, "name", soi_scenario_name(model));
  soi_json_text(json, "map", scenario->map);
  put_clock(json, "start", model, 0);
  soi_json_number(json, "start_seconds", soi_clock(model, 0));
  soi_json_number(json, "duration", soi_duration(model, model->end));
  soi_json_number(json, "warmup", soi_duration(model, model->warmup));
  soi_json_number(json, "step", soi_duration(model, 1));
  soi_json_close(json, '}');
}

/* Which run it was and how it ended. */
static void put_run(soi_json *json, const soi_world *world, const soi_run_info *info) {
  char hash[24];
  soi_text_print(hash, sizeof hash, "%016llx", (unsigned long long)info->hash);
  /* A seed beyond what a signed number holds is written as text rather than wrong. */
  if (info->seed <= INT64_MAX) {
    soi_json_integer(json, "seed", (int64_t)info->seed);
  } else {
    char seed[24];
    soi_text_print(seed, sizeof seed, "%llu", (unsigned long long)info->seed);
    soi_json_text(json, "seed", seed);
  }
  soi_json_text(json, "hash", hash);
  put_count(json, "ticks", world->tick[0]);
  soi_json_number(json, "simulated_seconds", info->simulated_seconds);
  if (info->wall_seconds > 0.0) { soi_json_number(json, "wall_seconds", info->wall_seconds); }
  soi_json_text(json, "verdict", soi_verdict_name(info->verdict));
  soi_json_integer(json, "exit_code", info->verdict);
  soi_json_text(json, "stopped", info->stopped);
  put_count(json, "overflow_vehicles", world->overflow_vehicles[0]);
  put_count(json, "overflow_people", world->overflow_people[0]);
}

/* What was set on the command line, as given; of a run that goes on from a recording also what was set when that was made. */
static void put_set(soi_json *json, const soi_observer *observer) {
  static const char head[] = "--set ";
  const soi_definition *const definition = observer->model->definition;
  soi_arena arena = soi_arena_make(observer->memory);
  soi_json_open(json, "set", '[');
  for (uint32_t i = 0; i < definition->files.count; ++i) {
    const soi_source *const file = &definition->files.items[i];
    const size_t length = soi_text_length(file->path), begin = sizeof head - 1;
    if (length <= begin || !soi_text_equal(soi_text_copy(&arena, file->path, begin), head)) { continue; }
    const char *const value = soi_text_copy(&arena, file->text, file->length);
    soi_json_text(json, NULL, soi_text_format(&arena, "%s=%s", file->path + begin, value));
  }
  soi_json_close(json, ']');
  soi_arena_release(&arena);
}

static void put_expectations(soi_json *json, const soi_observer *observer, const soi_world *world, const soi_run_info *info) {
  const uint32_t count = observer->model->definition->scenario.expect.count;
  soi_json_open(json, "expectations", '[');
  for (uint32_t i = 0; i < count; ++i) {
    soi_arena arena = soi_arena_make(observer->memory);
    const soi_expectation_row row = soi_expectation_row_of(observer, world, info, i, &arena);
    const soi_expectation_definition *const expectation = row.result.expectation;
    soi_json_open(json, NULL, '{');
    soi_json_text(json, "text", expectation->text);
    soi_json_text(json, "metric", expectation->metric);
    soi_json_text(json, "comparison", soi_comparison_sign(expectation->comparison));
    soi_json_number(json, "limit", expectation->limit);
    put_optional(json, "value", row.result.has_value, row.result.value);
    soi_json_text(json, "unit", soi_unit_symbol(expectation->unit));
    soi_json_bool(json, "exception", expectation->exception);
    soi_json_text(json, "judgement", soi_judgement_name(row.result.judgement));
    soi_json_text(json, "message", row.message);
    soi_json_close(json, '}');
    soi_arena_release(&arena);
  }
  soi_json_close(json, ']');
}

/* What the scenario says and the run goes without, each with its place. */
static void put_notes(soi_json *json, const soi_observer *observer) {
  const soi_definition *const definition = observer->model->definition;
  soi_json_open(json, "left_out", '[');
  for (uint32_t i = 0; i < definition->notes.count; ++i) {
    const soi_error *const note = &definition->notes.items[i];
    const char *const file = note->mark.file == 0 ? "" : definition->files.items[note->mark.file - 1].path;
    soi_arena arena = soi_arena_make(observer->memory);
    soi_json_text(json, NULL, soi_text_format(&arena, "%s:%u:%u: %s", file, note->mark.line, note->mark.column, note->message));
    soi_arena_release(&arena);
  }
  soi_json_close(json, ']');
}

/* Incidents and commands that waited for room; "to" is null while one still does. */
static void put_put_off(soi_json *json, const soi_observer *observer, const soi_world *world) {
  const soi_model *const model = observer->model;
  const soi_put_off *row;
  soi_json_open(json, "put_off", '[');
  for (uint32_t i = 0; (row = soi_put_off_row(observer, i)) != NULL; ++i) {
    soi_arena arena = soi_arena_make(observer->memory);
    soi_json_open(json, NULL, '{');
    soi_json_text(json, "incident", row->incident == 0 ? NULL : soi_id_of_incident(model, row->incident));
    soi_json_text(json, "cart", row->kind != SOI_COMMAND_NONE ? NULL : soi_id_of_cart(model, row->target));
    soi_json_text(json, "kind", soi_put_off_kind(row));
    put_clock(json, "from", model, row->from);
    if (row->until < world->tick[0]) {
      put_clock(json, "to", model, row->until);
    } else {
      soi_json_text(json, "to", NULL);
    }
    soi_json_number(json, "seconds", soi_duration(model, row->until - row->from));
    soi_json_open(json, "why", '{');
    for (uint32_t why = 1; why < SOI_REFUSAL_COUNT; ++why) {
      if (row->ticks[why] > 0) { soi_json_number(json, soi_refusal_name(why), soi_duration(model, row->ticks[why])); }
    }
    soi_json_close(json, '}');
    soi_json_text(json, "message", soi_put_off_message(observer, world, i, &arena));
    soi_json_close(json, '}');
    soi_arena_release(&arena);
  }
  soi_json_close(json, ']');
}

static void put_metrics(soi_json *json, const soi_observer *observer, const soi_world *world) {
  soi_json_open(json, "metrics", '{');
  for (uint32_t i = 0; soi_metric_name(i) != NULL; ++i) {
    const soi_metric_row row = soi_metric_row_of(observer, world, soi_metric_name(i));
    soi_json_open(json, row.name, '{');
    put_optional(json, "value", row.has_value, row.value);
    soi_json_text(json, "unit", soi_unit_symbol(row.unit));
    soi_json_close(json, '}');
  }
  soi_json_close(json, '}');
}

static void put_stops(soi_json *json, const soi_observer *observer, const soi_world *world) {
  soi_json_open(json, "stops", '[');
  for (soi_stop_id stop = 1; stop <= observer->model->stop_count; ++stop) {
    const soi_stop_row row = soi_stop_row_of(observer, world, stop);
    soi_json_open(json, NULL, '{');
    soi_json_text(json, "id", soi_id_of_stop(observer->model, stop));
    soi_json_text(json, "name", soi_stop_name(observer->model, stop));
    put_count(json, "boardings", row.tally.boardings);
    put_count(json, "alightings", row.tally.alightings);
    put_count(json, "denied", row.tally.denied);
    put_count(json, "gave_up", row.tally.gave_up);
    put_count(json, "queue_max", row.tally.queue_most);
    put_count(json, "waits", row.wait.count);
    put_optional(json, "wait_mean", row.wait.count > 0, row.wait.mean);
    put_optional(json, "wait_p90", row.wait.count > 0, row.wait.p90);
    put_optional(json, "wait_max", row.wait.count > 0, row.wait.most);
    put_count(json, "headways", row.headway.count);
    put_optional(json, "headway_mean", row.headway.count > 0, row.headway.mean);
    put_optional(json, "headway_cv", row.has_cv, row.headway_cv);
    put_optional(json, "excess_wait", row.has_excess, row.excess);
    soi_json_close(json, '}');
  }
  soi_json_close(json, ']');
}

static void put_hours(soi_json *json, const soi_observer *observer, const soi_world *world) {
  soi_hour_row row;
  soi_json_open(json, "hours", '[');
  for (uint32_t i = 0; soi_hour_row_of(observer, world, i, &row); ++i) {
    soi_json_open(json, NULL, '{');
    put_clock(json, "from", observer->model, row.period.from);
    put_clock(json, "to", observer->model, row.period.to);
    put_count(json, "waits", row.wait.count);
    put_optional(json, "wait_mean", row.wait.count > 0, row.wait.mean);
    put_optional(json, "wait_p90", row.wait.count > 0, row.wait.p90);
    put_count(json, "trips", row.trip.count);
    put_optional(json, "trip_mean", row.trip.count > 0, row.trip.mean);
    put_count(json, "headways", row.headway.count);
    put_optional(json, "headway_mean", row.headway.count > 0, row.headway.mean);
    put_optional(json, "excess_wait", row.has_excess, row.excess);
    soi_json_close(json, '}');
  }
  soi_json_close(json, ']');
}

/* Time lost by cause; causes without any are left out. */
static void put_lost(soi_json *json, const soi_observer *observer, soi_cart_id cart) {
  soi_json_open(json, "lost", '{');
  for (uint32_t cause = 0; cause < SOI_CAUSE_COUNT; ++cause) {
    const double seconds = soi_lost_time(observer, cart, (soi_cause)cause);
    if (seconds > 0.0) { soi_json_number(json, soi_cause_name(cause), seconds); }
  }
  soi_json_close(json, '}');
}

static void put_carts(soi_json *json, const soi_observer *observer, const soi_world *world) {
  soi_json_open(json, "carts", '[');
  for (soi_cart_id cart = 1; cart <= observer->model->cart_count; ++cart) {
    const soi_cart_row row = soi_cart_row_of(observer, world, cart);
    soi_json_open(json, NULL, '{');
    soi_json_text(json, "id", soi_id_of_cart(observer->model, cart));
    soi_json_text(json, "name", soi_cart_name(observer->model, cart));
    soi_json_number(json, "distance", row.distance);
    soi_json_number(json, "empty_distance", row.empty_distance);
    soi_json_number(json, "passenger_distance", row.passenger_distance);
    put_count(json, "boardings", row.boardings);
    put_count(json, "laps", row.laps);
    soi_json_number(json, "energy", row.energy);
    soi_json_number(json, "charge", row.charge);
    soi_json_number(json, "service_time", row.service_time);
    soi_json_number(json, "road_time", row.road_time);
    put_count(json, "hard_brakes", row.hard_brakes);
    soi_json_number(json, "ttc_exposed", row.exposed);
    put_optional(json, "ttc_min", row.ttc_least >= 0.0, row.ttc_least);
    soi_json_number(json, "lost_time", row.lost);
    put_lost(json, observer, cart);
    soi_json_close(json, '}');
  }
  soi_json_close(json, ']');
}

/* Both parties under the names of what they are, and what the value is. */
static void put_parties(soi_json *json, const soi_model *model, const soi_event *event) {
  for (int second = 0; second < 2; ++second) {
    const soi_event_party party = soi_event_party_of(model, event, second != 0);
    if (party.label[0] == '\0') { continue; }
    if (party.name[0] != '\0' || !party.known) {
      soi_json_text(json, party.label, party.known ? party.name : NULL);
    } else {
      put_count(json, party.label, party.number);
    }
  }
  const soi_event_info *const info = soi_event_info_of(event->kind);
  soi_json_text(json, "quantity", info->value);
  soi_json_number(json, "value", event->value);
  soi_json_text(json, "unit", info->unit);
}

static void put_note(soi_json *json, const soi_model *model, const soi_event *event) {
  soi_json_open(json, NULL, '{');
  put_clock(json, "at", model, event->tick);
  soi_json_number(json, "seconds", soi_clock(model, event->tick));
  put_count(json, "tick", event->tick);
  soi_json_text(json, "kind", soi_event_name(event->kind));
  put_parties(json, model, event);
  soi_json_number(json, "x", event->at.x);
  soi_json_number(json, "y", event->at.y);
  soi_json_bool(json, "rule_broken", (event->flags & SOI_EVENT_RULE_BROKEN) != 0);
  soi_json_bool(json, "with_cart", (event->flags & SOI_EVENT_WITH_CART) != 0);
  soi_json_close(json, '}');
}

/* Events since the start, warm-up included: what happened is not undone by a warm-up. */
static void put_events(soi_json *json, const soi_observer *observer) {
  soi_json_open(json, "event_counts", '{');
  for (uint32_t kind = 1; kind < SOI_EVENT_KINDS; ++kind) {
    if (observer->run->seen[kind] > 0) { put_count(json, soi_event_name(kind), observer->run->seen[kind]); }
  }
  soi_json_close(json, '}');
  soi_json_open(json, "events", '[');
  for (uint32_t i = 0; i < observer->lists[SOI_LIST_NOTES].count; ++i) {
    put_note(json, observer->model, &((const soi_event *)observer->lists[SOI_LIST_NOTES].items)[i]);
  }
  soi_json_close(json, ']');
  put_count(json, "events_left_out", observer->run->notes_left_out);
}

bool soi_report_json(const soi_observer *observer, const soi_world *world, const soi_run_info *info, soi_writer writer) {
  soi_json json;
  soi_json_begin(&json, writer);
  soi_json_open(&json, NULL, '{');
  soi_json_text(&json, "soi", soi_version());
  put_scenario(&json, observer->model, info);
  put_run(&json, world, info);
  put_set(&json, observer);
  put_notes(&json, observer);
  put_put_off(&json, observer, world);
  put_expectations(&json, observer, world, info);
  put_metrics(&json, observer, world);
  put_lost(&json, observer, 0);
  put_stops(&json, observer, world);
  put_hours(&json, observer, world);
  put_carts(&json, observer, world);
  put_events(&json, observer);
  soi_json_close(&json, '}');
  return soi_json_end(&json);
}
