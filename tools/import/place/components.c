#include "components.h"

/* index: in which order states were opened; low: the first opened that each leads back to, as far as is known. */
struct component_work {
  uint32_t *index, *low, *place, *stack, *call;
  uint32_t opened, stack_count, call_count;
};

components components_make(soi_arena *arena, uint32_t states, component_follower follower, void *context) {
  struct component_work *const w = SOI_NEW(arena, struct component_work, 1);
  uint32_t **const tables[] = {&w->index, &w->low, &w->place, &w->stack, &w->call};
  for (size_t i = 0; i < sizeof tables / sizeof tables[0]; ++i) { *tables[i] = SOI_NEW(arena, uint32_t, states); }
  return (components){.follower = follower, .context = context, .of = SOI_NEW(arena, uint32_t, states), .work = w};
}

static void open_state(struct component_work *w, uint32_t state) {
  w->index[state] = w->low[state] = ++w->opened;
  w->stack[w->stack_count++] = state;
  w->call[w->call_count++] = state;
}

/* A state that leads back to none before it: what lies above it on the stack hangs together with it. */
static void close_component(components *c, uint32_t state) {
  struct component_work *const w = c->work;
  uint32_t member;
  ++c->count;
  do {
    member = w->stack[--w->stack_count];
    c->of[member] = c->count;
  } while (member != state);
}

static void keep_low(struct component_work *w, uint32_t state, uint32_t low) {
  if (low < w->low[state]) { w->low[state] = low; }
}

void components_reach(components *c, uint32_t start) {
  struct component_work *const w = c->work;
  if (c->of[start] != 0) { return; }
  open_state(w, start);
  while (w->call_count > 0) {
    const uint32_t state = w->call[w->call_count - 1], next = c->follower(c->context, state, &w->place[state]);
    if (next == COMPONENT_NONE) {
      --w->call_count;
      if (w->call_count > 0) { keep_low(w, w->call[w->call_count - 1], w->low[state]); }
      if (w->low[state] == w->index[state]) { close_component(c, state); }
    } else if (w->index[next] == 0) {
      open_state(w, next);
    } else if (c->of[next] == 0) { /* still on the stack */
      keep_low(w, state, w->index[next]);
    }
  }
}
