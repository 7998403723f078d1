/* Who has green, asked from the state of the signals. */
#include <soi/world.h>

/* The light of one bit of a signal: green or amber while its stage lasts, red otherwise. */
static soi_light light_of(const soi_world *world, soi_signal_id signal, uint32_t bit) {
  if (signal == 0) { return SOI_LIGHT_GREEN; }
  const soi_signal *plan = &world->model->signals[signal];
  const soi_stage *stage = &world->model->stages[plan->stages.first + world->signal_stage[signal]];
  return (stage->go >> bit & 1u) != 0 ? (soi_light)world->signal_light[signal] : SOI_LIGHT_RED;
}

soi_light soi_connector_light(const soi_world *world, soi_lane_id connector) {
  const soi_lane *lane = &world->model->lanes[connector];
  return light_of(world, lane->signal, lane->signal_bit);
}

soi_light soi_crossing_light(const soi_world *world, soi_crossing_id crossing) {
  const soi_crossing *place = &world->model->crossings[crossing];
  return light_of(world, place->signal, place->signal_bit);
}

soi_light soi_crossing_road_light(const soi_world *world, soi_crossing_id crossing) {
  const soi_crossing *place = &world->model->crossings[crossing];
  if (place->signal == 0) { return SOI_LIGHT_GREEN; }
  /* the road goes in the stages in which the people do not */
  const soi_signal *plan = &world->model->signals[place->signal];
  const soi_stage *stage = &world->model->stages[plan->stages.first + world->signal_stage[place->signal]];
  if ((stage->go >> place->signal_bit & 1u) != 0) { return SOI_LIGHT_RED; }
  return (soi_light)world->signal_light[place->signal];
}
