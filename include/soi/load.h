/* Reading maps and scenarios: YAML text to definitions, with every mistake found in one run and its place. */
#ifndef SOI_LOAD_H
#define SOI_LOAD_H

#include <soi/definition.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Reads a scenario, what it extends and its map. overrides are "key=value" texts that are checked like the file's own keys
 * ("seed=3", "service.hold=none", "traffic.flows.north.rate=300 /h"); they win over the file.
 * definition is all zero (then its memory is soi_memory_libc), made by soi_definition_init, or was read into before (what it had is
 * forgotten, its memory kept until release). A scenario without a map is a part for others to extend: nothing is required of it.
 * A relative path is looked for beside the file it stands in, then in definition.share.
 * Returns true when there was no error. errors.arena must be set by the caller (it may be &definition->arena). The definition
 * is valid for release in either case. */
SOI_API bool soi_load_scenario(soi_definition *definition, const char *path, const char *const *overrides, uint32_t override_count,
                               soi_errors *errors);
/* Reads a map alone. */
SOI_API bool soi_load_map(soi_definition *definition, const char *path, soi_errors *errors);
/* As soi_load_map and soi_load_scenario, from text in memory; name stands for the path in messages, and is where relative paths start. */
SOI_API bool soi_load_map_text(soi_definition *definition, const char *name, const char *text, size_t length, soi_errors *errors);
SOI_API bool soi_load_scenario_text(soi_definition *definition, const char *name, const char *text, size_t length,
                                    const char *const *overrides, uint32_t override_count, soi_errors *errors);
/* As soi_load_scenario, from what an earlier reading kept in definition.files (the scenario first) and no file at all: a path that
 * is not among the sources cannot be read. Overrides among the sources are laid over in their order, then those given here.
 * The sources are copied, and must not be the definition's own. */
SOI_API bool soi_load_scenario_sources(soi_definition *definition, const soi_source *sources, uint32_t source_count,
                                       const char *const *overrides, uint32_t override_count, soi_errors *errors);
/* A definition with every default and nothing else, for programs that fill one by hand. */
SOI_API void soi_definition_init(soi_definition *definition, soi_memory memory);
SOI_API void soi_definition_release(soi_definition *definition);

/* Malloc-backed memory for hosts that have libc. */
SOI_API soi_memory soi_memory_libc(void);

/* What kind of file it is, from its keys: 'm' a map, 's' a scenario, 0 neither or unreadable. */
SOI_API char soi_file_kind(const char *path);

/* "file:line:column: message" into buffer; returns the length it would have had. */
SOI_API size_t soi_error_text(const soi_definition *definition, const soi_error *error, char *buffer, size_t size);

/* The JSON Schema (draft 2020-12) of map files or scenario files, generated from the schema table. The text lives in the arena. */
SOI_API const char *soi_schema_json(soi_arena *arena, bool scenario);
/* The reference text for a key ("fleet.charge", "map.roads"), or for all when key is null; null when no such key exists
 * (then *nearest, if not null, is the nearest key or null). Plain text, or Markdown tables. */
SOI_API const char *soi_schema_describe(soi_arena *arena, const char *key, bool markdown, const char **nearest);

#ifdef __cplusplus
}
#endif
#endif
