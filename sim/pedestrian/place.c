/* Somebody on foot whom a command puts on the map: on the nearest way, as soon as there is room. From then on a walker like any other,
 * but of no flow: its way says which gate it makes for. */
#include "agents.h"
#include "emit.h"
#include "fmath.h"
#include "input.h"
#include "person.h"
#include "room.h"

static soi_refusal refuse_one(const soi_world *world, soi_point at) {
  const double radius = soi_walking_of(world)->radius;
  return soi_room_refusal(world, &(soi_outline){at, {1.0, 0.0}, radius, radius});
}

/* In the road already, on a crossing: then it walks on at once. */
static uint8_t crossing_state(const soi_world *world, soi_person_id person, soi_point at) {
  const soi_walk_link *const link = &world->model->walk_links[world->person_link[person]];
  const bool forward = link->b == world->person_toward[person];
  const soi_on_link place = soi_way_place(world->model, world->person_link[person], world->person_toward[person], at);
  soi_kerb kerb;
  if (link->crossing == 0 || !soi_kerb_find(world->model, link->crossing, forward, place.at, soi_walking_of(world)->radius, &kerb)) {
    return SOI_CROSSING_NONE;
  }
  return kerb.inside ? SOI_CROSSING_ON : SOI_CROSSING_NONE;
}

/* Puts the person of a command, or says why there is no room for it. */
static soi_refusal place(soi_world *world, const soi_command *command) {
  const soi_model *const model = world->model;
  soi_point at;
  const soi_walk_link_id link = soi_walk_link_near(model, (soi_point){command->values[0], command->values[1]}, SOI_PEDESTRIAN_REACH, &at);
  SOI_ASSERT(link != 0);
  const soi_refusal why = refuse_one(world, at);
  if (why != SOI_REFUSAL_NONE) { return why; }
  const soi_person_id person = soi_person_add(world);
  if (person == 0) {
    soi_no_room(world, true, 0, at);
    return SOI_REFUSAL_FULL;
  }
  const soi_gate_id gate = command->target != 0 ? command->target : soi_gate_near(model, link, at);
  world->person_body[person] = 1;
  world->person_x[person] = at.x;
  world->person_y[person] = at.y;
  world->person_errand[person] = SOI_ERRAND_WALK;
  world->person_way[person] = model->gates[gate].way;
  world->person_link[person] = link;
  (void)soi_walk_cost_at(model, world->person_way[person], link, at, &world->person_toward[person]);
  soi_draw_person_traits(world, person, &(soi_people_flow){0});
  world->person_rules[person] |= (uint8_t)command->extra;
  world->person_crossing[person] = crossing_state(world, person, at);
  return SOI_REFUSAL_NONE;
}

void soi_people_placed(soi_world *world) {
  uint32_t next = 0;
  while ((next = soi_input_due(world, SOI_COMMAND_PEDESTRIAN, next)) != 0) {
    const soi_command command = soi_input_command(world, next);
    const soi_refusal why = place(world, &command);
    soi_input_refused(world, next, why);
    if (why == SOI_REFUSAL_NONE) {
      soi_input_done(world, next, NULL);
      --next;
    }
  }
}
