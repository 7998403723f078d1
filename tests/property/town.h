/* A town drawn from a seed: a grid of roads with signals, crossings, stops on a loop, a fleet and a demand, written as YAML files. */
#ifndef SOI_TEST_TOWN_H
#define SOI_TEST_TOWN_H

#include <stdbool.h>
#include <stdint.h>

/* Writes DIR/map.yaml and DIR/scenario.yaml; false when a file cannot be written. */
bool town_write(const char *directory, uint64_t seed);

#endif
