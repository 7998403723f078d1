/* Every metric, defined once: name, unit, what it is and where the definition comes from.
 * SOI_METRICS(X) rows: X(symbol, "name", unit, shape, how, "definition", "source"). How it is gathered, so that none is without:
 * a DISTRIBUTION from the values of an event (sim/measure/events.c), any other by a function of that name (sim/measure/figures.c).
 * A metric of shape DISTRIBUTION has .mean .p50 .p90 .p95 .p99 .max .min .count; SCALAR and COUNT are a single figure.
 * Percentiles are of the sorted samples by the nearest-rank rule (the smallest sample with at least p of all at or below it).
 * Samples taken before the scenario's warm-up has ended do not count: a wait counts when it began after the warm-up.
 * Passengers and vehicles are counted by cohort, so that their ratios are over the same ones: those who came after the warm-up, and
 * those who then still waited outside the map for room. Where soi_observer_begin let the figures begin, the warm-up ends there, and what is
 * counted from the start is counted from there. */
#ifndef SOI_METRICS_H
#define SOI_METRICS_H

#include <soi/base.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum soi_unit {
  SOI_UNIT_NONE,                      /* a plain number or count */
  SOI_UNIT_SHARE,                     /* 0..1, written % */
  SOI_UNIT_TIME,                      /* s */
  SOI_UNIT_LENGTH,                    /* m */
  SOI_UNIT_SPEED,                     /* m/s */
  SOI_UNIT_ACCELERATION,              /* m/s2 */
  SOI_UNIT_JERK,                      /* m/s3 */
  SOI_UNIT_ENERGY,                    /* J */
  SOI_UNIT_ENERGY_PER_LENGTH,         /* J/m */
  SOI_UNIT_MASS_PER_PASSENGER_LENGTH, /* g CO2e a passenger-km: kg/m */
  SOI_UNIT_POWER,
  SOI_UNIT_MASS,
  SOI_UNIT_RATE, /* W, kg, 1/s */
  SOI_UNIT_CLOCK,
  SOI_UNIT_RAIN,
  SOI_UNIT_TEMPERATURE,
  SOI_UNIT_ANGLE,
  SOI_UNIT_AREA
} soi_unit;

typedef enum soi_metric_shape { SOI_METRIC_SCALAR, SOI_METRIC_COUNT, SOI_METRIC_DISTRIBUTION } soi_metric_shape;

