/* The tables for spreadsheets (RFC 4180): trips, stops, carts and hours. Times and lengths in SI units, named in the column's head;
 * clock times to the millisecond, and again in seconds after midnight. A cell is empty where there is nothing. */
#include "digits.h"
#include "names.h"
#include "page.h"
#include "tables.h"
#include "text.h"

#include <string.h>

/* One line in the making. */
typedef struct line {
  soi_page *page;
  bool begun;
} line;

static void separate(line *row) {
  if (row->begun) { soi_page_text(row->page, ","); }
  row->begun = true;
}

static void end_line(line *row) {
  soi_page_text(row->page, "\r\n");
  row->begun = false;
}

static bool needs_quotes(const char *text) {
  for (const char *at = text; *at != '\0'; ++at) {
    if (*at == ',' || *at == '"' || *at == '\r' || *at == '\n') { return true; }
  }
  return false;
}

/* What a spreadsheet would take for a formula gets an apostrophe in front. */
static const char *guard_of(const char *text) { return *text != '\0' && strchr("=+-@\t\r", *text) != NULL ? "'" : ""; }

static void put_text(line *row, const char *text) {
  separate(row);
  if (!needs_quotes(text)) {
    soi_page_text(row->page, guard_of(text));
    soi_page_text(row->page, text);
    return;
  }
  soi_page_text(row->page, "\"");
  soi_page_text(row->page, guard_of(text));
  for (const char *at = text; *at != '\0'; ++at) { soi_page_put(row->page, *at == '"' ? "\"\"" : at, *at == '"' ? 2 : 1); }
  soi_page_text(row->page, "\"");
}

static void put_optional(line *row, bool present, double value) {
  char digits[SOI_DIGITS_SIZE] = "";
  if (present) { soi_digits_measured(digits, value); }
  separate(row);
  soi_page_text(row->page, digits);
}

static void put_number(line *row, double value) { put_optional(row, true, value); }

static void put_count(line *row, uint64_t value) {
  separate(row);
  soi_page_print(row->page, "%llu", (unsigned long long)value);
}

static void put_clock(line *row, bool present, const soi_model *model, soi_tick tick) {
  char clock[SOI_CLOCK_SIZE] = "";
  if (present) { soi_clock_text(clock, model, tick); }
  put_text(row, clock);
}

static void put_head(line *row, const char *const *columns, uint32_t count) {
  for (uint32_t i = 0; i < count; ++i) { put_text(row, columns[i]); }
}

#define PUT_HEAD(row, columns) put_head((row), (columns), (uint32_t)(sizeof(columns) / sizeof(columns)[0]))

static void put_trip(line *row, const soi_model *model, const soi_trip *trip) {
  static const soi_people_flow unknown;
  const soi_errand_record *const errand = &trip->errand;
  const soi_people_flow *const flow = errand->flow <= model->people_flow_count ? &model->people_flows[errand->flow] : &unknown;
  const bool served = trip->served != 0;
  put_text(row, served ? "served" : "gave up");
  put_text(row, soi_id_of_gate(model, flow->from));
  put_text(row, soi_id_of_gate(model, flow->to));
  put_text(row, soi_id_of_stop(model, errand->stop));
  put_text(row, served ? soi_id_of_stop(model, errand->alight) : "");
  put_text(row, soi_id_of_cart(model, errand->cart));
  put_clock(row, true, model, errand->created);
  put_clock(row, true, model, errand->queued);
  put_clock(row, served, model, errand->boarded);
  put_clock(row, served, model, errand->alighted);
  put_clock(row, true, model, trip->finished);
  put_number(row, errand->waited);
  put_optional(row, served, errand->ridden);
  put_optional(row, served, trip->seconds);
  put_number(row, soi_clock(model, errand->created));
  put_number(row, soi_clock(model, errand->queued));
  put_optional(row, served, soi_clock(model, errand->boarded));
  put_optional(row, served, soi_clock(model, errand->alighted));
  put_number(row, soi_clock(model, trip->finished));
  put_count(row, errand->serial);
  end_line(row);
}

/* One row a passenger whose errand ended, in the order of ending, warm-up included. */
static void put_trips(line *row, const soi_observer *observer) {
  static const char *const columns[] = {"outcome",   "from",     "to",        "board",      "alight",     "cart",     "created",
                                        "queued",    "boarded",  "alighted",  "finished",   "wait_s",     "ride_s",   "trip_s",
                                        "created_s", "queued_s", "boarded_s", "alighted_s", "finished_s", "passenger"};
  PUT_HEAD(row, columns);
  end_line(row);
  const soi_trip *const trips = observer->lists[SOI_LIST_TRIPS].items;
  for (uint32_t i = 0; i < observer->lists[SOI_LIST_TRIPS].count; ++i) { put_trip(row, observer->model, &trips[i]); }
}

