/* The shapes of vehicles, each in the measures of its type: front towards +x, the middle of the footprint at the origin. */
#include <math.h>

#include "scene_build.h"

/* The box of a vehicle, in shares of which its parts are given: x -1 rear .. 1 front, y -1 .. 1, z 0 .. 1. */
typedef struct body {
  scene_mesh *mesh;
  double half_length, half_width, height;
  bool far;
} body;

static mesh_point in_body(const body *b, double x, double y, double z) {
  return (mesh_point){x * b->half_length, y * b->half_width, z * b->height};
}

static void block(const body *b, double x0, double x1, double y, double z0, double z1, scene_colour colour) {
  mesh_box(b->mesh, in_body(b, x0, -y, z0), in_body(b, x1, y, z1), colour);
}

/* A cabin: glass all round, drawn in towards the roof. */
static void cabin(const body *b, double x0, double x1, double y, double z0, double z1, double front, double back, scene_colour roof) {
  mesh_taper(b->mesh, in_body(b, x0, -y, z0), in_body(b, x1, y, z1), front * b->half_length, back * b->half_length, 0.12 * b->half_width,
             COLOUR_GLASS, roof);
}

/* Measured in its radius, so that one mesh serves all; spokes show that it turns. */
void scene_wheel_mesh(scene_mesh *mesh) {
  mesh->part = PART_WHEEL;
  mesh_wheel(mesh, (mesh_point){0.0, 0.0, 0.0}, 1.0, 0.6, 12);
  for (int side = -1; side <= 1; side += 2) {
    for (int spoke = 0; spoke < 3; ++spoke) {
      const double angle = 1.0471976 * spoke, x = 0.62 * cos(angle), z = 0.62 * sin(angle), y = 0.31 * side;
      const double ax = -0.14 * sin(angle), az = 0.14 * cos(angle);
      mesh_quad(mesh, (mesh_point){-x - ax, y, -z - az}, (mesh_point){x - ax, y, z - az}, (mesh_point){x + ax, y, z + az},
                (mesh_point){-x + ax, y, -z + az}, COLOUR_CONCRETE, 1.0, 1.0);
    }
  }
  mesh->part = PART_BODY;
}

static void lamp(const body *b, scene_lamp which, scene_colour colour, double x, double y, double z, double wide, double high) {
  b->mesh->part = (scene_part)(PART_LAMP + which);
  const double outward = x > 0.0 ? 0.03 : -0.03, half = 0.5 * wide;
  const mesh_point at = in_body(b, x, y, z);
  mesh_box(b->mesh, (mesh_point){fmin(at.x, at.x + outward), at.y - half, at.z - 0.5 * high},
           (mesh_point){fmax(at.x, at.x + outward), at.y + half, at.z + 0.5 * high}, colour);
  b->mesh->part = PART_BODY;
}

/* Head lamps, brake lamps and indicators at the corners. */
static void lamps(const body *b, double front, double rear, double z, double y) {
  const double wide = b->far ? 0.36 : 0.28, high = b->far ? 0.24 : 0.16;
  for (int side = -1; side <= 1; side += 2) {
    lamp(b, LAMP_HEAD, COLOUR_LAMP_HEAD, front, side * y, z, wide, high);
    lamp(b, LAMP_BRAKE, COLOUR_LAMP_BRAKE, rear, side * y, z, wide, high);
    if (b->far) { continue; }
    const scene_lamp turn = side > 0 ? LAMP_LEFT : LAMP_RIGHT;
    lamp(b, turn, COLOUR_LAMP_TURN, front, side * y, z - 0.14 / b->height, wide, 0.1);
    lamp(b, turn, COLOUR_LAMP_TURN, rear, side * y, z - 0.16 / b->height, wide, 0.12);
  }
}

