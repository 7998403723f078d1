/* The behaviour hash: what a run shows from outside, whatever the layout of the state. Rows are told apart by their birth, not by their
 * number, and added up, so that another order of storage gives the same hash. */
#include <soi/observe.h>

#include "hash.h"

static uint64_t mix_double(uint64_t hash, double value) { return soi_hash_bytes(hash, &value, sizeof value); }

static uint64_t mix_point(uint64_t hash, soi_point point) { return mix_double(mix_double(hash, point.x), point.y); }

static uint64_t vehicles(const soi_world *world) {
  uint64_t sum = 0;
  for (uint32_t row = 1; row <= world->vehicle_high[0]; ++row) {
    if (!soi_vehicle_lives(world, row)) { continue; }
    soi_point heading;
    const soi_point at = soi_vehicle_at(world, row, &heading);
    uint64_t hash = soi_hash_u64(SOI_HASH_SEED, world->vehicle_serial[row]);
    hash = mix_point(mix_point(hash, at), heading);
    sum += mix_double(hash, world->vehicle_speed[row]);
  }
  return sum;
}

static uint64_t people(const soi_world *world) {
  uint64_t sum = 0;
  for (uint32_t row = 1; row <= world->person_high[0]; ++row) {
    if (!soi_person_lives(world, row) || !world->person_body[row]) { continue; }
    uint64_t hash = soi_hash_u64(SOI_HASH_SEED, world->person_serial[row]);
    hash = mix_point(hash, (soi_point){world->person_x[row], world->person_y[row]});
    sum += mix_point(hash, (soi_point){world->person_vx[row], world->person_vy[row]});
  }
  return sum;
}

/* Who rides: by birth and cart. The order aboard is nobody's business. */
static uint64_t riders(const soi_world *world) {
  uint64_t sum = 0;
  for (soi_cart_id cart = 1; cart <= world->model->cart_count; ++cart) {
    for (uint32_t row = world->cart_first_rider[cart]; row != 0; row = world->person_next[row]) {
      sum += soi_hash_u64(soi_hash_u64(SOI_HASH_SEED, cart), world->person_serial[row]);
    }
  }
  return sum;
}

static uint64_t lights_and_queues(uint64_t hash, const soi_world *world) {
  for (uint32_t i = 1; i <= world->model->signal_count; ++i) {
    hash = soi_hash_u64(soi_hash_u64(hash, world->signal_stage[i]), world->signal_light[i]);
  }
  for (soi_stop_id stop = 1; stop <= world->model->stop_count; ++stop) {
    for (uint32_t row = world->stop_first[stop]; row != 0; row = world->person_next[row]) {
      hash = soi_hash_u64(hash, world->person_serial[row]);
    }
    hash = soi_hash_u64(hash, world->stop_queue[stop]);
  }
  return mix_double(mix_double(hash, world->rain[0]), world->visibility[0]);
}

/* Events: what, where and how much. Their rows are numbers of storage, and whoever they mean stands at the place. */
static uint64_t events(const soi_world *world) {
  uint64_t sum = 0;
  for (uint32_t i = 0; i < world->event_count; ++i) {
    const soi_event *event = &world->events[i];
    uint64_t hash = soi_hash_text(SOI_HASH_SEED, soi_event_name(event->kind));
    hash = mix_double(mix_point(hash, event->at), event->value);
    sum += soi_hash_u64(hash, event->flags);
  }
  return sum;
}

uint64_t soi_behaviour_hash(uint64_t hash, const soi_world *world) {
  hash = soi_hash_u64(hash, vehicles(world));
  hash = soi_hash_u64(hash, people(world));
  hash = soi_hash_u64(hash, riders(world));
  return soi_hash_u64(lights_and_queues(hash, world), events(world));
}

uint64_t soi_metrics_hash(const soi_observer *observer, const soi_world *world) {
  uint64_t hash = SOI_HASH_SEED;
  const char *name;
  for (uint32_t i = 0; (name = soi_metric_name(i)) != NULL; ++i) {
    double value = 0.0;
    bool known;
    const bool sampled = soi_observer_value(observer, world, name, &value, &known);
    hash = mix_double(soi_hash_u64(soi_hash_text(hash, name), sampled), sampled ? value : 0.0);
  }
  return hash;
}
