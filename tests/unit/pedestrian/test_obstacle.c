/* People and carts: nobody walks into one, from any side, standing or coming; nobody is kept from walking along it. */
#include "scene.h"

#include "obstacle.h"

static const double RADIUS = 0.2;

/* A cart of 3.6 m by 1.3 m at the origin, heading east; the kerb is at its left. */
static soi_obstacle cart_at(double x, double speed, double drift) {
  return (soi_obstacle){
      .middle = {x, 0.0}, .ahead = {1.0, 0.0}, .half_length = 1.8, .half_width = 0.65, .velocity = {speed, drift}, .kerb = 1.0};
}

/* Metres between a body and the outline; negative when they overlap. */
static double gap_to(const soi_obstacle *o, soi_point at) {
  const double x = fmax(fabs((at.x - o->middle.x) * o->ahead.x + (at.y - o->middle.y) * o->ahead.y) - o->half_length, 0.0);
  const double y = fmax(fabs((at.y - o->middle.y) * o->ahead.x - (at.x - o->middle.x) * o->ahead.y) - o->half_width, 0.0);
  return hypot(x, y) - RADIUS;
}

static void assert_near(double value, double expected) {
  if (fabs(value - expected) > 1e-9) { fail_msg("%.12g is not %.12g", value, expected); }
}

/* Away from it and along it one walks as one likes. */
static void walking_along_is_free(void **state) {
  (void)state;
  const soi_obstacle cart = cart_at(0.0, 0.0, 0.0);
  soi_point along = {1.3, 0.0}, off = {0.0, 1.3}, far = {0.0, -1.3};
  assert_false(soi_obstacle_avoid(&cart, (soi_point){-1.0, 1.0}, RADIUS, true, &along));
  assert_false(soi_obstacle_avoid(&cart, (soi_point){-1.0, 0.96}, RADIUS, true, &off));
  assert_false(soi_obstacle_avoid(&cart, (soi_point){0.0, 1.7}, RADIUS, true, &far));
  assert_near(along.x, 1.3);
  assert_near(far.y, -1.3);
}

/* Only what closes the gap is taken away: a slanted walk slides along the side, here with 0.15 m left beyond the spare 0.1 m and
 * 0.4 s to use it up. */
static void slides_along_the_side(void **state) {
  (void)state;
  const soi_obstacle cart = cart_at(0.0, 0.0, 0.0);
  soi_point velocity = {1.0, -1.0};
  assert_true(soi_obstacle_avoid(&cart, (soi_point){0.0, 0.65 + 0.2 + 0.1 + 0.15}, RADIUS, true, &velocity));
  assert_near(velocity.x, 1.0);
  assert_near(velocity.y, -0.15 / 0.4);
}

/* Against the rear one turns aside to the kerb, on either side of the road, but not on a crossing. */
static void walks_round_the_rear(void **state) {
  (void)state;
  for (double kerb = -1.0; kerb <= 1.0; kerb += 2.0) {
    soi_obstacle cart = cart_at(0.0, 0.0, 0.0);
    cart.kerb = kerb;
    soi_point velocity = {1.2, 0.0}, held = {1.2, 0.0};
    assert_true(soi_obstacle_avoid(&cart, (soi_point){-2.1, 0.2 * kerb}, RADIUS, true, &velocity));
    assert_near(velocity.x, 0.0);
    assert_near(velocity.y, 1.2 * kerb);
    assert_true(soi_obstacle_avoid(&cart, (soi_point){-2.1, 0.2 * kerb}, RADIUS, false, &held));
    assert_near(held.x, 0.0);
    assert_near(held.y, 0.0);
  }
}

/* Who stands in the way of a flank that swings in steps aside, as fast as it comes; never faster than 2 m/s. */
static void steps_aside(void **state) {
  (void)state;
  const soi_obstacle slow = cart_at(0.0, 1.0, 0.4), fast = cart_at(0.0, 6.0, 0.0);
  soi_point stands = {0.0, 0.0}, before = {0.0, 0.0};
  assert_true(soi_obstacle_avoid(&slow, (soi_point){0.5, 0.95}, RADIUS, true, &stands));
  assert_near(stands.y, 0.4);
  assert_near(stands.x, 0.0);
  assert_true(soi_obstacle_avoid(&fast, (soi_point){2.2, 0.0}, RADIUS, false, &before));
  assert_near(before.x, 2.0);
}

