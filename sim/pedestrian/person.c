/* One person's place in the walk network and before the crossings of its way. */
#include "person.h"

#include "fmath.h"

/* People look out for traffic from this far before the kerb, m. */
static const double LOOK_OUT = 2.0;
/* Whoever stands takes this long to start, s. */
static const double START_DELAY = 0.4;

soi_course soi_course_of(const soi_world *world, soi_person_id person, soi_point at) {
  const soi_model *const model = world->model;
  const soi_walk_way_id way = world->person_way[person];
  soi_course course = {.link = world->person_link[person], .toward = world->person_toward[person]};
  course.next = soi_way_next(model, way, course.toward);
  if (course.link == 0) {
    /* From a node into its way, should whoever put the person there have left that to us. */
    course.link = course.next;
    if (course.link == 0) { return course; }
    course.toward = soi_way_other_end(model, course.link, course.toward);
    course.next = soi_way_next(model, way, course.toward);
  } else if (course.next == course.link) {
    course.toward = soi_way_other_end(model, course.link, course.toward);
    course.next = soi_way_next(model, way, course.toward);
  }
  course.place = soi_way_place(model, course.link, course.toward, at);
  return course;
}

bool soi_course_ends(const soi_course *course, double way) {
  return course->place.length - course->place.at - way <= LOOK_OUT + course->place.half;
}

soi_walk_link_id soi_course_crossing(const soi_world *world, soi_person_id person, const soi_course *course, soi_walk_node_id *end) {
  const soi_model *const model = world->model;
  *end = course->toward;
  soi_walk_link_id link = course->next;
  if (link != 0 && model->walk_links[link].crossing == 0 && model->walk_links[link].length < LOOK_OUT) {
    *end = soi_way_other_end(model, link, *end);
    link = soi_way_next(model, world->person_way[person], *end);
  }
  if (model->walk_links[link].crossing == 0) { return 0; }
  *end = soi_way_other_end(model, link, *end);
  return link;
}

bool soi_course_kerb(const soi_world *world, soi_person_id person, const soi_course *course, soi_point at, soi_kerb *kerb) {
  const soi_model *const model = world->model;
  const double radius = soi_walking_of(world)->radius;
  const soi_walk_link *const here = &model->walk_links[course->link];
  if (here->crossing != 0) {
    if (soi_kerb_find(model, here->crossing, here->b == course->toward, course->place.at, radius, kerb)) { return true; }
  }
  /* Not on it yet. */
  soi_walk_node_id end;
  const soi_walk_link_id link = soi_course_ends(course, 0.0) ? soi_course_crossing(world, person, course, &end) : 0;
  if (link == 0) { return false; }
  const soi_on_link place = soi_way_place(model, link, end, at);
  const bool forward = model->walk_links[link].b == end;
  return soi_kerb_find(model, model->walk_links[link].crossing, forward, place.at, radius, kerb) && kerb->stop - place.at < LOOK_OUT &&
         soi_abs(place.left) < place.half + LOOK_OUT;
}

/* The gate of whoever is of no flow. */
static uint32_t gate_of_way(const soi_model *model, soi_walk_way_id way) {
  soi_gate_id gate = model->gate_count;
  while (gate > 0 && model->gates[gate].way != way) { --gate; }
  return gate;
}

uint32_t soi_course_gate(const soi_world *world, soi_person_id person) {
  const soi_model *const model = world->model;
  if (world->person_flow[person] == 0) { return gate_of_way(model, world->person_way[person]); }
  const soi_people_flow *const flow = &model->people_flows[world->person_flow[person]];
  const soi_walk_way_id way = world->person_way[person];
  return model->gates[flow->to].way == way ? flow->to : model->gates[flow->from].way == way ? flow->from : 0;
}

soi_crosser soi_crosser_of(const soi_world *world, soi_person_id person) {
  const double vx = world->person_vx[person], vy = world->person_vy[person];
  const soi_tick since = world->person_kerb_tick[person];
  soi_crosser crosser = {.speed = (double)world->person_wish[person], .radius = soi_walking_of(world)->radius};
  crosser.delay = vx * vx + vy * vy < 0.25 ? START_DELAY : 0.0;
  crosser.waited = since != 0 ? (double)(world->tick[0] - since) * world->model->step : 0.0;
  crosser.jaywalks = (world->person_rules[person] & SOI_RULE_JAYWALK) != 0;
  return crosser;
}
