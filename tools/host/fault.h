/* What happens when soi itself is wrong: the assertion hook of the library, and faults on purpose for the tests of it. */
#ifndef SOI_TOOL_FAULT_H
#define SOI_TOOL_FAULT_H

#include <stdbool.h>
#include <stdint.h>

#include <soi/world.h>

/* Called once with what went wrong before the program ends with exit code 3: the last chance to write reports. It may run in any
 * thread and must not trust the world. Null: nothing but the message on stderr. */
void fault_handler(void (*handler)(void *context, const char *message), void *context);

/* A fault on purpose, of --inject-fault TICK[:KIND]. KIND: assert (the default), crash, hang, nudge (the first vehicle is put 5 cm back, as
 * a fault would that differs between two machines). */
typedef struct fault_plan {
  bool planned;
  uint64_t tick;
  char kind;
} fault_plan;
/* False when text is not such a plan. text may be null: no fault. */
bool fault_plan_read(fault_plan *plan, const char *text);
/* Does as planned when the world's tick has come. */
void fault_plan_try(const fault_plan *plan, soi_world *world);

#endif
