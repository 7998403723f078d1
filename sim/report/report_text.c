/* The report for people at a terminal: short tables, bars for the time lost, the expectations, and one line that says how it
 * ended. */
#include "names.h"

#include <soi/definition.h>
#include "page.h"
#include "tables.h"
#include "text.h"
#include "unit.h"

enum {
  LEAST_WIDTH = 60,
  MOST_WIDTH = 112,
  LABEL = 22, /* columns of a table's first cell */
  CELL = 11,  /* columns of a figure */
  CAUSE = 32, /* of a cause in words */
  SHARE = 8,  /* of a percentage */
  CELL_BYTES = 64,
};

/* What the parts of the report share. */
typedef struct report {
  soi_page page;
  const soi_observer *observer;
  const soi_world *world;
  const soi_run_info *info;
  bool colour;
  uint32_t width;
  uint32_t room; /* cells that still fit on the line */
} report;

typedef enum ink { PLAIN, BOLD, DIM, GREEN, RED, YELLOW, CYAN } ink;

static void put_shaded(report *sheet, ink shade, const char *text) {
  static const char *const codes[] = {"", "\x1b[1m", "\x1b[2m", "\x1b[32m", "\x1b[31m", "\x1b[33m", "\x1b[36m"};
  const bool coloured = sheet->colour && shade != PLAIN;
  if (coloured) { soi_page_text(&sheet->page, codes[shade]); }
  soi_page_text(&sheet->page, text);
  if (coloured) { soi_page_text(&sheet->page, "\x1b[0m"); }
}

/* Text flush left or right in so many columns; a longer text pushes the rest on. */
static void put_left(report *sheet, ink shade, const char *text, uint32_t columns) {
  const uint32_t width = soi_page_width(text);
  put_shaded(sheet, shade, text);
  soi_page_fill(&sheet->page, ' ', width < columns ? columns - width : 1);
}

static void put_right(report *sheet, ink shade, const char *text, uint32_t columns) {
  const uint32_t width = soi_page_width(text);
  soi_page_fill(&sheet->page, ' ', width < columns ? columns - width : 1);
  put_shaded(sheet, shade, text);
}

static void put_heading(report *sheet, const char *title) {
  soi_page_text(&sheet->page, "\n");
  put_shaded(sheet, BOLD, title);
  soi_page_text(&sheet->page, "\n");
}

static void end_line(report *sheet) { soi_page_text(&sheet->page, "\n"); }

/* --- cells --------------------------------------------------------------------------------------------------------------- */

/* Begins a line with its label. The rest are cells, of which as many are shown as the terminal is wide. */
static void begin_line(report *sheet, ink shade, const char *label) {
  soi_page_text(&sheet->page, "  ");
  put_left(sheet, shade, label, LABEL);
  sheet->room = (sheet->width - 2 - LABEL) / CELL;
}

static void put_cell(report *sheet, ink shade, const char *text) {
  if (sheet->room == 0) { return; }
  --sheet->room;
  put_right(sheet, shade, text, CELL);
}

static void put_quantity(report *sheet, bool present, soi_unit unit, double value) {
  char cell[CELL_BYTES] = "-";
  if (present) { soi_unit_print(cell, sizeof cell, unit, value); }
  put_cell(sheet, present ? PLAIN : DIM, cell);
}

static void put_count(report *sheet, uint64_t value) {
  char cell[CELL_BYTES];
  soi_text_print(cell, sizeof cell, "%llu", (unsigned long long)value);
  put_cell(sheet, PLAIN, cell);
}

/* A metric by its full name. */
static void put_metric(report *sheet, const char *name) {
  const soi_metric_row row = soi_metric_row_of(sheet->observer, sheet->world, name);
  put_quantity(sheet, row.has_value, row.unit, row.value);
}

/* The column heads above the figures of a table, the most important first. */
static void put_heads(report *sheet, const char *const *heads, uint32_t count) {
  begin_line(sheet, PLAIN, "");
  for (uint32_t i = 0; i < count; ++i) { put_cell(sheet, DIM, heads[i]); }
  end_line(sheet);
}

#define PUT_HEADS(sheet, heads) put_heads((sheet), (heads), (uint32_t)(sizeof(heads) / sizeof(heads)[0]))

/* --- the parts ----------------------------------------------------------------------------------------------------------- */

