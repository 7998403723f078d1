/* What things are called in reports. */
#include "names.h"

#include <soi/definition.h>

#include "digits.h"
#include "text.h"

const char *soi_id_of_stop(const soi_model *model, soi_stop_id stop) { return stop == 0 ? "" : model->stops[stop].id; }

const char *soi_id_of_cart(const soi_model *model, soi_cart_id cart) { return cart == 0 ? "" : model->carts[cart].id; }

const char *soi_id_of_gate(const soi_model *model, soi_gate_id gate) { return gate == 0 ? "" : model->gates[gate].id; }

const char *soi_id_of_route(const soi_model *model, soi_route_id route) { return route == 0 ? "" : model->routes[route].id; }

const char *soi_id_of_incident(const soi_model *model, soi_incident_id incident) {
  return incident == 0 ? "a command" : model->incidents[incident].id;
}

static const char *name_or_id(const soi_name *name, const char *id) { return name->en != NULL && name->en[0] != '\0' ? name->en : id; }

const char *soi_stop_name(const soi_model *model, soi_stop_id stop) {
  if (stop == 0) { return ""; }
  const soi_stop_definition *const definition = &model->definition->map.stops.items[model->stops[stop].definition - 1];
  return name_or_id(&definition->name, definition->record.id);
}

const char *soi_cart_name(const soi_model *model, soi_cart_id cart) {
  return cart == 0 ? "" : name_or_id(&model->carts[cart].name, model->carts[cart].id);
}

const char *soi_scenario_name(const soi_model *model) {
  const soi_scenario_definition *const scenario = &model->definition->scenario;
  return name_or_id(&scenario->name, scenario->record.id == NULL ? "" : scenario->record.id);
}

/* Milliseconds after midnight. */
static uint64_t milliseconds(const soi_model *model, soi_tick tick) { return (uint64_t)(soi_clock(model, tick) * 1000.0 + 0.5); }

void soi_clock_short(char buffer[SOI_CLOCK_SIZE], const soi_model *model, soi_tick tick) {
  const uint64_t second = milliseconds(model, tick) / 1000;
  soi_text_print(buffer, SOI_CLOCK_SIZE, "%02u:%02u:%02u", (unsigned)(second / 3600), (unsigned)(second / 60 % 60),
                 (unsigned)(second % 60));
}

void soi_clock_text(char buffer[SOI_CLOCK_SIZE], const soi_model *model, soi_tick tick) {
  char whole[SOI_CLOCK_SIZE];
  soi_clock_short(whole, model, tick);
  soi_text_print(buffer, SOI_CLOCK_SIZE, "%s.%03u", whole, (unsigned)(milliseconds(model, tick) % 1000));
}

const char *soi_unit_symbol(soi_unit unit) {
  static const char *const symbols[] = {
      [SOI_UNIT_NONE] = "",
      [SOI_UNIT_SHARE] = "",
      [SOI_UNIT_TIME] = "s",
      [SOI_UNIT_LENGTH] = "m",
      [SOI_UNIT_SPEED] = "m/s",
      [SOI_UNIT_ACCELERATION] = "m/s2",
      [SOI_UNIT_JERK] = "m/s3",
      [SOI_UNIT_ENERGY] = "J",
      [SOI_UNIT_ENERGY_PER_LENGTH] = "J/m",
      [SOI_UNIT_MASS_PER_PASSENGER_LENGTH] = "kg/m",
      [SOI_UNIT_POWER] = "W",
      [SOI_UNIT_MASS] = "kg",
      [SOI_UNIT_RATE] = "1/s",
      [SOI_UNIT_CLOCK] = "s",
      [SOI_UNIT_RAIN] = "mm/h",
      [SOI_UNIT_TEMPERATURE] = "C",
      [SOI_UNIT_ANGLE] = "deg",
      [SOI_UNIT_AREA] = "m2",
  };
  return (uint32_t)unit < sizeof symbols / sizeof symbols[0] && symbols[unit] != NULL ? symbols[unit] : "";
}

void soi_quantity_exact(char buffer[SOI_QUANTITY_SIZE], soi_unit unit, double value) {
  char digits[SOI_DIGITS_SIZE];
  soi_digits_shortest(digits, value);
  const char *const symbol = soi_unit_symbol(unit);
  soi_text_print(buffer, SOI_QUANTITY_SIZE, "%s%s%s", digits, symbol[0] == '\0' ? "" : " ", symbol);
}

const char *soi_comparison_sign(soi_comparison comparison) {
  switch (comparison) {
    case SOI_AT_MOST: return "<=";
    case SOI_LESS: return "<";
    case SOI_AT_LEAST: return ">=";
    case SOI_MORE: return ">";
    case SOI_EQUAL: return "==";
  }
  return "";
}

const char *soi_judgement_name(soi_judgement judgement) {
  static const char *const names[] = {
      [SOI_HELD] = "held", [SOI_FAILED] = "failed", [SOI_INCONCLUSIVE] = "inconclusive", [SOI_OVER_SEEDS] = "over seeds"};
  return names[judgement];
}

soi_verdict soi_judgement_verdict(soi_judgement judgement) {
  switch (judgement) {
    case SOI_HELD:
    case SOI_OVER_SEEDS: return SOI_VERDICT_HELD;
    case SOI_FAILED: return SOI_VERDICT_FAILED;
    case SOI_INCONCLUSIVE: break;
  }
  return SOI_VERDICT_INCONCLUSIVE;
}

const char *soi_verdict_name(soi_verdict verdict) {
  switch (verdict) {
    case SOI_VERDICT_HELD: return "held";
    case SOI_VERDICT_FAILED: return "failed";
    case SOI_VERDICT_INPUT: return "wrong input";
    case SOI_VERDICT_FAULT: return "fault";
    case SOI_VERDICT_OUT_OF_TIME: return "out of time";
    case SOI_VERDICT_INCONCLUSIVE: return "inconclusive";
  }
  return "";
}

char soi_level_of_service(double headway_cv) {
  static const double limits[] = {0.21, 0.30, 0.39, 0.52, 0.74};
  uint32_t level = 0;
  while (level < sizeof limits / sizeof limits[0] && headway_cv > limits[level]) { ++level; }
  return (char)('A' + level);
}

const char *soi_id_of_people_flow(const soi_model *model, uint32_t row) { return model->people_flows[row].id; }
