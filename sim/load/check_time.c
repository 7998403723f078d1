/* Times of day against the run: what lies before it cannot be meant, what lies beyond its end is left out and told. */
#include "check.h"
#include "text.h"
#include "unit.h"

#define REFUSE(loading, section, record, key, ...) soi_check_refuse((loading), &soi_scenario_table, (section), (record), (key), __VA_ARGS__)
#define TELL(loading, section, record, key, ...) soi_check_tell((loading), (section), (record), (key), __VA_ARGS__)

static const double DAY = 86400.0;

static const char *clock_text(soi_loading *loading, double clock) {
  char text[32];
  soi_unit_print(text, sizeof text, SOI_UNIT_CLOCK, clock);
  return soi_text_format(&loading->scratch, "%s", text);
}

static double run_end(const soi_scenario_definition *s) { return s->start + s->duration; }

/* The same time of the next day lies within the run: that was meant. */
static bool is_tomorrow(const soi_scenario_definition *s, double at) {
  return at < s->start && at + DAY >= s->start && at + DAY <= run_end(s);
}

static const char *hint(soi_loading *loading, const soi_scenario_definition *s, double at) {
  return is_tomorrow(s, at) ? soi_text_format(&loading->scratch, "; did you mean '%s'?", clock_text(loading, at + DAY)) : "";
}

/* Whether the run reaches a time. What is before it is refused, what is after it is told. */
static bool within(soi_loading *loading, const char *section, const soi_record *record, const char *key, double at) {
  const soi_scenario_definition *const s = &loading->definition->scenario;
  if (!soi_check_written(&soi_scenario_table, section, record, key)) { return true; /* its absence has been reported */ }
  if (at < s->start) {
    REFUSE(loading, section, record, key, "%s is before the scenario starts; expected %s to %s%s", clock_text(loading, at),
           clock_text(loading, s->start), clock_text(loading, run_end(s)), hint(loading, s, at));
    return false;
  }
  if (at >= run_end(s)) {
    TELL(loading, section, record, key, "%s is not before the scenario's end at %s; it is left out", clock_text(loading, at),
         clock_text(loading, run_end(s)));
    return false;
  }
  return true;
}

/* When a cart or a flow begins and ends. 00:00 stands for the scenario's own start and end, unless the run passes midnight. */
static void check_span(soi_loading *loading, const char *section, const soi_record *record, double start, double finish) {
  const soi_scenario_definition *const s = &loading->definition->scenario;
  const bool midnight = is_tomorrow(s, 0.0);
  const bool starts = soi_check_written(&soi_scenario_table, section, record, "start") && (start > 0.0 || midnight);
  const bool finishes = soi_check_written(&soi_scenario_table, section, record, "finish") && (finish > 0.0 || midnight);
  if (starts) { within(loading, section, record, "start", start); }
  if (finishes && finish < s->start) {
    REFUSE(loading, section, record, "finish", "%s is before the scenario starts; expected a time after %s%s", clock_text(loading, finish),
           clock_text(loading, s->start), hint(loading, s, finish));
  } else if (finish > 0.0 && finish <= (start > s->start ? start : s->start)) {
    REFUSE(loading, section, record, "finish", "it is not after 'start'; expected a later time, or 00:00 for the end of the scenario");
  }
}

static bool flows_use(const soi_scenario_definition *s, const soi_timetable_definition *timetable) {
  const uint32_t row = (uint32_t)(timetable - s->timetables.items) + 1;
  bool used = false;
  for (uint32_t i = 0; i < s->passengers.flows.count; ++i) { used = used || s->passengers.flows.items[i].timetable == row; }
  for (uint32_t i = 0; i < s->pedestrians.flows.count; ++i) { used = used || s->pedestrians.flows.items[i].timetable == row; }
  return used;
}

/* Times in order, of which at least one falls into the run when a flow is to come by them: imported ones cover a day and more. A run
 * that is shortened by an override may leave all of them out. */
