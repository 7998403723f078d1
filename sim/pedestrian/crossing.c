/* Crossing a road: gap acceptance at zebras and unmarked crossings, lights at signals, and the marks by which the road sees
 * people. */
#include "crossing.h"

#include <string.h>

#include "fmath.h"
#include "way.h"

/* People stand this much more than their radius from the first lane, and are clear of a zone this much beyond it, m. */
static const double KERB_MARGIN = 0.2, CLEAR_MARGIN = 0.1;
/* The least margin in time a patient person comes down to, and how long that takes, s. */
static const double LEAST_MARGIN = 0.3, PATIENCE = 60.0;
/* At green one looks only at what one meets within this time, s: the rest is held by its signal. */
static const double GREEN_SIGHT = 3.0;
/* In this first share of the green everybody starts, slow ones too. */
static const double EARLY_GREEN = 0.4;
/* Whoever is this little over the edge of a zone is not in the way of a vehicle in its middle, and stays, m. */
static const double BARELY_OVER = 0.25;
/* Near enough to the passage beside a vehicle to walk into it, m: less than what it has to spare. */
static const double IN_PASSAGE = 0.1;
/* Drivers are told this long ahead that somebody comes, s. */
static const double NOTICE = 2.5;

soi_conflict_zone_id soi_kerb_zone(const soi_model *model, const soi_kerb *kerb, uint32_t i, double *near, double *far) {
  const soi_crossing *const crossing = &model->crossings[kerb->crossing];
  const uint32_t index = kerb->forward ? i : crossing->conflict_zones.count - 1 - i;
  const soi_conflict_zone_id row = model->crossing_conflict_zones[crossing->conflict_zones.first + index];
  const soi_conflict_zone *const zone = &model->conflict_zones[row];
  *near = kerb->forward ? zone->walk_start : crossing->length - zone->walk_end;
  *far = kerb->forward ? zone->walk_end : crossing->length - zone->walk_start;
  return row;
}

bool soi_kerb_find(const soi_model *model, soi_crossing_id crossing, bool forward, double at, double radius, soi_kerb *kerb) {
  const soi_crossing *const row = &model->crossings[crossing];
  *kerb = (soi_kerb){.crossing = crossing, .forward = forward, .at = at};
  const bool has_refuge = row->refuge_end > row->refuge_start;
  const double refuge = forward ? row->refuge_start : row->length - row->refuge_end;
  double near, far;
  for (uint32_t i = 0; i < row->conflict_zones.count; ++i) {
    soi_kerb_zone(model, kerb, i, &near, &far);
    /* Behind. */
    if (far + radius + CLEAR_MARGIN <= at) { continue; }
    /* Beyond the refuge: a stretch of its own. */
    if (kerb->count > 0 && has_refuge && near >= refuge && kerb->stop < refuge) { break; }
    if (kerb->count == 0) {
      kerb->first = i;
      kerb->stop = near - radius - KERB_MARGIN;
      kerb->clear = far;
    }
    kerb->stop = soi_min(kerb->stop, near - radius - KERB_MARGIN);
    kerb->clear = soi_max(kerb->clear, far);
    kerb->inside = kerb->inside || near - radius < at;
    ++kerb->count;
  }
  kerb->clear += radius + CLEAR_MARGIN;
  return kerb->count > 0;
}

double soi_crossing_margin(double critical_gap, double waited) {
  return soi_max(critical_gap * (1.0 - waited / PATIENCE), soi_min(LEAST_MARGIN, critical_gap));
}

/* Whether nobody who will not stop comes to the stretch's zones before the person has left each, and the margin besides. Zones
 * that are entered later than sight seconds from now are not looked at; a vehicle on a zone may leave room to pass behind it. */
static bool gap_is_free(const soi_world *world, const soi_kerb *kerb, const soi_crosser *crosser, double margin, double sight) {
  for (uint32_t i = 0; i < kerb->count; ++i) {
    double near, far;
    const soi_conflict_zone_id zone = soi_kerb_zone(world->model, kerb, kerb->first + i, &near, &far);
    const double enters = crosser->delay + (near - crosser->radius - kerb->at) / crosser->speed;
    const double leaves = crosser->delay + (far + crosser->radius - kerb->at) / crosser->speed + margin;
    soi_passage ignored;
    if (enters < sight && !(world->conflict_zone_arrival[zone] > leaves) &&
        !(world->conflict_zone_arrival[zone] <= 0.0 && soi_crossing_passage(world, kerb, zone, leaves, crosser->radius, &ignored))) {
      return false;
    }
  }
  return true;
}

