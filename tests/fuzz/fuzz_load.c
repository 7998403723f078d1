/* Fuzz target for the reader (libFuzzer): any bytes, read as a map, as a scenario, and as the value of an override. Each must end
 * with errors or a definition, and give all memory back. How to build and run it: README.md beside this file. */
#include <soi/load.h>
#include <stdlib.h>
#include <string.h>

/* Errors must come in order, with a place, and as text that can be printed. */
static void check_errors(const soi_definition *definition, const soi_errors *errors) {
  for (uint32_t i = 0; i < errors->count; ++i) {
    char text[8192];
    const soi_mark mark = errors->items[i].mark;
    const size_t length = soi_error_text(definition, &errors->items[i], text, sizeof text);
    const soi_mark before = i == 0 ? (soi_mark){.file = 0} : errors->items[i - 1].mark;
    const bool ordered =
        before.file < mark.file ||
        (before.file == mark.file && (before.line < mark.line || (before.line == mark.line && before.column <= mark.column)));
    if (!ordered || length == 0 || mark.file > definition->files.count) { abort(); }
  }
}

static void read_map(const char *text, size_t length) {
  soi_definition definition = {.files = {.count = 0}};
  soi_errors errors = {.arena = &definition.arena};
  const bool good = soi_load_map_text(&definition, "tests/corpus/base/fuzz.yaml", text, length, &errors);
  if (good != (errors.count == 0)) { abort(); }
  check_errors(&definition, &errors);
  soi_definition_release(&definition);
}

static void read_scenario(const char *text, size_t length, const char *override) {
  soi_definition definition = {.files = {.count = 0}};
  soi_errors errors = {.arena = &definition.arena};
  const char *const overrides[] = {override};
  const bool good =
      soi_load_scenario_text(&definition, "tests/corpus/base/fuzz.yaml", text, length, overrides, override == NULL ? 0 : 1, &errors);
  if (good != (errors.count == 0)) { abort(); }
  check_errors(&definition, &errors);
  soi_definition_release(&definition);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static const char base[] = "extends: scenario.yaml\n";
  read_map((const char *)data, size);
  read_scenario((const char *)data, size, NULL);
  /* As an override, up to its first NUL. */
  char *const override = malloc(size + 1);
  if (override == NULL) { return 0; }
  memcpy(override, data, size);
  override[size] = '\0';
  read_scenario(base, sizeof base - 1, override);
  free(override);
  return 0;
}