static void car(const body *b) {
  block(b, -0.98, 0.98, 0.96, 0.18, 0.38, COLOUR_PAINT);
  mesh_taper(b->mesh, in_body(b, -0.98, -0.96, 0.38), in_body(b, 0.98, 0.96, 0.62), 0.1 * b->half_length, 0.05 * b->half_length, 0.05,
             COLOUR_PAINT, COLOUR_PAINT);
  cabin(b, -0.8, 0.48, 0.88, 0.62, 1.0, 0.36, 0.22, COLOUR_PAINT);
  lamps(b, 0.99, -0.99, 0.47, 0.72);
}

static void pickup(const body *b) {
  block(b, -0.98, 0.98, 0.96, 0.22, 0.55, COLOUR_PAINT);
  cabin(b, -0.12, 0.5, 0.9, 0.55, 1.0, 0.2, 0.06, COLOUR_PAINT);
  block(b, -0.93, -0.16, 0.78, 0.55, 0.56, COLOUR_DARK);
  for (int side = -1; side <= 1; side += 2) {
    mesh_box(b->mesh, in_body(b, -0.98, side > 0 ? 0.86 : -0.96, 0.5), in_body(b, -0.14, side > 0 ? 0.96 : -0.86, 0.66), COLOUR_PAINT);
  }
  block(b, -0.98, -0.94, 0.96, 0.5, 0.66, COLOUR_PAINT);
  lamps(b, 0.99, -0.99, 0.46, 0.74);
}

static void bus(const body *b) {
  block(b, -1.0, 1.0, 1.0, 0.1, 0.42, COLOUR_PAINT);
  mesh_taper(b->mesh, in_body(b, -0.995, -0.99, 0.42), in_body(b, 0.995, 0.99, 0.8), 0.01 * b->half_length, 0.0, 0.03, COLOUR_GLASS,
             COLOUR_GLASS);
  block(b, -0.99, 0.985, 0.98, 0.8, 0.96, COLOUR_PAINT);
  if (!b->far) { block(b, -0.6, 0.1, 0.55, 0.96, 1.0, COLOUR_CONCRETE); }
  lamps(b, 1.0, -1.0, 0.24, 0.8);
}

static void truck(const body *b) {
  block(b, 0.42, 0.98, 0.94, 0.16, 0.45, COLOUR_PAINT);
  cabin(b, 0.42, 0.98, 0.94, 0.45, 0.78, 0.1, 0.0, COLOUR_PAINT);
  block(b, -0.99, 0.36, 0.3, 0.16, 0.24, COLOUR_DARK);
  block(b, -0.99, 0.37, 0.99, 0.24, 1.0, COLOUR_CONCRETE);
  lamps(b, 0.99, -0.995, 0.22, 0.76);
}

/* A roof on posts over the bed: two benches of a songthaew. */
static void songthaew(const body *b) {
  block(b, -0.98, 0.98, 0.96, 0.17, 0.42, COLOUR_PAINT);
  cabin(b, 0.08, 0.58, 0.9, 0.42, 0.78, 0.2, 0.04, COLOUR_PAINT);
  block(b, -0.98, 0.16, 0.98, 0.93, 1.0, COLOUR_PAINT);
  for (int side = -1; side <= 1; side += 2) {
    mesh_box(b->mesh, in_body(b, -0.96, side > 0 ? 0.5 : -0.9, 0.42), in_body(b, 0.02, side > 0 ? 0.9 : -0.5, 0.55), COLOUR_SEAT);
    for (int post = 0; post < 3; ++post) {
      const double x = -0.96 + 0.5 * post, y = side * 0.9;
      mesh_box(b->mesh, in_body(b, x, y - 0.03, 0.42), in_body(b, x + 0.02, y + 0.03, 0.94), COLOUR_STEEL);
    }
  }
  lamps(b, 0.99, -0.99, 0.34, 0.74);
}

