/* Vehicles in the picture: their lamps, those aboard carts, and what shows a cart from afar. */
#include <math.h>

#include "scene_build.h"
#include "making.h"

static const float FAR_VEHICLE = 26.0f; /* pixels of length below which a vehicle is drawn in its simple form */
static const float TINY_VEHICLE = 11.0f;
static const float LEAST = 1.1f;       /* pixels below which nothing is drawn */
static const float CART_LEAST = 15.0f; /* pixels of length that a cart takes at least */

/* Whether it means to go left (+1) or right (-1): a lane beside, a turn ahead or under way. */
static int intent_of(const soi_world *world, uint32_t row) {
  const soi_model *const model = world->model;
  const soi_lane_id id = world->vehicle_lane[row];
  const soi_lane *const lane = &model->lanes[id];
  soi_turn turn = SOI_TURN_THROUGH;
  if (lane->junction != 0) {
    turn = lane->turn;
  } else if (world->vehicle_next[row] != 0 && lane->length - world->vehicle_s[row] < 35.0) {
    turn = model->lanes[world->vehicle_next[row]].turn;
  }
  if (turn == SOI_TURN_LEFT) { return 1; }
  if (turn == SOI_TURN_RIGHT || turn == SOI_TURN_BACK) { return -1; }
  const double aside = world->vehicle_aim[row] - world->vehicle_d[row];
  if (fabs(aside) > 0.8) { return aside > 0.0 ? 1 : -1; }
  const soi_lane_id wants = world->vehicle_wants[row];
  if (wants == 0) { return 0; }
  const bool inner = wants == lane->inner;
  return (model->side > 0.0) == inner ? -1 : 1;
}

/* Both sides blink on what is parked in the lane or broken down. */
static bool is_in_trouble(const soi_world *world, uint32_t row) {
  const soi_cart_id cart = world->vehicle_cart[row];
  return cart != 0 ? soi_cart_broken(world, cart) : soi_vehicle_parked(world, row);
}

static uint32_t lamps_of(const making *m, uint32_t row) {
  const soi_world *const world = m->after;
  const bool brakes = world->vehicle_acceleration[row] < -0.35 || (world->vehicle_speed[row] < 0.1 && world->vehicle_standing[row] < 3000);
  const bool both = m->blink && is_in_trouble(world, row);
  const int intent = m->blink && !both ? intent_of(world, row) : 0;
  return (brakes ? 1u << LAMP_BRAKE : 0u) | (both || intent > 0 ? 1u << LAMP_LEFT : 0u) | (both || intent < 0 ? 1u << LAMP_RIGHT : 0u) |
         (m->lights ? 1u << LAMP_HEAD : 0u) | (world->vehicle_cart[row] != 0 ? 1u << LAMP_OWN : 0u);
}

/* A part of a body, at a place in its frame. */
static scene_instance *add_part(making *m, uint32_t shape, const scene_instance *body, mesh_point at) {
  scene_instance *const part = scene_add_instance(m->frame, shape);
  *part = *body;
  part->x += body->scale * (float)(at.x * body->cos - at.y * body->sin);
  part->y += body->scale * (float)(at.x * body->sin + at.y * body->cos);
  part->z += body->scale * (float)at.z;
  return part;
}

static uint32_t seat_of(const scene_seats *seats, uint32_t person, uint32_t serial, uint32_t count) {
  uint32_t seat = 0;
  while (seat < count && (seats->person[seat] != person || seats->serial[seat] != serial)) { ++seat; }
  return seat;
}

/* Those aboard keep the seats they have; the others sit down where it is free. */
static void seat_riders(scene_seats *seats, const soi_world *world, soi_cart_id cart, uint32_t count) {
  const scene_seats before = *seats;
  *seats = (scene_seats){{0}, {0}};
  for (int newcomers = 0; newcomers < 2; ++newcomers) {
    for (uint32_t row = world->cart_first_rider[cart]; row != 0; row = world->person_next[row]) {
      const uint32_t serial = world->person_serial[row];
      uint32_t seat = seat_of(&before, row, serial, count);
      if ((seat == count) != (newcomers == 1)) { continue; }
      if (newcomers == 1) { seat = seat_of(seats, 0, 0, count); }
      if (seat < count) { seats->person[seat] = row, seats->serial[seat] = serial; }
    }
  }
}

/* The heads of those aboard, each in a seat. */
static void add_riders(making *m, soi_cart_id cart, const scene_instance *body, const soi_vehicle_type *type) {
  scene_seats *const seats = &m->scene->seats[cart];
  const uint32_t count = type->places.seats < SEATS_DRAWN ? type->places.seats : SEATS_DRAWN;
  seat_riders(seats, m->after, cart, count);
  for (uint32_t seat = 0; seat < count; ++seat) {
    if (seats->person[seat] == 0) { continue; }
    add_part(m, SHAPE_RIDER, body, scene_seat(type, seat))->paint = scene_clothes_paint(seats->serial[seat]);
  }
}