static void put_title(report *sheet) {
  const soi_run_info *const info = sheet->info;
  const soi_model *const model = sheet->observer->model;
  char from[SOI_CLOCK_SIZE], to[SOI_CLOCK_SIZE];
  soi_clock_short(from, model, info->begun);
  soi_clock_short(to, model, sheet->world->tick[0]);
  put_shaded(sheet, BOLD, soi_scenario_name(model));
  soi_page_print(&sheet->page, "  %s to %s, %u carts, seed %llu", from, to, model->cart_count, (unsigned long long)info->seed);
  if (model->warmup > info->begun) {
    char warmup[CELL_BYTES];
    soi_unit_print(warmup, sizeof warmup, SOI_UNIT_TIME, soi_duration(model, model->warmup - info->begun));
    soi_page_print(&sheet->page, ", figures after a warm-up of %s", warmup);
  }
  end_line(sheet);
  if (info->wall_seconds > 0.0) {
    soi_page_print(&sheet->page, "simulated %.0f s in %.2f s, %.0f times real time\n", info->simulated_seconds, info->wall_seconds,
                   info->simulated_seconds / info->wall_seconds);
  }
}

/* A distribution on a line: mean, p50, p90, max and how many. */
static void put_distribution(report *sheet, const char *label, soi_series series) {
  const soi_figures figures = soi_observer_figures(sheet->observer, sheet->world, series, (soi_filter){0});
  const bool present = figures.count > 0;
  begin_line(sheet, PLAIN, label);
  put_quantity(sheet, present, SOI_UNIT_TIME, figures.mean);
  put_quantity(sheet, present, SOI_UNIT_TIME, figures.p50);
  put_quantity(sheet, present, SOI_UNIT_TIME, figures.p90);
  put_quantity(sheet, present, SOI_UNIT_TIME, figures.most);
  put_count(sheet, figures.count);
  end_line(sheet);
}

/* Single figures in pairs, as a reader looks for them: label and value, two to a line. */
typedef struct item {
  const char *label, *metric;
} item;

static void put_items(report *sheet, const item *items, uint32_t count) {
  for (uint32_t i = 0; i < count; ++i) {
    if (i % 2 == 1) { soi_page_text(&sheet->page, "  "); }
    begin_line(sheet, PLAIN, items[i].label);
    put_metric(sheet, items[i].metric);
    if (i % 2 == 1 || i + 1 == count) { end_line(sheet); }
  }
}

#define PUT_ITEMS(sheet, items) put_items((sheet), (items), (uint32_t)(sizeof(items) / sizeof(items)[0]))

/* How even the headways were, and their level of service: a grade of what happened, not of the plan. */
static void put_headways(report *sheet) {
  const soi_metric_row cv = soi_metric_row_of(sheet->observer, sheet->world, "headway.cv");
  if (!cv.has_value) { return; }
  begin_line(sheet, PLAIN, "unevenness");
  soi_page_print(&sheet->page, "cv %.2f: level of service %c, of what happened", cv.value, soi_level_of_service(cv.value));
  end_line(sheet);
}

/* The service against the planned headway, which is what people were promised. */
static void put_plan(report *sheet) {
  const double headway = sheet->observer->model->service.headway;
  const soi_metric_row excess = soi_metric_row_of(sheet->observer, sheet->world, "wait.excess");
  const soi_metric_row run = soi_metric_row_of(sheet->observer, sheet->world, "trips.run");
  const soi_metric_row planned = soi_metric_row_of(sheet->observer, sheet->world, "trips.planned");
  if (sheet->observer->model->cart_count == 0) { return; }
  begin_line(sheet, PLAIN, "against the plan");
  if (!excess.has_value || !planned.has_value) {
    soi_page_text(&sheet->page, headway > 0.0 ? "not known: the carts are on duty for less than service.headway"
                                              : "not known: the scenario states no service.headway");
  } else {
    char plan[CELL_BYTES], cost[CELL_BYTES];
    soi_unit_print(plan, sizeof plan, SOI_UNIT_TIME, headway);
    soi_unit_print(cost, sizeof cost, SOI_UNIT_TIME, excess.value);
    soi_page_print(&sheet->page, "%s: excess wait %s, %.0f of %.0f trips run", plan, cost, run.value, planned.value);
  }
  end_line(sheet);
}