/* clang-format off */
#define SOI_METRICS(X) \
  /* service */ \
  X(WAIT, "wait", TIME, DISTRIBUTION, BOARDED, "from joining a stop's queue to boarding; those who gave up or still wait count with their time so far", "TCQSM") \
  X(RIDE, "ride", TIME, DISTRIBUTION, ALIGHTED, "from boarding to alighting, of those who alighted", "TCQSM") \
  X(TRIP, "trip", TIME, DISTRIBUTION, SERVED, "from leaving the first gate to reaching the last, of the served", "TCQSM") \
  X(HEADWAY, "headway", TIME, DISTRIBUTION, HEADWAY, "between departures of successive carts from the same stop", "TCQSM") \
  X(HEADWAY_CV, "headway.cv", NONE, SCALAR, headway_cv, "standard deviation of headways over their mean, each stop's pooled", "TCQSM (unverified)") \
  X(EXCESS_WAIT, "wait.excess", TIME, SCALAR, excess_wait, "sum h^2 / (2 sum h) - sum s^2 / (2 sum s): the mean wait that the headways h give beyond that of the planned s; headways open at the end count, at stops never served too", "Transport for London, FOI-0791-1920") \
  X(TRIPS_RUN, "trips.run", NONE, COUNT, trips_run, "departures of carts from the first stop of their route", "definition") \
  X(TRIPS_PLANNED, "trips.planned", NONE, COUNT, trips_planned, "departures from there that the planned headway asks for while carts are on duty", "definition") \
  X(TRIPS_SHARE, "trips.share", SHARE, SCALAR, trips_share, "trips run over trips planned", "definition") \
  X(AVAILABILITY, "availability", SHARE, SCALAR, availability, "cart time serving the line, not broken down, charging or going home, over cart time on duty", "EN 13306, up time over up and down time (unverified)") \
  X(ON_TIME, "on_time", SHARE, SCALAR, on_time, "share of departures within the allowed band around the planned headway", "TCQSM (unverified)") \
  X(DWELL, "dwell", TIME, DISTRIBUTION, CART_DEPARTED, "from standing at the stop to leaving it, holding left out", "TCQSM (unverified)") \
  X(HOLD, "hold", TIME, DISTRIBUTION, HOLD_ENDED, "time held at a stop beyond the dwell to even the headways", "definition") \
  X(LOOP, "loop", TIME, DISTRIBUTION, LAP, "between successive departures of one cart from its first stop", "definition") \
  X(CREATED, "passengers.created", NONE, COUNT, created, "people with a cart errand who came after the warm-up", "definition") \
  X(SERVED, "passengers.served", NONE, COUNT, served, "of the created: who rode and reached their gate", "definition") \
  X(GAVE_UP, "passengers.gave_up", NONE, COUNT, gave_up, "of the created: whose patience ended in the queue", "definition") \
  X(REFUSED, "passengers.refused", NONE, COUNT, refused, "of the created: for whom there has been no room to come in by their gate", "definition") \
  X(DENIED, "boardings.denied", NONE, COUNT, denied, "times a cart left a waiting passenger behind because it was full", "TCQSM") \
  X(BOARDINGS, "boardings", NONE, COUNT, boardings, "people who boarded", "definition") \
  X(OCCUPANCY, "occupancy", SHARE, SCALAR, occupancy, "passenger-km over place-km in service", "TCQSM") \
  X(VEHICLE_KM, "cart.distance", LENGTH, SCALAR, vehicle_km, "distance driven by all carts", "definition") \
  X(EMPTY_SHARE, "cart.empty", SHARE, SCALAR, empty_share, "share of that distance without a passenger", "definition") \
  X(PASSENGER_KM, "passenger.distance", LENGTH, SCALAR, passenger_km, "distance ridden by all passengers", "definition") \
  X(CART_SPEED, "cart.speed", SPEED, SCALAR, cart_speed, "distance over time in service, stops included", "definition") \
  /* safety */ \
  X(COLLISIONS, "collisions", NONE, COUNT, collisions, "pairs of road users, or of a road user and a person, whose outlines came to overlap", "definition") \
  X(CART_COLLISIONS, "collisions.cart", NONE, COUNT, cart_collisions, "those with a cart in them", "definition") \
  X(LAWFUL_COLLISIONS, "collisions.lawful", NONE, COUNT, lawful_collisions, "those in which nobody broke a rule", "definition") \
  X(TTC_MIN, "ttc.min", TIME, SCALAR, ttc_min, "least time to collision of a cart with a leader or a person in its path", "Hayward 1972") \
  X(TTC_EXPOSED, "ttc.exposed", TIME, SCALAR, ttc_exposed, "cart time with a time to collision under 3.0 s", "SUMO SSM threshold") \
  X(DRAC_MAX, "drac.max", ACCELERATION, SCALAR, drac_max, "greatest deceleration a cart needed to avoid a crash", "Cooper and Ferguson 1976 (unverified)") \
  X(PET_MIN, "pet.min", TIME, SCALAR, pet_min, "least time between one road user leaving a conflict zone and another, one of them a cart, entering it", "Allen et al. 1978 (unverified)") \
  X(HARD_BRAKES, "hard_brakes", NONE, COUNT, hard_brakes, "cart brakings beyond 2.5 m/s2", "Krasna 2021") \
  X(FALLS_AT_RISK, "falls_at_risk", NONE, COUNT, falls_at_risk, "riders aboard during a cart's braking beyond 2.5 m/s2", "Krasna 2021") \
  /* comfort */ \
  X(ACCELERATION_RMS, "acceleration.rms", ACCELERATION, SCALAR, acceleration_rms, "root mean square of cart acceleration while moving", "definition") \
  X(JERK_MAX, "jerk.max", JERK, SCALAR, jerk_max, "greatest jerk of a cart outside emergencies", "definition") \
  /* traffic */ \
  X(VEHICLES_MEAN, "vehicles.mean", NONE, SCALAR, vehicles_mean, "vehicles at once, carts included, on average", "definition") \
  X(VEHICLES_PEAK, "vehicles.peak", NONE, COUNT, vehicles_peak, "vehicles at once, most", "definition") \
  X(PEOPLE_MEAN, "people.mean", NONE, SCALAR, people_mean, "people at once, riders included, on average", "definition") \
  X(PEOPLE_PEAK, "people.peak", NONE, COUNT, people_peak, "people at once, most", "definition") \
  X(DELAY, "delay", TIME, DISTRIBUTION, VEHICLE_LEFT, "a vehicle's travel time beyond that at free speed", "HCM (unverified)") \
  X(VEHICLES_CREATED, "vehicles.created", NONE, COUNT, vehicles_created, "vehicles of the flows that came after the warm-up", "definition") \
  X(VEHICLES_ARRIVED, "vehicles.arrived", NONE, COUNT, vehicles_arrived, "of the created: that reached their destination", "definition") \
  X(TRAFFIC_SPEED, "traffic.speed", SPEED, SCALAR, traffic_speed, "distance over time of all vehicles but carts", "Edie 1963") \
  X(DEADLOCKS, "deadlocks", NONE, COUNT, deadlocks, "circles of vehicles or people that stand for each other for 30 s, once a standstill, warm-up included", "definition") \
  X(STANDING_MAX, "standing.max", TIME, SCALAR, standing_max, "longest standstill (within 1 m, or kept in its depot), time with a lawful named cause left out; warm-up included", "definition") \
  X(STANDING_SHARE, "standing.share", SHARE, SCALAR, standing_share, "share of all vehicles and people that stood over 5 min so; warm-up included", "definition") \
  X(GRIDLOCK, "gridlock", SHARE, SCALAR, gridlock, "share of all vehicles that in one standstill had over 2 min of green and no lawful cause to stand; warm-up included", "definition") \
  /* energy */ \
  X(ENERGY, "energy", ENERGY, SCALAR, energy, "drawn from all cart batteries, recuperation returned", "definition") \
  X(ENERGY_PER_KM, "energy.per_km", ENERGY_PER_LENGTH, SCALAR, energy_per_km, "energy over cart distance", "definition") \
  X(CO2, "co2", MASS_PER_PASSENGER_LENGTH, SCALAR, co2, "energy x 0.4750 kg CO2e/kWh over passenger distance", "TGO grid factor 2026") \
  X(CO2_REFERENCE, "co2.reference", MASS_PER_PASSENGER_LENGTH, SCALAR, co2_reference, "a pickup's 182.53 g/km at one passenger", "Atmosphere 2022, 13, 1588") \
  X(CHARGE_MIN, "charge.min", SHARE, SCALAR, charge_min, "least state of charge of any cart", "definition") \
  /* time lost, by cause: lost.<cause> for each cause of event.h, and the sum */ \
  X(LOST, "lost", TIME, SCALAR, lost, "cart time lost against driving at free speed, all causes", "definition")

