/* Fuzz target for the importer (libFuzzer): any bytes, read as an OpenStreetMap extract. Each must end with a located error or a map,
 * and give all memory back. */
#define _POSIX_C_SOURCE 200809L

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "import.h"

static char path[64];

static void forget(void) { (void)unlink(path); }

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  if (path[0] == '\0') {
    snprintf(path, sizeof path, "/tmp/soi-fuzz-%ld.osm", (long)getpid());
    (void)atexit(forget);
  }
  FILE *const file = fopen(path, "wb");
  if (file == NULL || fwrite(data, 1, size, file) != size || fclose(file) != 0) { abort(); }
  const import_options options = {.path = path};
  import_result result;
  const bool made = import_osm(&options, &result);
  if (made != (result.found.error == NULL) || made != (result.text != NULL && result.length == strlen(result.text))) {
    if (made || result.found.error == NULL) { abort(); }
  }
  if (!made && strncmp(result.found.error, path, strlen(path)) != 0) { abort(); /* an error without its place */ }
  import_release(&result);
  return 0;
}