static void put_service(report *sheet) {
  static const char *const heads[] = {"mean", "median", "p90", "max", "count"};
  static const item items[] = {
      {"passengers", "passengers.created"},
      {"served", "passengers.served"},
      {"gave up", "passengers.gave_up"},
      {"refused", "passengers.refused"},
      {"boardings", "boardings"},
      {"left behind, cart full", "boardings.denied"},
      {"on time", "on_time"},
      {"occupancy", "occupancy"},
      {"distance driven", "cart.distance"},
      {"of it empty", "cart.empty"},
      {"distance ridden", "passenger.distance"},
      {"speed in service", "cart.speed"},
      {"availability", "availability"},
  };
  put_heading(sheet, "Service");
  PUT_HEADS(sheet, heads);
  put_distribution(sheet, "wait", SOI_SERIES_WAIT);
  put_distribution(sheet, "ride", SOI_SERIES_RIDE);
  put_distribution(sheet, "trip", SOI_SERIES_TRIP);
  put_distribution(sheet, "headway", SOI_SERIES_HEADWAY);
  put_distribution(sheet, "dwell", SOI_SERIES_DWELL);
  put_distribution(sheet, "hold", SOI_SERIES_HOLD);
  put_distribution(sheet, "round", SOI_SERIES_LOOP);
  put_headways(sheet);
  put_plan(sheet);
  PUT_ITEMS(sheet, items);
}

static void put_safety(report *sheet) {
  static const item items[] = {
      {"collisions", "collisions"},
      {"with a cart", "collisions.cart"},
      {"nobody at fault", "collisions.lawful"},
      {"deadlocks", "deadlocks"},
      {"least time to coll.", "ttc.min"},
      {"time below 3 s", "ttc.exposed"},
      {"hardest need to brake", "drac.max"},
      {"least encroachment", "pet.min"},
      {"hard brakes", "hard_brakes"},
      {"falls at risk", "falls_at_risk"},
      {"acceleration, rms", "acceleration.rms"},
      {"jerk, most", "jerk.max"},
  };
  put_heading(sheet, "Safety and comfort of the carts");
  PUT_ITEMS(sheet, items);
}

static void put_traffic(report *sheet) {
  static const item items[] = {
      {"vehicles at once", "vehicles.mean"},    {"most", "vehicles.peak"},
      {"people at once", "people.mean"},        {"most", "people.peak"},
      {"vehicles arrived", "vehicles.arrived"}, {"their speed", "traffic.speed"},
      {"their delay, mean", "delay.mean"},      {"p90", "delay.p90"},
  };
  put_heading(sheet, "Traffic and people");
  PUT_ITEMS(sheet, items);
}

static void put_energy(report *sheet) {
  static const item items[] = {
      {"energy", "energy"},           {"a kilometre", "energy.per_km"},
      {"CO2e a passenger-km", "co2"}, {"pickup, one aboard", "co2.reference"},
      {"least charge", "charge.min"},
  };
  put_heading(sheet, "Energy");
  PUT_ITEMS(sheet, items);
}

/* A bar of value against most; at least one mark when there is anything. */
static void put_bar(report *sheet, double value, double most, uint32_t columns) {
  const double share = most > 0.0 ? value / most : 0.0;
  uint32_t marks = (uint32_t)(share * columns + 0.5);
  marks = marks == 0 ? 1 : marks > columns ? columns : marks;
  const char *const drawn = sheet->colour ? "\xe2\x96\x88" : "#";
  char bar[3 * MOST_WIDTH + 1];
  size_t length = 0;
  for (uint32_t i = 0; i < marks; ++i) { length += soi_text_print(bar + length, sizeof bar - length, "%s", drawn); }
  put_shaded(sheet, CYAN, bar);
}

/* Causes by the time they cost, the greatest first; of equals the first in the list. Returns how many cost any. */
static uint32_t rank_causes(const soi_observer *observer, soi_cause ranked[SOI_CAUSE_COUNT]) {
  uint32_t count = 0;
  for (uint32_t cause = 0; cause < SOI_CAUSE_COUNT; ++cause) {
    const double seconds = soi_lost_time(observer, 0, (soi_cause)cause);
    if (seconds <= 0.0) { continue; }
    uint32_t place = count++;
    for (; place > 0 && soi_lost_time(observer, 0, ranked[place - 1]) < seconds; --place) { ranked[place] = ranked[place - 1]; }
    ranked[place] = (soi_cause)cause;
  }
  return count;
}

/* One cause: its words, the time, its share of all, and a bar against the greatest. */
static void put_cause(report *sheet, soi_cause cause, double seconds, double all, double most) {
  char time[CELL_BYTES], share[CELL_BYTES];
  soi_unit_print(time, sizeof time, SOI_UNIT_TIME, seconds);
  soi_text_print(share, sizeof share, "%.1f %%", 100.0 * seconds / all);
  soi_page_text(&sheet->page, "  ");
  put_left(sheet, PLAIN, soi_cause_words(cause), CAUSE);
  put_right(sheet, PLAIN, time, CELL);
  put_right(sheet, PLAIN, share, SHARE);
  soi_page_text(&sheet->page, "  ");
  put_bar(sheet, seconds, most, sheet->width - (CAUSE + CELL + SHARE + 4));
  end_line(sheet);
}

