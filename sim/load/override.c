/* An override is a small file of its own, named after its key, so that what is wrong with it has a place. */
#include "override.h"

#include <string.h>

#include "file.h"
#include "merge.h"
#include "moved.h"
#include "text.h"

bool soi_override_is(const soi_source *source) { return strncmp(source->path, SOI_OVERRIDE, strlen(SOI_OVERRIDE)) == 0; }

/* The value as YAML; null when it is wrong, which has been reported. */
static soi_tree *parse_value(soi_loading *loading, uint32_t file, const char *text) {
  const uint32_t errors = loading->errors->count;
  if (text[0] == '\0') {
    soi_complain(loading->errors, (soi_mark){file, 1, 1}, "nothing after '='; expected a value");
    return NULL;
  }
  soi_tree *const value = soi_tree_parse(&loading->scratch, file, text, strlen(text), loading->errors);
  return loading->errors->count == errors ? value : NULL;
}

static uint32_t count_dots(const char *path) {
  uint32_t count = 0;
  for (; *path != '\0'; ++path) { count += *path == '.' ? 1 : 0; }
  return count;
}

soi_tree *soi_override(soi_loading *loading, soi_tree *root, const char *text) {
  const char *const equals = strchr(text, '=');
  const size_t length = equals == NULL ? strlen(text) : (size_t)(equals - text);
  const char *const path = soi_text_copy(&loading->scratch, text, length);
  const char *const value_text = equals == NULL ? NULL : equals + 1;
  const size_t value_length = equals == NULL ? 0 : strlen(value_text);
  const char *const kept = equals == NULL ? NULL : soi_text_copy(&loading->definition->arena, value_text, value_length);
  const uint32_t file = soi_file_add(loading->definition, soi_text_format(&loading->scratch, SOI_OVERRIDE "%s", path), kept, value_length);
  const soi_mark mark = {file, 1, 1};
  if (equals == NULL) {
    soi_complain(loading->errors, mark, "no '=' in it; expected key=value, such as seed=3");
    return root;
  }
  if (strcmp(path, "extends") == 0) {
    soi_complain(loading->errors, mark, "'extends' cannot be overridden; expected another key");
    return root;
  }
  soi_tree *value = count_dots(path) < SOI_DEEPEST / 2 ? parse_value(loading, file, value_text) : NULL;
  if (value == NULL) {
    if (count_dots(path) >= SOI_DEEPEST / 2) {
      soi_complain(loading->errors, mark, "the key is nested too deeply; expected a key such as service.hold");
    }
    return root;
  }
  const char *stopped = "";
  const char *const now = soi_moved_override(loading, root, path, mark, &value);
  soi_tree *const changed = soi_merge_at(&loading->scratch, root, now, mark, value, &stopped);
  if (changed == NULL) {
    soi_complain(loading->errors, mark, "'%s' cannot be found in '%s'; expected a key, or the number of an item from 1", stopped, path);
    return root;
  }
  return changed;
}
