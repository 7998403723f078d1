/* People in line at a stop and people aboard a cart: two lists through the same link, since nobody is in both. Those called to a
 * door stay in the stop's list until they are aboard, so that one who does not come has not lost his turn. */
#include "parts.h"

void soi_queue_number(soi_world *world, soi_stop_id stop) {
  uint32_t place = 0;
  for (soi_person_id person = world->stop_first[stop]; person != 0; person = world->person_next[person]) {
    world->person_place[person] = place;
    if (world->person_errand[person] == SOI_ERRAND_QUEUE) { ++place; }
  }
}

uint32_t soi_queue_places(const soi_world *world, soi_stop_id stop) {
  const uint32_t last = world->stop_last[stop];
  if (last == 0) { return 0; }
  return world->person_place[last] + (world->person_errand[last] == SOI_ERRAND_QUEUE ? 1u : 0u);
}

void soi_queue_join(soi_world *world, soi_stop_id stop, soi_person_id person) {
  world->person_place[person] = soi_queue_places(world, stop);
  world->person_stop[person] = stop;
  world->person_next[person] = 0;
  if (world->stop_last[stop] == 0) {
    world->stop_first[stop] = person;
  } else {
    world->person_next[world->stop_last[stop]] = person;
  }
  world->stop_last[stop] = person;
  ++world->stop_queue[stop];
}

void soi_queue_leave(soi_world *world, soi_stop_id stop, soi_person_id person) {
  uint32_t before = 0;
  for (uint32_t p = world->stop_first[stop]; p != person; p = world->person_next[p]) {
    SOI_ASSERT(p != 0);
    before = p;
  }
  if (before == 0) {
    world->stop_first[stop] = world->person_next[person];
  } else {
    world->person_next[before] = world->person_next[person];
  }
  if (world->stop_last[stop] == person) { world->stop_last[stop] = before; }
  world->person_next[person] = 0;
  --world->stop_queue[stop];
  soi_queue_number(world, stop);
}

void soi_riders_add(soi_world *world, soi_cart_id cart, soi_person_id person) {
  uint32_t last = world->cart_first_rider[cart];
  while (last != 0 && world->person_next[last] != 0) { last = world->person_next[last]; }
  if (last == 0) {
    world->cart_first_rider[cart] = person;
  } else {
    world->person_next[last] = person;
  }
  world->person_next[person] = 0;
  ++world->cart_riders[cart];
}

void soi_riders_remove(soi_world *world, soi_cart_id cart, soi_person_id person) {
  uint32_t before = 0;
  for (uint32_t p = world->cart_first_rider[cart]; p != person; p = world->person_next[p]) {
    SOI_ASSERT(p != 0);
    before = p;
  }
  if (before == 0) {
    world->cart_first_rider[cart] = world->person_next[person];
  } else {
    world->person_next[before] = world->person_next[person];
  }
  world->person_next[person] = 0;
  --world->cart_riders[cart];
}