static void put_lost(report *sheet) {
  soi_cause ranked[SOI_CAUSE_COUNT];
  const uint32_t count = rank_causes(sheet->observer, ranked);
  if (count == 0) { return; }
  const double most = soi_lost_time(sheet->observer, 0, ranked[0]);
  const soi_metric_row all = soi_metric_row_of(sheet->observer, sheet->world, "lost");
  char sum[CELL_BYTES];
  soi_unit_print(sum, sizeof sum, SOI_UNIT_TIME, all.value);
  put_heading(sheet, "Where the carts lost time");
  for (uint32_t i = 0; i < count; ++i) { put_cause(sheet, ranked[i], soi_lost_time(sheet->observer, 0, ranked[i]), all.value, most); }
  soi_page_text(&sheet->page, "  ");
  put_left(sheet, DIM, "all, against free speed", CAUSE);
  put_right(sheet, PLAIN, sum, CELL);
  end_line(sheet);
}

static void put_stops(report *sheet) {
  static const char *const heads[] = {"boarded", "wait mean", "wait p90", "headway", "cv", "excess", "alighted", "queue max"};
  const soi_model *const model = sheet->observer->model;
  if (model->stop_count == 0) { return; }
  put_heading(sheet, "Stops");
  PUT_HEADS(sheet, heads);
  for (soi_stop_id stop = 1; stop <= model->stop_count; ++stop) {
    const soi_stop_row row = soi_stop_row_of(sheet->observer, sheet->world, stop);
    begin_line(sheet, PLAIN, soi_stop_name(model, stop));
    put_count(sheet, row.tally.boardings);
    put_quantity(sheet, row.wait.count > 0, SOI_UNIT_TIME, row.wait.mean);
    put_quantity(sheet, row.wait.count > 0, SOI_UNIT_TIME, row.wait.p90);
    put_quantity(sheet, row.headway.count > 0, SOI_UNIT_TIME, row.headway.mean);
    put_quantity(sheet, row.has_cv, SOI_UNIT_NONE, row.headway_cv);
    put_quantity(sheet, row.has_excess, SOI_UNIT_TIME, row.excess);
    put_count(sheet, row.tally.alightings);
    put_count(sheet, row.tally.queue_most);
    end_line(sheet);
  }
}

static void put_carts(report *sheet) {
  static const char *const heads[] = {"distance", "boarded", "lost", "energy", "charge", "rounds", "hard brakes"};
  const soi_model *const model = sheet->observer->model;
  if (model->cart_count == 0) { return; }
  put_heading(sheet, "Carts");
  PUT_HEADS(sheet, heads);
  for (soi_cart_id cart = 1; cart <= model->cart_count; ++cart) {
    const soi_cart_row row = soi_cart_row_of(sheet->observer, sheet->world, cart);
    begin_line(sheet, PLAIN, soi_cart_name(model, cart));
    put_quantity(sheet, true, SOI_UNIT_LENGTH, row.distance);
    put_count(sheet, row.boardings);
    put_quantity(sheet, true, SOI_UNIT_TIME, row.lost);
    put_quantity(sheet, true, SOI_UNIT_ENERGY, row.energy);
    put_quantity(sheet, true, SOI_UNIT_SHARE, row.charge);
    put_count(sheet, row.laps);
    put_count(sheet, row.hard_brakes);
    end_line(sheet);
  }
}

/* --- the end ------------------------------------------------------------------------------------------------------------- */

typedef struct tick {
  const char *plain, *drawn;
  ink shade;
} tick;

static tick mark_of(soi_judgement judgement) {
  switch (judgement) {
    case SOI_HELD: return (tick){"ok  ", "\xe2\x9c\x93", GREEN};
    case SOI_FAILED: return (tick){"FAIL", "\xe2\x9c\x97", RED};
    case SOI_OVER_SEEDS: return (tick){"    ", " ", GREEN};
    default: return (tick){"????", "?", YELLOW};
  }
}

static void put_expectations(report *sheet) {
  const uint32_t count = sheet->observer->model->definition->scenario.expect.count;
  if (count == 0) { return; }
  put_heading(sheet, "Expectations");
  for (uint32_t i = 0; i < count; ++i) {
    soi_arena arena = soi_arena_make(sheet->observer->memory);
    const soi_expectation_row row = soi_expectation_row_of(sheet->observer, sheet->world, sheet->info, i, &arena);
    const tick mark = mark_of(row.result.judgement);
    soi_page_text(&sheet->page, "  ");
    put_shaded(sheet, mark.shade, sheet->colour ? mark.drawn : mark.plain);
    soi_page_text(&sheet->page, " ");
    soi_page_text(&sheet->page, row.message);
    end_line(sheet);
    soi_arena_release(&arena);
  }
}

