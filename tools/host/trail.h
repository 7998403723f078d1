/* A trail: a short hash of every field of the state after every step. Of a run of another program, whose state is gone, it still tells
 * the first step, phase and field in which this one differs. */
#ifndef SOI_TOOL_TRAIL_H
#define SOI_TOOL_TRAIL_H

#include <soi/world.h>

typedef struct tool_trail {
  const soi_field **fields; /* a column each; null in a trail that was read where this program has no such field */
  uint32_t count;
  soi_tick ticks;
  unsigned char *marks; /* column by column, a byte a tick from tick 1 on */
} tool_trail;

/* A trail of so many ticks with all fields of this program. Release it. */
tool_trail trail_make(soi_tick ticks);
void trail_release(tool_trail *trail);
/* Notes the state after a step. */
void trail_note(tool_trail *trail, const soi_world *world);
/* As text (compressed, base64); free it. */
char *trail_text(const tool_trail *trail);
/* Reads such a text; names of the columns. False when it is none. Release it either way. */
bool trail_read(tool_trail *trail, const char *const *names, uint32_t count, soi_tick ticks, const char *text);
/* Number i of the fields that a trail has; null past the last. */
const soi_field *trail_field(uint32_t i);

/* Where a run parts from a trail. */
typedef struct trail_parting {
  const char *phase; /* the first of the step's that writes a field which differs */
  char fields[160];  /* "cart_until_tick, cart_errand and 2 more" of that phase */
} trail_parting;
/* True when some field differs after this step. What begins or ends beyond the trail does not differ. One difference in 256 hides for a
 * step or more, as the hash is short. */
bool trail_parts(const tool_trail *trail, const soi_world *world, trail_parting *parting);

#endif