static void check_timetable(soi_loading *loading, const soi_timetable_definition *timetable) {
  const soi_scenario_definition *const s = &loading->definition->scenario;
  const double *const times = timetable->times.items;
  bool any = timetable->times.count == 0, later = false;
  uint32_t pointed = 0;
  for (uint32_t i = 0; i < timetable->times.count; ++i) {
    if (i > 0 && times[i] < times[i - 1]) {
      soi_check_refuse_item(loading, "timetables", &timetable->record, "times", i,
                            "item %u is earlier than the one before; expected them in order%s", i + 1, hint(loading, s, times[i]));
      return;
    }
    any = any || (times[i] >= s->start && times[i] < run_end(s)) || times[i] != times[i];
    pointed = is_tomorrow(s, times[i]) && !is_tomorrow(s, times[pointed]) ? i : pointed;
    later = later || times[i] >= run_end(s);
  }
  if (any) { return; }
  const char *const start = clock_text(loading, s->start), *const end = clock_text(loading, run_end(s));
  if (later && soi_check_overridden(loading, "duration")) {
    TELL(loading, "timetables", &timetable->record, "times", "nothing arrives before the scenario's end at %s; it is left out", end);
    return;
  }
  if (flows_use(s, timetable)) {
    soi_check_refuse_item(loading, "timetables", &timetable->record, "times", pointed,
                          "nothing arrives during the scenario; expected a time from %s to %s%s", start, end,
                          hint(loading, s, times[pointed]));
  }
}

/* Captions and tour stops come in order. Returns whether the run reaches it. */
static bool check_when(soi_loading *loading, const char *section, const soi_record *record, double at, double before) {
  if (at >= loading->definition->scenario.start && at < before) {
    REFUSE(loading, section, record, "at", "it is earlier than the one before; expected them in order");
    return false;
  }
  return within(loading, section, record, "at", at);
}

static void check_shows(soi_loading *loading, soi_scenario_definition *s) {
  uint32_t kept = 0;
  for (uint32_t i = 0; i < s->captions.count; ++i) {
    const soi_caption_definition *const caption = &s->captions.items[i];
    kept += check_when(loading, "captions", &caption->record, caption->at, i > 0 ? caption[-1].at : 0.0) ? 1 : 0;
  }
  s->captions.count = kept;
  kept = 0;
  for (uint32_t i = 0; i < s->tour.count; ++i) {
    const soi_tour_definition *const stop = &s->tour.items[i];
    kept += check_when(loading, "tour", &stop->record, stop->at, i > 0 ? stop[-1].at : 0.0) ? 1 : 0;
  }
  s->tour.count = kept;
}

void soi_check_clocks(soi_loading *loading, soi_scenario_definition *s) {
  if (!(s->start >= 0.0 && s->duration > 0.0)) { return; /* it is not known, which has been reported */ }
  for (uint32_t i = 0; i < s->fleet.count; ++i) {
    check_span(loading, "fleet", &s->fleet.items[i].record, s->fleet.items[i].row.start, s->fleet.items[i].row.finish);
  }
  for (uint32_t i = 0; i < s->passengers.flows.count; ++i) {
    const soi_people_flow_definition *const flow = &s->passengers.flows.items[i];
    check_span(loading, "passengers.flows", &flow->record, flow->start, flow->finish);
  }
  for (uint32_t i = 0; i < s->pedestrians.flows.count; ++i) {
    const soi_people_flow_definition *const flow = &s->pedestrians.flows.items[i];
    check_span(loading, "pedestrians.flows", &flow->record, flow->start, flow->finish);
  }
  for (uint32_t i = 0; i < s->traffic.flows.count; ++i) {
    const soi_vehicle_flow_definition *const flow = &s->traffic.flows.items[i];
    check_span(loading, "traffic.flows", &flow->record, flow->start, flow->finish);
  }
  for (uint32_t i = 0; i < s->timetables.count; ++i) { check_timetable(loading, &s->timetables.items[i]); }
  for (uint32_t i = 0; i < s->incidents.count; ++i) {
    within(loading, "incidents", &s->incidents.items[i].record, "at", s->incidents.items[i].row.at);
  }
  check_shows(loading, s);
}