static void tuktuk(const body *b) {
  block(b, -0.96, 0.3, 0.94, 0.16, 0.42, COLOUR_PAINT);
  mesh_taper(b->mesh, in_body(b, 0.3, -0.7, 0.16), in_body(b, 0.98, 0.7, 0.55), 0.25 * b->half_length, 0.0, 0.35 * b->half_width,
             COLOUR_PAINT, COLOUR_PAINT);
  block(b, -0.9, -0.45, 0.86, 0.42, 0.56, COLOUR_SEAT);
  block(b, -0.94, -0.86, 0.86, 0.42, 0.78, COLOUR_SEAT);
  mesh_taper(b->mesh, in_body(b, -0.98, -0.96, 0.9), in_body(b, 0.5, 0.96, 1.0), 0.1, 0.1, 0.1, COLOUR_PAINT, COLOUR_PAINT);
  for (int side = -1; side <= 1; side += 2) {
    mesh_box(b->mesh, in_body(b, -0.92, side * 0.88 - 0.03, 0.42), in_body(b, -0.89, side * 0.88 + 0.03, 0.92), COLOUR_STEEL);
    mesh_box(b->mesh, in_body(b, 0.42, side * 0.7 - 0.03, 0.5), in_body(b, 0.45, side * 0.7 + 0.03, 0.92), COLOUR_STEEL);
  }
  if (!b->far) {
    mesh_ball(b->mesh, (mesh_point){0.1 * b->half_length, 0.0, 0.72 * b->height}, 0.13, 1.1, 6, 4, COLOUR_SKIN);
    mesh_taper(b->mesh, (mesh_point){-0.02 * b->half_length, -0.22, 0.38 * b->height},
               (mesh_point){0.2 * b->half_length, 0.22, 0.66 * b->height}, 0.05, 0.05, 0.06, COLOUR_TROUSERS, COLOUR_TROUSERS);
  }
  lamps(b, 0.97, -0.97, 0.34, 0.6);
}

/* A motorcycle and who rides it. */
static void motorcycle(const body *b) {
  mesh_taper(b->mesh, in_body(b, -0.9, -0.28, 0.2), in_body(b, 0.55, 0.28, 0.5), 0.3, 0.1, 0.04, COLOUR_PAINT, COLOUR_SEAT);
  mesh_taper(b->mesh, in_body(b, 0.42, -0.34, 0.26), in_body(b, 0.78, 0.34, 0.64), 0.12, 0.08, 0.05, COLOUR_PAINT, COLOUR_DARK);
  /* the rider: hips, trunk leaning forward, helmet */
  mesh_taper(b->mesh, in_body(b, -0.42, -0.5, 0.44), in_body(b, 0.16, 0.5, 0.6), 0.02, 0.05, 0.04, COLOUR_TROUSERS, COLOUR_TROUSERS);
  mesh_taper(b->mesh, in_body(b, -0.36, -0.52, 0.58), in_body(b, 0.12, 0.52, 0.86), -0.04, 0.08, 0.06, COLOUR_LUGGAGE, COLOUR_LUGGAGE);
  mesh_ball(b->mesh, in_body(b, -0.02, 0.0, 0.93), 0.15, 1.05, b->far ? 5 : 7, b->far ? 3 : 5, COLOUR_PAINT);
  lamp(b, LAMP_HEAD, COLOUR_LAMP_HEAD, 0.79, 0.0, 0.52, 0.16, 0.14);
  lamp(b, LAMP_BRAKE, COLOUR_LAMP_BRAKE, -0.91, 0.0, 0.42, 0.2, 0.12);
  lamp(b, LAMP_LEFT, COLOUR_LAMP_TURN, -0.91, 0.5, 0.42, 0.1, 0.1);
  lamp(b, LAMP_RIGHT, COLOUR_LAMP_TURN, -0.91, -0.5, 0.42, 0.1, 0.1);
}

/* Rows of two seats between the axles, as many as it has places. */
static uint32_t seat_rows(const soi_vehicle_type *type) { return type->places.seats < 2 ? 1 : (type->places.seats + 1) / 2; }

