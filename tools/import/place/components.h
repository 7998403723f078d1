/* What hangs together in a directed graph: its strong components, in each of which every state is reached from every other. The graph is
 * a function, so that nobody need write it down. */
#ifndef SOI_COMPONENTS_H
#define SOI_COMPONENTS_H

#include <soi/base.h>

#define COMPONENT_NONE UINT32_MAX

/* The next state that follows one, COMPONENT_NONE after the last. *place is 0 at first; what it means is the function's own. */
typedef uint32_t (*component_follower)(void *context, uint32_t state, uint32_t *place);

typedef struct components {
  component_follower follower;
  void *context;
  uint32_t *of;   /* [state] its component, from 1; 0: not reached so far */
  uint32_t count; /* components so far */
  struct component_work *work;
} components;

/* No state reached yet; all in the arena. */
components components_make(soi_arena *arena, uint32_t states, component_follower follower, void *context);
/* Reaches what can be reached from a state that has not been (Tarjan 1972), without recursion. */
void components_reach(components *c, uint32_t start);

#endif
