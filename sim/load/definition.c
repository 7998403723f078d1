/* Making and releasing definitions, memory for hosts with libc, and errors as text. */
#include <soi/load.h>
#include <stdlib.h>
#include <string.h>

#include "read.h"
#include "text.h"

enum { ALIGNMENT = 64 };

/* Zeroed by calloc, which need not touch what comes fresh from the system; the byte before the block says how far it was moved. */
static void *allocate(void *context, size_t bytes) {
  (void)context;
  if (bytes > SIZE_MAX - ALIGNMENT) { return NULL; }
  unsigned char *const whole = calloc(1, bytes + ALIGNMENT);
  if (whole == NULL) { return NULL; }
  const size_t shift = ALIGNMENT - (uintptr_t)whole % ALIGNMENT;
  whole[shift - 1] = (unsigned char)shift;
  return whole + shift;
}

static void release(void *context, void *block, size_t bytes) {
  (void)context;
  (void)bytes;
  unsigned char *const moved = block;
  if (moved != NULL) { free(moved - moved[-1]); }
}

soi_memory soi_memory_libc(void) { return (soi_memory){.allocate = allocate, .release = release}; }

void soi_definition_init(soi_definition *definition, soi_memory memory) {
  *definition = (soi_definition){.arena = soi_arena_make(memory)};
  soi_read_defaults(definition, &soi_map_table, &definition->map);
  soi_read_defaults(definition, &soi_scenario_table, &definition->scenario);
}

void soi_definition_release(soi_definition *definition) {
  if (definition->arena.memory.release != NULL) { soi_arena_release(&definition->arena); }
  *definition = (soi_definition){.arena = definition->arena};
}

size_t soi_error_text(const soi_definition *definition, const soi_error *error, char *buffer, size_t size) {
  const soi_mark mark = error->mark;
  if (mark.file == 0 || mark.file > definition->files.count) { return soi_text_print(buffer, size, "%s", error->message); }
  const char *const file = definition->files.items[mark.file - 1].path;
  if (mark.line == 0) { return soi_text_print(buffer, size, "%s: %s", file, error->message); }
  return soi_text_print(buffer, size, "%s:%u:%u: %s", file, mark.line, mark.column, error->message);
}