/* Whether the green lasts until the person is across, clearance included, or has only begun. */
static bool green_lasts(const soi_world *world, const soi_kerb *kerb, const soi_crosser *crosser) {
  const soi_model *const model = world->model;
  const soi_signal_id signal = model->crossings[kerb->crossing].signal;
  if (signal == 0) { return true; }
  const soi_stage *const stage = &model->stages[model->signals[signal].stages.first + world->signal_stage[signal]];
  const soi_tick until = world->signal_until[signal];
  const double left = until > world->tick[0] ? (double)(until - world->tick[0]) * model->step : 0.0;
  const double clearance = (double)(stage->amber + stage->all_red) * model->step;
  const double takes = crosser->delay + (kerb->clear - kerb->at) / crosser->speed;
  return takes <= left + clearance || left >= (1.0 - EARLY_GREEN) * (double)stage->green * model->step;
}

bool soi_crossing_may_go(const soi_world *world, const soi_kerb *kerb, const soi_crosser *crosser) {
  const soi_model *const model = world->model;
  const double critical_gap = model->walking.critical_gap;
  const double margin = soi_crossing_margin(critical_gap, crosser->waited);
  if (model->crossings[kerb->crossing].kind != SOI_CROSSING_SIGNAL) { return gap_is_free(world, kerb, crosser, margin, 1e9); }
  if (soi_crossing_light(world, kerb->crossing) == SOI_LIGHT_GREEN) {
    return green_lasts(world, kerb, crosser) && gap_is_free(world, kerb, crosser, 0.0, GREEN_SIGHT);
  }
  return crosser->jaywalks && gap_is_free(world, kerb, crosser, margin, 1e9);
}

soi_advance soi_crossing_advance(const soi_world *world, const soi_kerb *kerb, const soi_crosser *crosser, double left) {
  soi_advance advance = {.limit = kerb->clear + 1e3, .left = left};
  for (uint32_t i = 0; i < kerb->count; ++i) {
    double near, far;
    const soi_conflict_zone_id zone = soi_kerb_zone(world->model, kerb, kerb->first + i, &near, &far);
    const double edge = near - crosser->radius;
    const double leaves = (far + crosser->radius - kerb->at) / crosser->speed;
    if (edge - kerb->at > crosser->speed || world->conflict_zone_arrival[zone] > leaves) { continue; }
    /* Over it already: straight on, beside whoever is on it too. */
    const bool taken = world->conflict_zone_arrival[zone] <= 0.0;
    if (edge + BARELY_OVER <= kerb->at) {
      advance.shifts = advance.shifts || taken;
      continue;
    }
    /* Behind a vehicle, or not at all. Between lanes one steps aside only when the last vehicle is passed. */
    const double line = edge - 0.5 * KERB_MARGIN;
    soi_passage passage;
    if (taken && (!advance.shifts || line - kerb->at < IN_PASSAGE) &&
        soi_crossing_passage(world, kerb, zone, leaves, crosser->radius, &passage)) {
      advance.shifts = true;
      advance.left = soi_clamp(left, passage.low, passage.high);
      if (soi_abs(advance.left - left) < IN_PASSAGE) { continue; }
    }
    advance.limit = line;
    break;
  }
  return advance;
}

/* Marks the zones that one person on a crossing is over, or comes to soon. */
static void mark_zones(soi_world *world, soi_person_id row) {
  const soi_model *const model = world->model;
  const soi_walk_link *const link = &model->walk_links[world->person_link[row]];
  const double radius = model->walking.radius;
  const soi_point at = {world->person_x[row], world->person_y[row]};
  const soi_on_link place = soi_way_place(model, world->person_link[row], world->person_toward[row], at);
  soi_kerb kerb;
  if (!soi_kerb_find(model, link->crossing, link->b == world->person_toward[row], place.at, radius, &kerb)) { return; }
  const double notice = NOTICE * (double)world->person_wish[row];
  for (uint32_t i = 0; i < kerb.count; ++i) {
    double near, far;
    const soi_conflict_zone_id zone = soi_kerb_zone(model, &kerb, kerb.first + i, &near, &far);
    if (far + radius + CLEAR_MARGIN <= place.at) { continue; }
    /* Soon there, or on the way: drivers who yield go on yielding to those whom they let start. */
    if (near - radius - place.at < notice) {
      world->conflict_zone_people[zone] = 1;
    } else {
      world->conflict_zone_asked[zone] = 1;
    }
  }
}

void soi_crossing_mark(soi_world *world) {
  const soi_model *const model = world->model;
  memset(world->conflict_zone_people, 0, model->conflict_zone_count + 1);
  memset(world->conflict_zone_asked, 0, model->conflict_zone_count + 1);

  /* Whoever waits, asks all zones. */
  bool anybody = false;
  for (uint32_t c = 1; c <= model->crossing_count; ++c) {
    anybody = anybody || world->crossing_people[c] > 0;
    const soi_span zones = model->crossings[c].conflict_zones;
    for (uint32_t i = 0; i < zones.count && world->crossing_waiting[c] > 0; ++i) {
      world->conflict_zone_asked[model->crossing_conflict_zones[zones.first + i]] = 1;
    }
  }
  for (soi_person_id row = 1; anybody && row <= world->person_high[0]; ++row) {
    if (world->person_crossing[row] == SOI_CROSSING_ON && world->person_body[row]) { mark_zones(world, row); }
  }
}
