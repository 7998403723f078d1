/* The parts of soi bench. */
#ifndef SOI_TOOL_BENCH_H
#define SOI_TOOL_BENCH_H

/* Measures going to moments of a recording; returns the exit code. */
int bench_recording(const char *path);

/* For qsort of doubles. */
int bench_compare(const void *a, const void *b);

#endif