mesh_point scene_seat(const soi_vehicle_type *type, uint32_t i) {
  const uint32_t rows = seat_rows(type), row = (i / 2) % rows;
  const double first = 0.18 * type->body.length, last = -0.32 * type->body.length;
  const double x = rows > 1 ? first + (last - first) * row / (rows - 1) : 0.0;
  return (mesh_point){x, (i % 2 == 0 ? 0.24 : -0.24) * type->body.width, 0.34 * type->body.height};
}

/* An open cart: a low tub, seats in rows, thin posts and a flat roof, all in the carts' colour. */
static void cart(const body *b, const soi_vehicle_type *type) {
  block(b, -0.98, 0.98, 0.96, 0.12, 0.3, COLOUR_ACCENT);
  mesh_taper(b->mesh, in_body(b, 0.62, -0.96, 0.3), in_body(b, 0.98, 0.96, 0.5), 0.2 * b->half_length, 0.0, 0.05, COLOUR_ACCENT,
             COLOUR_ACCENT);
  mesh_taper(b->mesh, in_body(b, -0.98, -0.98, 0.93), in_body(b, 0.86, 0.98, 1.0), 0.08, 0.08, 0.08, COLOUR_ACCENT, COLOUR_ACCENT);
  for (int side = -1; side <= 1; side += 2) {
    static const double posts[3] = {-0.95, -0.12, 0.62};
    for (int post = b->far ? 1 : 0; post < 3; ++post) {
      mesh_box(b->mesh, in_body(b, posts[post], side * 0.9 - 0.04, 0.3), in_body(b, posts[post] + 0.03, side * 0.9 + 0.04, 0.94),
               COLOUR_DARK);
    }
  }
  for (uint32_t row = 0; row < seat_rows(type); ++row) {
    const mesh_point seat = scene_seat(type, 2 * row);
    const double half = 0.82 * b->half_width;
    mesh_box(b->mesh, (mesh_point){seat.x - 0.24, -half, 0.28 * b->height}, (mesh_point){seat.x + 0.24, half, seat.z}, COLOUR_SEAT);
    mesh_box(b->mesh, (mesh_point){seat.x - 0.3, -half, 0.28 * b->height}, (mesh_point){seat.x - 0.22, half, seat.z + 0.48}, COLOUR_SEAT);
  }
  if (!b->far) { /* the sensor on the roof */
    mesh_cylinder(b->mesh, in_body(b, 0.5, 0.0, 1.0), 0.14, 0.12, 0.12, 8, COLOUR_DARK);
  }
  lamps(b, 0.985, -0.985, 0.25, 0.7);
}

/* A closed shuttle: glass all round, a door in the middle, and both ends alike, for it has no driver. */
static void shuttle(const body *b) {
  block(b, -0.97, 0.97, 0.97, 0.1, 0.36, COLOUR_PAINT);
  mesh_taper(b->mesh, in_body(b, -0.99, -0.98, 0.36), in_body(b, 0.99, 0.98, 0.86), 0.1 * b->half_length, 0.1 * b->half_length, 0.06,
             COLOUR_GLASS, COLOUR_PAINT);
  mesh_taper(b->mesh, in_body(b, -0.9, -0.94, 0.86), in_body(b, 0.9, 0.94, 1.0), 0.12 * b->half_length, 0.12 * b->half_length, 0.2,
             COLOUR_PAINT, COLOUR_PAINT);
  static const double posts[4] = {-0.8, -0.3, 0.27, 0.77};
  for (int post = 0; !b->far && post < 4; ++post) {
    block(b, posts[post], posts[post] + 0.03, 0.985, 0.36, 0.86, post % 3 == 0 ? COLOUR_PAINT : COLOUR_DARK);
  }
  for (int end = -1; !b->far && end <= 1; end += 2) { /* the sensors at both ends */
    mesh_cylinder(b->mesh, in_body(b, 0.72 * end, 0.0, 1.0), 0.12, 0.14, 0.12, 8, COLOUR_DARK);
  }
  lamps(b, 0.985, -0.985, 0.26, 0.74);
}