/* Incidents that did not take place when asked, and carts that did not start. */
static void put_put_off(report *sheet) {
  soi_arena arena = soi_arena_make(sheet->observer->memory);
  const char *message;
  for (uint32_t i = 0; (message = soi_put_off_message(sheet->observer, sheet->world, i, &arena)) != NULL; ++i) {
    if (i == 0) { put_heading(sheet, "Put off"); }
    soi_page_text(&sheet->page, "  ");
    soi_page_text(&sheet->page, message);
    end_line(sheet);
  }
  soi_arena_release(&arena);
}

/* Tables that were full; said in any case, whether or not the scenario allows it. */
static void put_overflow(report *sheet) {
  const soi_world *const world = sheet->world;
  if (world->overflow_vehicles[0] == 0 && world->overflow_people[0] == 0) { return; }
  end_line(sheet);
  put_shaded(sheet, YELLOW, "No room:");
  soi_page_print(&sheet->page, " for a vehicle in %u ticks, for a person in %u; see capacity in the scenario\n",
                 world->overflow_vehicles[0], world->overflow_people[0]);
}

static void count_judgements(const report *sheet, uint32_t counts[4]) {
  const uint32_t count = sheet->observer->model->definition->scenario.expect.count;
  for (uint32_t i = 0; i < count; ++i) {
    soi_arena arena = soi_arena_make(sheet->observer->memory);
    ++counts[soi_expectation_row_of(sheet->observer, sheet->world, sheet->info, i, &arena).result.judgement];
    soi_arena_release(&arena);
  }
}

/* Expectations that allow what is to be 0 unless the scenario says otherwise. */
static uint32_t count_exceptions(const report *sheet) {
  const soi_scenario_definition *const scenario = &sheet->observer->model->definition->scenario;
  uint32_t count = 0;
  for (uint32_t i = 0; i < scenario->expect.count; ++i) { count += scenario->expect.items[i].exception ? 1 : 0; }
  return count;
}

/* The one line that says it all, with the exit code. */
static void put_verdict(report *sheet) {
  const soi_run_info *const info = sheet->info;
  uint32_t counts[4] = {0};
  count_judgements(sheet, counts);
  const uint32_t all = counts[SOI_HELD] + counts[SOI_FAILED] + counts[SOI_INCONCLUSIVE];
  const ink shade = info->verdict == SOI_VERDICT_HELD ? GREEN : info->verdict == SOI_VERDICT_INCONCLUSIVE ? YELLOW : RED;
  end_line(sheet);
  put_shaded(sheet, shade, soi_verdict_name(info->verdict));
  soi_page_print(&sheet->page, ": %u of %u expectations held", counts[SOI_HELD], all);
  if (counts[SOI_FAILED] > 0) { soi_page_print(&sheet->page, ", %u failed", counts[SOI_FAILED]); }
  if (counts[SOI_INCONCLUSIVE] > 0) { soi_page_print(&sheet->page, ", %u inconclusive", counts[SOI_INCONCLUSIVE]); }
  if (counts[SOI_OVER_SEEDS] > 0) { soi_page_print(&sheet->page, ", %u left to several seeds", counts[SOI_OVER_SEEDS]); }
  const uint32_t exceptions = count_exceptions(sheet);
  if (exceptions > 0) { soi_page_print(&sheet->page, ", %u an exception", exceptions); }
  if (info->stopped != NULL) {
    soi_page_text(&sheet->page, "; stopped by ");
    soi_page_text(&sheet->page, info->stopped);
  }
  soi_page_print(&sheet->page, " (exit code %d, hash %016llx)\n", (int)info->verdict, (unsigned long long)info->hash);
}

bool soi_report_text(const soi_observer *observer, const soi_world *world, const soi_run_info *info, soi_writer writer, bool colour,
                     unsigned width) {
  report sheet = {.page = soi_page_begin(writer), .observer = observer, .world = world, .info = info, .colour = colour};
  sheet.width = width < LEAST_WIDTH ? LEAST_WIDTH : width > MOST_WIDTH ? MOST_WIDTH : width;
  put_title(&sheet);
  put_service(&sheet);
  put_safety(&sheet);
  put_traffic(&sheet);
  put_energy(&sheet);
  put_lost(&sheet);
  put_stops(&sheet);
  put_carts(&sheet);
  put_put_off(&sheet);
  put_expectations(&sheet);
  put_overflow(&sheet);
  put_verdict(&sheet);
  return soi_page_end(&sheet.page);
}
