/* Runs a scenario with soi's library: says when each passenger boarded or gave up, then how long nine in ten waited at most. */
#include <stdio.h>

#include <soi/soi.h>

static int say_what_is_wrong(const soi_definition *definition, const soi_errors *errors) {
  char text[1000];
  for (uint32_t i = 0; i < errors->count; ++i) {
    soi_error_text(definition, &errors->items[i], text, sizeof text);
    fprintf(stderr, "%s\n", text);
  }
  return SOI_VERDICT_INPUT;
}

/* What happened in the last step, as far as it is about waiting. */
static void tell(const soi_world *world) {
  for (uint32_t i = 0; i < world->event_count; ++i) {
    const soi_event *event = &world->events[i];
    if (event->kind != SOI_EVENT_BOARDED && event->kind != SOI_EVENT_GAVE_UP) { continue; }
    printf("%7.1f s  %s after %.1f s\n", (double)event->tick * world->model->step, soi_event_name(event->kind), event->value);
  }
}

int main(int count, char **arguments) {
  if (count != 2) { return SOI_VERDICT_INPUT; }

  /* Text becomes a definition, the definition a model that never changes. Every mistake is told, not only the first. */
  const soi_memory memory = soi_memory_libc();
  soi_definition definition = {0};
  soi_errors errors = {.arena = &definition.arena};
  soi_model *model = NULL;
  if (soi_load_scenario(&definition, arguments[1], NULL, 0, &errors)) { model = soi_model_build(&definition, memory, &errors); }
  if (model == NULL) { return say_what_is_wrong(&definition, &errors); }

  /* The world is what changes; an observer watches it. */
  soi_world *world = soi_world_create(model, memory, NULL);
  soi_observer *observer = soi_observer_create(model, memory);
  while (world->tick[0] < model->end) {
    soi_world_step(world);
    soi_observer_step(observer, world);
    tell(world);
  }

  double wait;
  bool known;
  if (soi_observer_value(observer, world, "wait.p90", &wait, &known)) { printf("wait.p90 is %.1f s\n", wait); }
  const soi_verdict verdict = soi_observer_verdict(observer, world);
  printf("%s, hash %016llx\n", soi_verdict_name(verdict), (unsigned long long)soi_world_hash(world));

  soi_observer_release(observer);
  soi_world_release(world);
  soi_model_release(model);
  soi_definition_release(&definition);
  return verdict;
}