/* Wheels roll with the way along the lane, and those in front point where the lane leads. */
static void add_wheels(making *m, uint32_t row, const scene_instance *body, const soi_vehicle_type *type) {
  const scene_axles axles = scene_axles_of(type);
  const soi_world *const world = m->after;
  soi_point ahead;
  (void)soi_lane_at(m->model, world->vehicle_lane[row], world->vehicle_s[row], 0.0, &ahead);
  const double aside = body->cos * ahead.y - body->sin * ahead.x, straight = body->cos * ahead.x + body->sin * ahead.y;
  const double steer = fmin(fmax(2.0 * atan2(aside, straight), -0.6), 0.6); /* the lane bends as much again behind its front */
  const double way = world->vehicle_s[row] - world->vehicle_speed[row] * (1.0 - m->fraction) * m->model->step;
  for (int i = 0; i < 4; ++i) {
    const bool front = i < 2, one = front ? axles.one_front : axles.one_rear;
    if (one && i % 2 == 1) { continue; }
    const double x = 0.5 * type->body.length * (front ? axles.front : axles.rear),
                 y = one ? 0.0 : (0.5 * type->body.width - 0.3 * axles.radius) * (i % 2 == 0 ? 1.0 : -1.0), turn = front ? steer : 0.0;
    scene_instance *const wheel = add_part(m, SHAPE_WHEEL, body, (mesh_point){x, y, axles.radius});
    wheel->cos = (float)(body->cos * cos(turn) - body->sin * sin(turn));
    wheel->sin = (float)(body->sin * cos(turn) + body->cos * sin(turn));
    wheel->scale = body->scale * (float)axles.radius;
    wheel->phase = (float)fmod(way / axles.radius, 6.283185307179586);
  }
}

/* Seen from afar a cart is drawn larger than it is, on a disc of the carts' colour, so that it is found on a map of the whole town. */
static void add_beacon(making *m, scene_instance *body, float size) {
  const float grow = CART_LEAST / size;
  if (grow <= 1.0f) { return; }
  body->scale = grow;
  mesh_point corners[3] = {{body->x, body->y, 0.3}};
  const double radius = 0.5 * grow * 5.2;
  for (int i = 0; i < 24; ++i) {
    for (int k = 0; k < 2; ++k) {
      const double angle = (i + k) * 6.2831853 / 24;
      corners[1 + k] = (mesh_point){body->x + radius * cos(angle), body->y + radius * sin(angle), 0.3};
    }
    scene_ribbon_triangle(m->frame, corners, scene_colour_of(COLOUR_ACCENT) << 8 | 0x59u);
  }
}

/* The light of head lamps on the road ahead: brightest in the middle, fading out ahead and to the sides. */
static void add_light_pool(making *m, const scene_instance *body, double length, double width) {
  const double near = 0.5 * length, far = near + 12.0;
  for (int side = -1; side <= 1; side += 2) {
    const double corners[4][2] = {{near, 0.0}, {far, 0.0}, {far, side * 2.4 * width}, {near, side * 0.8 * width}};
    for (int i = 0; i < 6; ++i) {
      const int corner = i < 3 ? i : i == 3 ? 0 : i - 2;
      const double x = corners[corner][0], y = corners[corner][1];
      scene_ribbon_vertex_add(m->frame,
                              (mesh_point){body->x + x * body->cos - y * body->sin, body->y + x * body->sin + y * body->cos, 0.15},
                              corner == 0 ? 0xffe6b468u : 0xffe6b400u);
    }
  }
}

static void add_vehicle(making *m, uint32_t row) {
  const uint32_t kind = m->after->vehicle_type[row], cart = m->after->vehicle_cart[row];
  const soi_vehicle_type *const type = soi_type(m->model, kind);
  mesh_point at;
  soi_point along;
  if (!scene_vehicle_at(m->before, m->after, m->fraction, row, &at, &along)) { return; }
  const float reach = (float)type->body.length;
  if (!scene_camera_sees(m->camera, (float)at.x, (float)at.y, 1.0f, reach)) { return; }
  const float size = m->camera->pixels * reach / (float)fmax(scene_camera_distance(m->camera, at.x, at.y, 0.0), 1.0);
  if (size < LEAST && cart == 0) { return; }
  const uint32_t form = m->options->all || cart != 0 || size >= FAR_VEHICLE ? 0u : size >= TINY_VEHICLE ? 1u : 2u;
  scene_instance *const body = scene_add_instance(m->frame, SHAPE_VEHICLE + VEHICLE_FORMS * (kind - 1) + form);
  *body =
      (scene_instance){.x = (float)at.x,
                       .y = (float)at.y,
                       .z = (float)at.z,
                       .cos = (float)along.x,
                       .sin = (float)along.y,
                       .scale = 1.0f,
                       .paint = cart != 0 ? scene_cart_paint() : scene_vehicle_paint((int)type->body.shape, m->after->vehicle_serial[row]),
                       .lamps = lamps_of(m, row)};
  if (cart != 0) { add_beacon(m, body, size); }
  const scene_instance copy = *body;
  if (m->frame->light.night > 0.5f && size > 12.0f) { add_light_pool(m, &copy, type->body.length, type->body.width); }
  scene_add_blob(m->frame, &copy, at.z + KERB_HEIGHT, type->body.length, type->body.width, type->body.height);
  if (form == 0 && size > 8.0f) { add_wheels(m, row, &copy, type); }
  if (cart != 0 && size > 20.0f && scene_vehicle_is_open(type)) { add_riders(m, cart, &copy, type); }
}

void scene_add_vehicles(making *m) {
  for (uint32_t row = 1; row <= m->after->vehicle_high[0]; ++row) {
    if (soi_vehicle_lives(m->after, row)) { add_vehicle(m, row); }
  }
}
