/* Bodies of the messages about carts and events. */
#include "foxglove.h"

#include <soi/definition.h>

#include <soi/earth.h>

#include "fmath.h"
#include "names.h"

enum { NANOSECONDS = 1000000000 };

/* --- schemas -------------------------------------------------------------------------------------------------------------- */

#define OBJECT(title, required, properties) \
  "{\"title\":\"" title "\",\"type\":\"object\",\"required\":[" required "],\"properties\":{" properties "}}"
#define NUMBER "{\"type\":\"number\"}"
#define TEXT "{\"type\":\"string\"}"
#define TIME \
  OBJECT("time", "\"sec\",\"nsec\"", \
         "\"sec\":{\"type\":\"integer\",\"minimum\":0},\"nsec\":{\"type\":\"integer\",\"minimum\":0,\"maximum\":999999999}")
#define VECTOR OBJECT("foxglove.Vector3", "\"x\",\"y\",\"z\"", "\"x\":" NUMBER ",\"y\":" NUMBER ",\"z\":" NUMBER)
#define QUATERNION \
  OBJECT("foxglove.Quaternion", "\"x\",\"y\",\"z\",\"w\"", "\"x\":" NUMBER ",\"y\":" NUMBER ",\"z\":" NUMBER ",\"w\":" NUMBER)
#define TRANSFORM \
  OBJECT("foxglove.FrameTransform", "\"timestamp\",\"parent_frame_id\",\"child_frame_id\",\"translation\",\"rotation\"", \
         "\"timestamp\":" TIME ",\"parent_frame_id\":" TEXT ",\"child_frame_id\":" TEXT ",\"translation\":" VECTOR \
         ",\"rotation\":" QUATERNION)
#define LOCATION_FIX \
  OBJECT("foxglove.LocationFix", \
         "\"timestamp\",\"frame_id\",\"latitude\",\"longitude\",\"altitude\",\"position_covariance\"," \
         "\"position_covariance_type\"", \
         "\"timestamp\":" TIME ",\"frame_id\":" TEXT ",\"latitude\":" NUMBER ",\"longitude\":" NUMBER ",\"altitude\":" NUMBER \
         ",\"position_covariance\":{\"type\":\"array\",\"items\":" NUMBER ",\"minItems\":9,\"maxItems\":9}" \
         ",\"position_covariance_type\":{\"type\":\"integer\",\"minimum\":0,\"maximum\":3}")
#define FRAME_TRANSFORMS OBJECT("foxglove.FrameTransforms", "\"transforms\"", "\"transforms\":{\"type\":\"array\",\"items\":" TRANSFORM "}")
#define LOG \
  OBJECT("foxglove.Log", "\"timestamp\",\"level\",\"message\",\"name\",\"file\",\"line\"", \
         "\"timestamp\":" TIME ",\"level\":{\"type\":\"integer\",\"minimum\":0,\"maximum\":5},\"message\":" TEXT ",\"name\":" TEXT \
         ",\"file\":" TEXT ",\"line\":{\"type\":\"integer\",\"minimum\":0}")
#define GEOJSON OBJECT("foxglove.GeoJSON", "\"geojson\"", "\"geojson\":" TEXT)

static const struct {
  const char *name, *text;
} schemas[SOI_FOXGLOVE_KINDS] = {
    [SOI_FOXGLOVE_LOCATION] = {"foxglove.LocationFix", LOCATION_FIX},
    [SOI_FOXGLOVE_TRANSFORMS] = {"foxglove.FrameTransforms", FRAME_TRANSFORMS},
    [SOI_FOXGLOVE_LOG] = {"foxglove.Log", LOG},
    [SOI_FOXGLOVE_MAP] = {"foxglove.GeoJSON", GEOJSON},
};

const char *soi_foxglove_schema_name(soi_foxglove_kind kind) { return schemas[kind].name; }
const char *soi_foxglove_schema_text(soi_foxglove_kind kind) { return schemas[kind].text; }

/* --- carts ---------------------------------------------------------------------------------------------------------------- */

void soi_foxglove_place(const soi_model *model, soi_point at, double *latitude, double *longitude) {
  const soi_origin_definition *const origin = &model->definition->map.origin;
  const soi_degrees place = soi_earth_place((soi_degrees){origin->latitude, origin->longitude}, at);
  *latitude = place.latitude;
  *longitude = place.longitude;
}

