/* The schema: one table a record type, one row a key. It drives the reading, every message, the JSON Schema and the reference. */
#ifndef SOI_LOAD_SCHEMA_H
#define SOI_LOAD_SCHEMA_H

#include <soi/definition.h>
#include <soi/metrics.h>

typedef enum soi_kind {
  SOI_KIND_TEXT,       /* const char * */
  SOI_KIND_NAME,       /* soi_name: a text, or {en:, th:, ja:} */
  SOI_KIND_QUANTITY,   /* double with the row's unit; SOI_UNIT_NONE is a bare number */
  SOI_KIND_COUNT,      /* uint32_t */
  SOI_KIND_LEVEL,      /* int32_t */
  SOI_KIND_SEED,       /* uint64_t */
  SOI_KIND_YES_NO,     /* bool */
  SOI_KIND_CHOICE,     /* an enum: one of the row's names, by place */
  SOI_KIND_REFERENCE,  /* soi_reference into the row's target */
  SOI_KIND_REFERENCES, /* soi_references into it */
  SOI_KIND_POINT,      /* soi_point: [x, y] in metres */
  SOI_KIND_POINTS,     /* soi_points */
  SOI_KIND_TEXTS,      /* soi_texts */
  SOI_KIND_QUANTITIES, /* soi_numbers with the row's unit */
  SOI_KIND_RECORD,     /* a record of the row's table, in place */
  SOI_KIND_RECORDS,    /* a list of them, written id: record */
  SOI_KIND_SEQUENCE,   /* a list of them, written as a sequence */
  SOI_KIND_EXPECT,     /* a list of soi_expectation_definition, written as texts */
} soi_kind;

/* What an id can name. */
/* clang-format off */
typedef enum soi_target {
  SOI_TARGET_NODE, SOI_TARGET_ROAD, SOI_TARGET_CROSSING, SOI_TARGET_WALKWAY, SOI_TARGET_GATE, SOI_TARGET_STOP, SOI_TARGET_DEPOT,
  SOI_TARGET_ROUTE, /* the last one of the map */
  SOI_TARGET_VEHICLE_TYPE, SOI_TARGET_CART, SOI_TARGET_TIMETABLE,
  SOI_TARGET_COUNT
} soi_target;
/* clang-format on */

typedef struct soi_table soi_table;

/* One key. low, high and standard (the default) are written as in a file; null where there is none. */
typedef struct soi_schema_field {
  const char *key;
  soi_kind kind;
  soi_unit unit;
  bool required; /* for kinds that have no default; the others are required when standard is null: soi_field_required */
  soi_target target;
  const char *low, *high;
  const char *standard;
  const char *const *names; /* of a choice, null-ended */
  const soi_table *table;   /* of records */
  size_t offset;            /* in the record */
  const char *doc;
} soi_schema_field;

struct soi_table {
  const char *name; /* "road" */
  size_t size;      /* of the record in bytes */
  const soi_schema_field *fields;
  uint32_t count;
};

/* Map files and scenario files. */
extern const char *const soi_incident_kinds[]; /* names, in the order of the enum */
extern const soi_table soi_map_table;
extern const soi_table soi_scenario_table;
extern const soi_table soi_sensor_table;

/* A target's noun ("node") and the key of its list, which stands at the top of a map or a scenario. */
const char *soi_target_noun(soi_target target);
const char *soi_target_key(soi_target target);
static inline bool soi_target_in_map(soi_target target) { return target <= SOI_TARGET_ROUTE; }

/* The row of a key, or null. */
const soi_schema_field *soi_table_find(const soi_table *table, const char *key);
/* True when the key must be written. */
bool soi_field_required(const soi_schema_field *field);
/* True when its value consists of records. */
bool soi_kind_has_table(soi_kind kind);

/* All lists of definition.h have this shape. */
typedef struct soi_any_list {
  void *items;
  uint32_t count;
} soi_any_list;

/* What is expected of a value, for messages: "a speed in m/s or km/h". */
size_t soi_field_expected(char *buffer, size_t size, const soi_schema_field *field);
/* Its range as "1 m to 3 m", or empty. */
size_t soi_field_range(char *buffer, size_t size, const soi_schema_field *field);

#endif