/* From all around to the other side, past a cart that stands or creeps: the outlines never meet. */
static void nobody_touches(void **state) {
  (void)state;
  double closest = 9.0;
  for (int from = 0; from < 24; ++from) {
    for (int speed = 0; speed < 3; ++speed) {
      const double angle = from * 3.14159265358979 / 12.0, step = 0.1;
      soi_point at = {4.0 * cos(angle), 4.0 * sin(angle)};
      for (int i = 0; i < 80; ++i) {
        const soi_obstacle cart = cart_at(0.1 * i * 0.15 * speed, 0.15 * speed, 0.05 * speed);
        const soi_point to = {-4.0 * cos(angle) - at.x, -4.0 * sin(angle) - at.y};
        const double distance = fmax(hypot(to.x, to.y), 1.0);
        soi_point velocity = {1.3 * to.x / distance, 1.3 * to.y / distance};
        (void)soi_obstacle_avoid(&cart, at, RADIUS, true, &velocity);
        at = (soi_point){at.x + step * velocity.x, at.y + step * velocity.y};
        const soi_obstacle then = cart_at(0.1 * (i + 1) * 0.15 * speed, 0.15 * speed, 0.05 * speed);
        closest = fmin(closest, gap_to(&then, at));
      }
    }
  }
  print_message("nearest %.3f m\n", closest);
  assert_true(closest > 0.0 && closest < 0.2);
}

/* In the world: people whose way leads by a cart, or against it, leave its outline free; on a bridge above they do not see it. */
static void crowd_passes_a_cart(void **state) {
  (void)state;
  for (int level = 0; level < 2; ++level) {
    scene *const self = scene_open();
    self->model.types = (soi_vehicle_type[]){{0}, {.body.length = 3.6, .body.width = 1.3}};
    self->model.carts = (soi_cart[]){{0}, {.type = 1}};
    self->model.type_count = 1;
    self->model.cart_count = 1;
    const uint32_t west = scene_node(self, -15.0, 0.0), east = scene_node(self, 15.0, 0.0);
    self->links[scene_link(self, SOI_WALK_SIDEWALK, west, east, 4.0)].level = level;
    scene_flow(self, scene_gate(self, west, 4.0), scene_gate(self, east, 4.0));
    soi_world *const world = scene_begin(self, NULL);
    const uint32_t body = soi_vehicle_add(world);
    world->vehicle_type[body] = 1;
    world->vehicle_cart[body] = 1;
    world->cart_vehicle[1] = body;
    uint32_t people[5];
    for (int i = 0; i < 5; ++i) { people[i] = scene_put(self, 1, 1, east, -8.0 - i, -1.0 + 0.3 * i); }
    double closest = 9.0;
    bool gone = false;
    for (int i = 0; i < 400 && !gone; ++i) {
      /* it stands in the way of all of them, with room at its left */
      world->body_x[body] = 0.0;
      world->body_y[body] = -0.6;
      world->body_cos[body] = 1.0;
      world->body_sin[body] = 0.0;
      scene_step(self);
      soi_obstacle cart = cart_at(0.0, 0.0, 0.0);
      cart.middle.y = -0.6;
      gone = true;
      for (int k = 0; k < 5; ++k) {
        if (!soi_person_lives(world, people[k])) { continue; }
        gone = false;
        closest = fmin(closest, gap_to(&cart, (soi_point){world->person_x[people[k]], world->person_y[people[k]]}));
      }
    }
    print_message("level %d: nearest %.3f m, all past: %d\n", level, closest, gone);
    assert_true(gone);
    assert_true(level == 0 ? closest > 0.0 : closest < 0.0);
    scene_close(self);
  }
}

/* Beside the tail of a bus that turns away, one steps back before the swinging tail; beside one that goes straight on, one stands. */
static void steps_back_from_a_swinging_tail(void **state) {
  (void)state;
  soi_obstacle bus = {
      .middle = {0.0, 0.0}, .ahead = {1.0, 0.0}, .half_length = 5.9, .half_width = 1.25, .velocity = {3.0, 0.0}, .kerb = 1.0};
  const soi_point at = {-5.0, -1.8};
  soi_point velocity = {0.0, 0.0};
  assert_false(soi_obstacle_avoid(&bus, at, 0.2, false, &velocity));
  bus.turn = 0.2; /* to the left: 1 m/s to the right at x = -5 */
  assert_true(soi_obstacle_avoid(&bus, at, 0.2, false, &velocity));
  assert_true(velocity.y < -0.3);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(steps_back_from_a_swinging_tail),
      cmocka_unit_test(walking_along_is_free),
      cmocka_unit_test(slides_along_the_side),
      cmocka_unit_test(walks_round_the_rear),
      cmocka_unit_test(steps_aside),
      cmocka_unit_test(nobody_touches),
      cmocka_unit_test(crowd_passes_a_cart),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
