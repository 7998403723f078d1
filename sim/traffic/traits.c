/* Drivers differ: wish for speed, headway, and the rules they break, all drawn at birth. */
#include "traits.h"

#include "fmath.h"
#include "random.h"

/* Draws of one birth, told apart by their number. */
enum { TRAIT_SPEED = 0, TRAIT_HEADWAY = 1, TRAIT_TYPE = 7 };
enum { RULE_ZEBRA = 0, RULE_RED = 1 };

soi_type_id soi_newcomer_type(const soi_model *model, soi_vehicle_flow_id flow, uint32_t number) {
  if (model->vehicle_flows[flow].type != 0) { return model->vehicle_flows[flow].type; }
  const double draw = soi_random(model->seed, SOI_DRAW_VEHICLE_TRAIT, flow, number, TRAIT_TYPE);
  for (soi_type_id type = 1; type < model->type_count; ++type) {
    if (draw < model->mix_share[type]) { return type; }
  }
  return model->type_count;
}

/* Normal, cut off at two deviations. */
static double trait(const soi_world *world, soi_vehicle_id row, uint32_t n, double mean, double spread) {
  const double draw = soi_random_normal(world->model->seed, SOI_DRAW_VEHICLE_TRAIT, world->vehicle_serial[row], 0, n);
  return mean + spread * soi_clamp(draw, -2.0, 2.0);
}

static bool breaks(const soi_world *world, soi_vehicle_id row, uint32_t n, double share) {
  return soi_random(world->model->seed, SOI_DRAW_VEHICLE_RULE, world->vehicle_serial[row], 0, n) < share;
}

void soi_draw_traits(soi_world *world, soi_vehicle_id row) {
  const soi_vehicle_type *type = soi_type(world->model, world->vehicle_type[row]);
  const double factor = soi_max(trait(world, row, TRAIT_SPEED, type->driver.speed_factor, type->driver.speed_spread), 0.4);
  world->vehicle_speed_factor[row] = (float)factor;
  world->vehicle_headway[row] = (float)soi_max(trait(world, row, TRAIT_HEADWAY, type->driver.headway, 0.15 * type->driver.headway), 0.5);
  uint8_t rules = factor > 1.0 ? SOI_RULE_SPEED : 0;
  if (breaks(world, row, RULE_ZEBRA, type->driver.ignores_zebra)) { rules |= SOI_RULE_ZEBRA; }
  if (breaks(world, row, RULE_RED, type->driver.runs_red)) { rules |= SOI_RULE_RED; }
  world->vehicle_rules[row] = rules;
}
