/* A first route on a map that has none: stops near where people are, a depot, and a loop that carts can drive, as a patch file. */
#ifndef SOI_IMPORT_PROPOSE_H
#define SOI_IMPORT_PROPOSE_H

#include <soi/soi.h>

typedef struct proposal {
  const char *text; /* the patch, in the arena; null when no loop is possible ... */
  const char *why;  /* ... and this says why */
  uint32_t stops;   /* at most as many as wanted */
  double time;      /* s, once round without a halt */
} proposal;

/* model is that of the definition's map. What is proposed has been built with the map. */
proposal propose_route(soi_arena *arena, const soi_definition *definition, const soi_model *model, uint32_t wanted);

#endif
