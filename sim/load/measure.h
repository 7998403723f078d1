/* Reading what an expectation measures: a metric, or sums, differences and ratios of metrics. */
#ifndef SOI_LOAD_MEASURE_H
#define SOI_LOAD_MEASURE_H

#include "loading.h"

/* Reads "passengers.served / (passengers.served + passengers.gave_up)" into the steps and the unit of an expectation. False when it
 * is none, which is reported. */
bool soi_measure_read(soi_loading *loading, const soi_key_path *path, soi_mark mark, const char *text,
                      soi_expectation_definition *expectation);

#endif
