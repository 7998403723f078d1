/* Phase motion for people: intents become the state of the next tick; people go on to the next link, leave at their gate, are
 * born. */
#include "pedestrian.h"

#include <string.h>

#include "agents.h"
#include "fmath.h"
#include "person.h"

/* A gate is reached this near to its node, m. */
static const double AT_GATE = 1.0;
/* Turning off is looked at only this near to a link's end, m. */
static const double CORNER_SIGHT = 9.0;
/* Links shorter than a step can follow each other: so many turns in one step, at most. */
enum { TURNS_PER_STEP = 4 };

/* Whoever has waited so long at the kerb of the crossing ahead, s, no further from it than this, m, is on it: the corner, where one
 * comes along the kerb, may lie in the road. */
static const double AT_KERB_FOR = 3.0, AT_KERB = 0.6;

/* Whether a person stands before the crossing ahead, between its sides. */
static bool stands_before(const soi_world *world, soi_person_id person, const soi_course *course, soi_point at) {
  const soi_tick since = world->person_kerb_tick[person];
  if (world->person_crossing[person] != SOI_CROSSING_WAITING || (double)(world->tick[0] - since) * world->model->step < AT_KERB_FOR) {
    return false;
  }
  soi_walk_node_id end;
  const soi_walk_link_id link = soi_course_crossing(world, person, course, &end);
  if (link == 0) { return false; }
  const soi_on_link place = soi_way_place(world->model, link, end, at);
  return place.at > -AT_KERB && soi_abs(place.left) <= place.half;
}

/* On to the next link, where the corner is reached. */
static soi_course turn(const soi_world *world, soi_person_id person, soi_course course, soi_point at) {
  const soi_model *const model = world->model;
  const double radius = soi_walking_of(world)->radius, side = (double)world->person_side[person];
  for (int i = 0; i < TURNS_PER_STEP; ++i) {
    if (course.next == 0 || course.place.length - course.place.at > CORNER_SIGHT) { break; }
    /* Nobody turns off a crossing before the road is behind. */
    soi_kerb kerb;
    const soi_walk_link *const link = &model->walk_links[course.link];
    if (link->crossing != 0 && soi_kerb_find(model, link->crossing, link->b == course.toward, course.place.at, radius, &kerb)) { break; }
    const soi_point corner = soi_way_corner(model, course.link, course.toward, course.next, side, radius, 0.0);
    if (!soi_way_turned(model, course.link, course.toward, course.next, corner, at) && !stands_before(world, person, &course, at)) {
      break;
    }
    course.link = course.next;
    course.toward = soi_way_other_end(model, course.link, course.toward);
    course.next = soi_way_next(model, world->person_way[person], course.toward);
    course.place = soi_way_place(model, course.link, course.toward, at);
  }
  return course;
}

/* Whether the last gate is reached: near its node, or on its line. */
static bool at_gate(const soi_world *world, soi_person_id person, const soi_course *course, soi_point at) {
  const soi_model *const model = world->model;
  const soi_gate_id gate = course->next == 0 ? soi_course_gate(world, person) : 0;
  if (gate == 0) { return false; }
  const soi_point node = model->walk_nodes[model->gates[gate].node].at;
  if (soi_hypot(node.x - at.x, node.y - at.y) <= AT_GATE) { return true; }
  const double half = 0.5 * model->gates[gate].width;
  return course->link != 0 && course->place.length - course->place.at <= AT_GATE && soi_abs(course->place.left) <= half;
}

/* Keeps the books of crossings; a person who has left all lanes behind has left the crossing. */
static void cross(soi_world *world, soi_person_id person, const soi_course *course, soi_point at) {
  const uint8_t state = world->intent_crossing[person];
  soi_kerb kerb;
  if (state == SOI_CROSSING_NONE || course->link == 0 || !soi_course_kerb(world, person, course, at, &kerb)) {
    world->person_crossing[person] = SOI_CROSSING_NONE;
    world->person_kerb_tick[person] = 0;
    return;
  }
  if (state == SOI_CROSSING_WAITING) {
    ++world->crossing_waiting[kerb.crossing];
    if (world->person_crossing[person] != SOI_CROSSING_WAITING) { world->person_kerb_tick[person] = world->tick[0]; }
  } else {
    ++world->crossing_people[kerb.crossing];
    world->person_kerb_tick[person] = 0;
  }
  world->person_crossing[person] = state;
}

/* Whoever arrives leaves the street: walkers for good, passengers when service has closed their errand. */
static void leave(soi_world *world, soi_person_id person) {
  if (world->person_errand[person] == SOI_ERRAND_WALK) {
    soi_person_remove(world, person);
    return;
  }
  world->person_body[person] = 0;
  world->person_vx[person] = 0.0;
  world->person_vy[person] = 0.0;
  world->person_crossing[person] = SOI_CROSSING_NONE;
  world->person_kerb_tick[person] = 0;
}

static void move(soi_world *world, soi_person_id person) {
  const double step = world->model->step;
  const soi_point at = {world->person_x[person] + world->intent_vx[person] * step,
                        world->person_y[person] + world->intent_vy[person] * step};
  world->person_x[person] = at.x;
  world->person_y[person] = at.y;
  world->person_vx[person] = world->intent_vx[person];
  world->person_vy[person] = world->intent_vy[person];
  const uint8_t errand = world->person_errand[person];
  const bool strolls = world->person_stroll[person] > 0;
  world->person_stroll[person] = world->intent_stroll[person];
  if (errand == SOI_ERRAND_QUEUE || errand == SOI_ERRAND_BOARD) {
    world->person_kerb_tick[person] = 0;
    return;
  }
  /* far from where its link ends, and from every crossing */
  if (strolls) { return; }
  soi_course course = soi_course_of(world, person, at);
  if (course.link != 0) {
    course = turn(world, person, course, at);
    world->person_link[person] = course.link;
    world->person_toward[person] = course.toward;
  }
  cross(world, person, &course, at);
  if (errand != SOI_ERRAND_TO_STOP && at_gate(world, person, &course, at)) { leave(world, person); }
}

void soi_pedestrian_move(soi_world *world) {
  const uint32_t crossings = world->model->crossing_count;
  memset(world->crossing_waiting, 0, (crossings + 1) * sizeof *world->crossing_waiting);
  memset(world->crossing_people, 0, (crossings + 1) * sizeof *world->crossing_people);
  for (soi_person_id person = 1; person <= world->person_high[0]; ++person) {
    if (world->person_body[person]) { move(world, person); }
  }
  soi_people_born(world);
}