/* Where a cart is and its heading; in the depot, at its gate. */
static soi_point place_of(const soi_world *world, soi_cart_id cart, soi_point *heading) {
  const soi_model *const model = world->model;
  if (world->cart_vehicle[cart] != 0) { return soi_vehicle_at(world, world->cart_vehicle[cart], heading); }
  const uint32_t home = model->carts[cart].depot;
  const soi_depot *const depot = &model->depots[home == 0 ? 1 : home];
  return soi_lane_at(model, depot->lane, depot->s, depot->d, heading);
}

/* To so many parts of a unit: short to write, and more than anyone measures. */
static double in_parts(double value, double parts) { return soi_round(value * parts) / parts; }

static soi_json begin(soi_writer writer) {
  soi_json json;
  soi_json_begin(&json, writer);
  json.compact = true;
  soi_json_open(&json, NULL, '{');
  return json;
}

static bool end(soi_json *json) {
  soi_json_close(json, '}');
  return soi_json_end(json);
}

static void put_time(soi_json *json, uint64_t time) {
  soi_json_open(json, "timestamp", '{');
  soi_json_integer(json, "sec", (int64_t)(time / NANOSECONDS));
  soi_json_integer(json, "nsec", (int64_t)(time % NANOSECONDS));
  soi_json_close(json, '}');
}

bool soi_foxglove_location(const soi_world *world, soi_cart_id cart, uint64_t time, soi_writer writer) {
  enum { KNOWN = 3 };
  double latitude, longitude;
  soi_foxglove_place(world->model, place_of(world, cart, NULL), &latitude, &longitude);
  soi_json json = begin(writer);
  put_time(&json, time);
  soi_json_text(&json, "frame_id", soi_id_of_cart(world->model, cart));
  soi_json_number(&json, "latitude", in_parts(latitude, 1e9));
  soi_json_number(&json, "longitude", in_parts(longitude, 1e9));
  soi_json_integer(&json, "altitude", 0);
  soi_json_open(&json, "position_covariance", '[');
  for (int i = 0; i < 9; ++i) { soi_json_integer(&json, NULL, 0); }
  soi_json_close(&json, ']');
  soi_json_integer(&json, "position_covariance_type", KNOWN);
  return end(&json);
}

bool soi_foxglove_transforms(const soi_world *world, soi_cart_id cart, uint64_t time, soi_writer writer) {
  soi_point heading;
  const soi_point at = place_of(world, cart, &heading);
  const double half = 0.5 * soi_atan2(heading.y, heading.x);
  soi_json json = begin(writer);
  soi_json_open(&json, "transforms", '[');
  soi_json_open(&json, NULL, '{');
  put_time(&json, time);
  soi_json_text(&json, "parent_frame_id", "map");
  soi_json_text(&json, "child_frame_id", soi_id_of_cart(world->model, cart));
  soi_json_open(&json, "translation", '{');
  soi_json_number(&json, "x", in_parts(at.x, 1e3));
  soi_json_number(&json, "y", in_parts(at.y, 1e3));
  soi_json_integer(&json, "z", 0);
  soi_json_close(&json, '}');
  soi_json_open(&json, "rotation", '{');
  soi_json_integer(&json, "x", 0);
  soi_json_integer(&json, "y", 0);
  soi_json_number(&json, "z", in_parts(soi_sin(half), 1e6));
  soi_json_number(&json, "w", in_parts(soi_cos(half), 1e6));
  soi_json_close(&json, '}');
  soi_json_close(&json, '}');
  soi_json_close(&json, ']');
  return end(&json);
}

/* --- events --------------------------------------------------------------------------------------------------------------- */

bool soi_foxglove_log(const soi_world *world, const soi_event *event, uint64_t time, soi_writer writer) {
  char message[256];
  soi_event_words(world, event, message, sizeof message);
  soi_json json = begin(writer);
  put_time(&json, time);
  soi_json_integer(&json, "level", soi_event_info_of(event->kind)->level);
  soi_json_text(&json, "message", message);
  soi_json_text(&json, "name", "soi");
  soi_json_text(&json, "file", "");
  soi_json_integer(&json, "line", 0);
  return end(&json);
}