static void put_stops(line *row, const soi_observer *observer, const soi_world *world) {
  static const char *const columns[] = {"stop",       "name",      "boardings",      "alightings",  "denied",
                                        "gave_up",    "queue_max", "waits",          "wait_mean_s", "wait_p90_s",
                                        "wait_max_s", "headways",  "headway_mean_s", "headway_cv",  "excess_wait_s"};
  PUT_HEAD(row, columns);
  end_line(row);
  for (soi_stop_id stop = 1; stop <= observer->model->stop_count; ++stop) {
    const soi_stop_row each = soi_stop_row_of(observer, world, stop);
    put_text(row, soi_id_of_stop(observer->model, stop));
    put_text(row, soi_stop_name(observer->model, stop));
    put_count(row, each.tally.boardings);
    put_count(row, each.tally.alightings);
    put_count(row, each.tally.denied);
    put_count(row, each.tally.gave_up);
    put_count(row, each.tally.queue_most);
    put_count(row, each.wait.count);
    put_optional(row, each.wait.count > 0, each.wait.mean);
    put_optional(row, each.wait.count > 0, each.wait.p90);
    put_optional(row, each.wait.count > 0, each.wait.most);
    put_count(row, each.headway.count);
    put_optional(row, each.headway.count > 0, each.headway.mean);
    put_optional(row, each.has_cv, each.headway_cv);
    put_optional(row, each.has_excess, each.excess);
    end_line(row);
  }
}

/* Waits by when they ended, trips by when they did, headways by the departure that ended them. */
static void put_hours(line *row, const soi_observer *observer, const soi_world *world) {
  static const char *const columns[] = {"from",  "to",          "waits",    "wait_mean_s",    "wait_p90_s",
                                        "trips", "trip_mean_s", "headways", "headway_mean_s", "excess_wait_s"};
  PUT_HEAD(row, columns);
  end_line(row);
  soi_hour_row each;
  for (uint32_t i = 0; soi_hour_row_of(observer, world, i, &each); ++i) {
    put_clock(row, true, observer->model, each.period.from);
    put_clock(row, true, observer->model, each.period.to);
    put_count(row, each.wait.count);
    put_optional(row, each.wait.count > 0, each.wait.mean);
    put_optional(row, each.wait.count > 0, each.wait.p90);
    put_count(row, each.trip.count);
    put_optional(row, each.trip.count > 0, each.trip.mean);
    put_count(row, each.headway.count);
    put_optional(row, each.headway.count > 0, each.headway.mean);
    put_optional(row, each.has_excess, each.excess);
    end_line(row);
  }
}

static void put_carts(line *row, const soi_observer *observer, const soi_world *world) {
  static const char *const columns[] = {"cart",      "name",        "distance_m", "empty_m",       "passenger_m",
                                        "boardings", "laps",        "energy_j",   "charge",        "service_s",
                                        "road_s",    "hard_brakes", "ttc_min_s",  "ttc_exposed_s", "lost_s"};
  PUT_HEAD(row, columns);
  for (uint32_t cause = 0; cause < SOI_CAUSE_COUNT; ++cause) {
    char column[64];
    soi_text_print(column, sizeof column, "lost_%s_s", soi_cause_name(cause));
    put_text(row, column);
  }
  end_line(row);
  for (soi_cart_id cart = 1; cart <= observer->model->cart_count; ++cart) {
    const soi_cart_row each = soi_cart_row_of(observer, world, cart);
    put_text(row, soi_id_of_cart(observer->model, cart));
    put_text(row, soi_cart_name(observer->model, cart));
    put_number(row, each.distance);
    put_number(row, each.empty_distance);
    put_number(row, each.passenger_distance);
    put_count(row, each.boardings);
    put_count(row, each.laps);
    put_number(row, each.energy);
    put_number(row, each.charge);
    put_number(row, each.service_time);
    put_number(row, each.road_time);
    put_count(row, each.hard_brakes);
    put_optional(row, each.ttc_least >= 0.0, each.ttc_least);
    put_number(row, each.exposed);
    put_number(row, each.lost);
    for (uint32_t cause = 0; cause < SOI_CAUSE_COUNT; ++cause) { put_number(row, observer->carts[cart].lost[cause]); }
    end_line(row);
  }
}

bool soi_report_csv(const soi_observer *observer, const soi_world *world, const char *table, soi_writer writer) {
  soi_page page = soi_page_begin(writer);
  line row = {.page = &page};
  if (soi_text_equal(table, "trips")) {
    put_trips(&row, observer);
  } else if (soi_text_equal(table, "stops")) {
    put_stops(&row, observer, world);
  } else if (soi_text_equal(table, "carts")) {
    put_carts(&row, observer, world);
  } else if (soi_text_equal(table, "hours")) {
    put_hours(&row, observer, world);
  } else {
    soi_assert_failed("a table of trips, stops, carts or hours", __FILE__, __LINE__);
  }
  return soi_page_end(&page);
}
