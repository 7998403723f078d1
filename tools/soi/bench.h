/* The parts of soi bench. */
#ifndef SOI_TOOL_BENCH_H
#define SOI_TOOL_BENCH_H

#include <stdint.h>

/* Measures going to moments of a recording; returns the exit code. */
int bench_recording(const char *path);

/* Sorts the values, of which there is one at least. Of an even number the median is the mean of the two in the middle. */
double bench_median(double *values, uint32_t count);

#endif
