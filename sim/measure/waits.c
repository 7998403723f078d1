/* The passengers' waits one by one: errands that ended, then those of the people who are under way. */
#include "names.h"
#include "observer.h"

bool soi_observer_next_wait(const soi_observer *observer, const soi_world *world, uint32_t *cursor, soi_passenger_wait *wait) {
  const soi_model *const model = observer->model;
  const soi_trip *const trips = observer->lists[SOI_LIST_TRIPS].items;
  const uint32_t ended = observer->lists[SOI_LIST_TRIPS].count;
  while (*cursor < ended + model->person_capacity) {
    const uint32_t i = (*cursor)++;
    const soi_errand_record *const errand = i < ended ? &trips[i].errand : &observer->errands[i - ended + 1];
    const bool known = errand->flow != 0 && errand->flow <= model->people_flow_count;
    if (errand->stage == SOI_STAGE_NONE || errand->queued < model->warmup || !known) { continue; }
    *wait = (soi_passenger_wait){
        .flow = soi_id_of_people_flow(model, errand->flow),
        .created = soi_clock(model, errand->created),
        .serial = errand->serial,
        .waited = errand->stage == SOI_STAGE_QUEUED && i >= ended ? soi_duration(model, world->tick[0] - errand->queued) : errand->waited,
        .gave_up = i < ended && !trips[i].served,
    };
    return true;
  }
  return false;
}