/* What drives itself may be anything: its measures tell what it looks like. */
static soi_vehicle_shape look_of(const soi_vehicle_type *type) {
  if (type->body.shape != SOI_SHAPE_CART) { return type->body.shape; }
  if (type->body.length > 7.0) { return SOI_SHAPE_BUS; }
  if (type->body.height < 1.75 && type->body.width > 1.55) { return SOI_SHAPE_CAR; }
  return SOI_SHAPE_CART;
}

static bool is_shuttle(const soi_vehicle_type *type) {
  return look_of(type) == SOI_SHAPE_CART && (type->body.height > 2.2 || type->body.width > 1.7);
}

bool scene_vehicle_is_open(const soi_vehicle_type *type) { return look_of(type) == SOI_SHAPE_CART && !is_shuttle(type); }

scene_axles scene_axles_of(const soi_vehicle_type *type) {
  static const scene_axles
      shuttles = {0.6, -0.6, 0.34, false, false},
      all[] = {
          [SOI_SHAPE_CAR] = {0.62, -0.6, 0.32, false, false},        [SOI_SHAPE_MOTORCYCLE] = {0.68, -0.66, 0.29, true, true},
          [SOI_SHAPE_BUS] = {0.62, -0.55, 0.48, false, false},       [SOI_SHAPE_PICKUP] = {0.64, -0.58, 0.36, false, false},
          [SOI_SHAPE_SONGTHAEW] = {0.66, -0.58, 0.34, false, false}, [SOI_SHAPE_TUKTUK] = {0.8, -0.55, 0.26, true, false},
          [SOI_SHAPE_TRUCK] = {0.7, -0.6, 0.42, false, false},       [SOI_SHAPE_CART] = {0.62, -0.64, 0.25, false, false},
      };
  return is_shuttle(type) ? shuttles : all[look_of(type)];
}

void scene_vehicle_mesh(scene_mesh *mesh, const soi_vehicle_type *type, bool far) {
  const body b = {mesh, 0.5 * type->body.length, 0.5 * type->body.width, type->body.height, far};
  switch (look_of(type)) {
    case SOI_SHAPE_MOTORCYCLE: motorcycle(&b); break;
    case SOI_SHAPE_BUS: bus(&b); break;
    case SOI_SHAPE_PICKUP: pickup(&b); break;
    case SOI_SHAPE_SONGTHAEW: songthaew(&b); break;
    case SOI_SHAPE_TUKTUK: tuktuk(&b); break;
    case SOI_SHAPE_TRUCK: truck(&b); break;
    case SOI_SHAPE_CART:
      if (is_shuttle(type)) {
        shuttle(&b);
      } else {
        cart(&b, type);
      }
      break;
    default: car(&b); break;
  }
}

void scene_tiny_vehicle_mesh(scene_mesh *mesh, const soi_vehicle_type *type) {
  const body b = {mesh, 0.5 * type->body.length, 0.5 * type->body.width, type->body.height, true};
  const scene_colour colour = scene_vehicle_is_open(type) ? COLOUR_ACCENT : COLOUR_PAINT;
  const soi_vehicle_shape look = look_of(type);
  const bool long_roof = look == SOI_SHAPE_BUS || look == SOI_SHAPE_TRUCK || look == SOI_SHAPE_CART;
  block(&b, -0.98, 0.98, 0.96, 0.1, 0.55, colour);
  cabin(&b, long_roof ? -0.98 : -0.75, long_roof ? 0.98 : 0.4, 0.9, 0.55, 1.0, long_roof ? 0.02 : 0.3, long_roof ? 0.02 : 0.2, colour);
}
