/* What things are called in reports: ids and names of stops, carts and gates, clock times, units, judgements. */
#ifndef SOI_NAMES_H
#define SOI_NAMES_H

#include <soi/observe.h>

enum { SOI_CLOCK_SIZE = 16, SOI_QUANTITY_SIZE = 64 };

/* Ids as in the scenario and map files; "" for row 0. */
const char *soi_id_of_stop(const soi_model *model, soi_stop_id stop);
const char *soi_id_of_cart(const soi_model *model, soi_cart_id cart);
const char *soi_id_of_gate(const soi_model *model, soi_gate_id gate);
const char *soi_id_of_people_flow(const soi_model *model, uint32_t row);
const char *soi_id_of_route(const soi_model *model, soi_route_id route);
/* "a command" for row 0: of a tool. */
const char *soi_id_of_incident(const soi_model *model, soi_incident_id incident);
/* The English name, or the id when there is none. */
const char *soi_stop_name(const soi_model *model, soi_stop_id stop);
const char *soi_cart_name(const soi_model *model, soi_cart_id cart);
const char *soi_scenario_name(const soi_model *model);

/* The clock time of a tick to the millisecond: "07:12:03.400". */
void soi_clock_text(char buffer[SOI_CLOCK_SIZE], const soi_model *model, soi_tick tick);
/* ... and to the second: "07:12:03". */
void soi_clock_short(char buffer[SOI_CLOCK_SIZE], const soi_model *model, soi_tick tick);

/* A value with all its digits and its SI unit: "360.4 s". */
void soi_quantity_exact(char buffer[SOI_QUANTITY_SIZE], soi_unit unit, double value);

const char *soi_comparison_sign(soi_comparison comparison);

/* Level of service by the headways' coefficient of variation (TCQSM, unverified): A to 0.21, B 0.30, C 0.39, D 0.52, E 0.74,
 * F. */
char soi_level_of_service(double headway_cv);

#endif
