/* Phase signal: fixed-time plans. Each stage is green, amber, all red; then the next. */
#include "traffic.h"

static soi_tick light_length(const soi_stage *stage, soi_light light) {
  return light == SOI_LIGHT_GREEN ? stage->green : light == SOI_LIGHT_AMBER ? stage->amber : stage->all_red;
}

static const soi_stage *stage_of(const soi_world *world, soi_vehicle_id row) {
  return &world->model->stages[world->model->signals[row].stages.first + world->signal_stage[row]];
}

/* To the next light; lights of no length are passed over. */
static void change(soi_world *world, soi_vehicle_id row) {
  if (world->signal_light[row] == SOI_LIGHT_RED) {
    world->signal_light[row] = SOI_LIGHT_GREEN;
    world->signal_stage[row] = (world->signal_stage[row] + 1u) % world->model->signals[row].stages.count;
  } else {
    ++world->signal_light[row];
  }
  world->signal_until[row] += light_length(stage_of(world, row), (soi_light)world->signal_light[row]);
}

/* Where the plan stands at tick 0. */
static void start(soi_world *world, soi_vehicle_id row) {
  world->signal_stage[row] = 0;
  world->signal_light[row] = SOI_LIGHT_GREEN;
  world->signal_until[row] = stage_of(world, row)->green;
  soi_tick into = world->model->signals[row].offset;
  while (world->signal_until[row] <= into) { change(world, row); }
  world->signal_until[row] -= into;
}

void soi_traffic_signals(soi_world *world) {
  for (soi_vehicle_id row = 1; row <= world->model->signal_count; ++row) {
    if (world->tick[0] == 0) { start(world, row); }
    while (world->signal_until[row] <= world->tick[0]) { change(world, row); }
  }
}