typedef enum soi_metric {
#define SOI_METRIC_ROW(symbol, ...) SOI_METRIC_##symbol,
  SOI_METRICS(SOI_METRIC_ROW)
#undef SOI_METRIC_ROW
  SOI_METRIC_COUNT_
} soi_metric;
/* clang-format on */

typedef struct soi_metric_info {
  const char *name;
  soi_unit unit;
  soi_metric_shape shape;
  const char *definition;
  const char *source;
} soi_metric_info;

/* The row of one metric. */
SOI_API const soi_metric_info *soi_metric_get(soi_metric metric);
/* True when name ("wait.p90", "collisions", "lost.signal") can stand in an expectation; then *unit is its unit.
 * nearest, if not null, gets the most similar name when it cannot. */
SOI_API bool soi_metric_find(const char *name, soi_unit *unit, const char **nearest);
/* All names that can stand in an expectation, in the order of the report: name number i, null past the end. */
SOI_API const char *soi_metric_name(uint32_t i);

/* Reads a quantity as files write it: "19 km/h", "5 min", "07:00". False, and *value as it was, when it is none of that unit. */
SOI_API bool soi_unit_read(soi_unit unit, const char *text, double *value);
/* Writes a quantity for a reader, in the spelling that suits its size and with three or more digits: "92.4 s", "12.3 min",
 * "19.0 km/h". Returns the length it would have had. */
SOI_API size_t soi_unit_print(char *buffer, size_t size, soi_unit unit, double value);

#ifdef __cplusplus
}
#endif
#endif
