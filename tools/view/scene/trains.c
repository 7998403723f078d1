/* Trains: where people flows follow a timetable from a gate beside a rail, a train stands there at each of its times. How it comes and
 * goes is not known: it slides in from the longer side of the line, stands, and leaves; back at a terminus, onward in the middle. */
#include <math.h>
#include <stdlib.h>

#include "scene_build.h"
#include "making.h"

static const double NEAR = 45.0;                 /* m from a gate to its rail */
static const double STANDS = 40.0;               /* s at the platform */
static const double CRUISE = 14.0, BRAKES = 0.8; /* m/s, m/s2: usual for urban rail */

/* Where a line passes nearest to a point: metres along it; distance is handed out. */
static double nearest_on(const soi_points *line, soi_point to, double *distance) {
  double along = 0.0, best = 0.0;
  *distance = 1e9;
  for (uint32_t i = 1; i < line->count; ++i) {
    const soi_point a = line->items[i - 1], b = line->items[i];
    const double dx = b.x - a.x, dy = b.y - a.y, piece = fmax(hypot(dx, dy), 1e-9);
    const double f = fmin(fmax(((to.x - a.x) * dx + (to.y - a.y) * dy) / (piece * piece), 0.0), 1.0);
    const double away = hypot(to.x - a.x - f * dx, to.y - a.y - f * dy);
    if (away < *distance) { *distance = away, best = along + f * piece; }
    along += piece;
  }
  return best;
}

static uint32_t timetable_of(const soi_model *model, const soi_people_flow *flow) {
  const soi_scenario_definition *const scenario = &model->definition->scenario;
  return (flow->passengers ? scenario->passengers.flows.items : scenario->pedestrians.flows.items)[flow->definition - 1].timetable;
}

static bool known(const scene_place *scene, uint32_t rail, uint32_t timetable) {
  for (uint32_t i = 0; i < scene->platform_count; ++i) {
    const soi_people_flow *const flow = &scene->model->people_flows[scene->platforms[i].flow];
    if (scene->platforms[i].rail == rail && timetable_of(scene->model, flow) == timetable) { return true; }
  }
  return false;
}

void scene_build_trains(scene_build *build) {
  const soi_model *const model = build->model;
  scene_place *const scene = build->scene;
  scene->platforms = calloc((size_t)model->people_flow_count + 1, sizeof *scene->platforms);
  SOI_ASSERT(scene->platforms != NULL);
  for (uint32_t row = 1; row <= model->people_flow_count; ++row) {
    const soi_people_flow *const flow = &model->people_flows[row];
    if (flow->arrivals.count == 0) { continue; }
    const soi_gate_definition *const gate = &build->map->gates.items[model->gates[flow->from].definition - 1];
    double least = NEAR, at = 0.0;
    uint32_t rail = 0;
    for (uint32_t i = 0; i < build->map->rails.count; ++i) {
      double distance;
      const double along = nearest_on(&build->map->rails.items[i].line, gate->at, &distance);
      if (distance < least) { least = distance, at = along, rail = i + 1; }
    }
    if (rail == 0 || build->map->rails.items[rail - 1].level < 0 || known(scene, rail, timetable_of(model, flow))) { continue; }
    const double length = scene_line_length(&build->map->rails.items[rail - 1].line), half = 0.5 * TRAIN_CAR * TRAIN_CARS;
    const bool from_start = at > 0.5 * length;
    const double head = from_start ? fmin(at + half, length) : fmax(at - half, 0.0);
    scene->platforms[scene->platform_count++] = (scene_platform){
        .rail = rail, .flow = row, .at = head, .from_start = from_start, .through = at > 0.35 * length && at < 0.65 * length};
  }
}

/* One car of a train, its middle at the origin, on rails at z 0. */
void scene_train_mesh(scene_mesh *mesh) {
  const double half = 0.5 * TRAIN_CAR - 0.4;
  mesh_box(mesh, (mesh_point){-half, -1.45, 0.5}, (mesh_point){half, 1.45, 1.7}, COLOUR_PAINT);
  mesh_box(mesh, (mesh_point){-half, -1.42, 1.7}, (mesh_point){half, 1.42, 2.8}, COLOUR_GLASS);
  mesh_taper(mesh, (mesh_point){-half, -1.45, 2.8}, (mesh_point){half, 1.45, 3.7}, 0.3, 0.3, 0.5, COLOUR_ROOF, COLOUR_ROOF);
  mesh_box(mesh, (mesh_point){-0.8 * half, -1.1, 0.05}, (mesh_point){0.8 * half, 1.1, 0.5}, COLOUR_DARK);
}

/* Metres before (after) its place, seconds before it comes to stand (after it starts). */
static double way_to_stand(double seconds) {
  const double brakes_for = CRUISE / BRAKES;
  return seconds < brakes_for ? 0.5 * BRAKES * seconds * seconds : 0.5 * CRUISE * brakes_for + CRUISE * (seconds - brakes_for);
}

/* Cars trail behind the head, which stands at metres along the line; sense +1 when the head is the far end of it. */
static void add_train(making *m, const soi_rail_definition *rail, double head, double sense, double length, uint32_t paint) {
  const double z = rail->level * VIADUCT_HEIGHT + 0.2;
  for (int car = 0; car < TRAIN_CARS; ++car) {
    const double at = head - sense * TRAIN_CAR * (car + 0.5);
    if (at < 0.0 || at > length) { continue; }
    soi_point along;
    const soi_point place = scene_line_at(&rail->line, at, &along);
    const double left = -0.25 * rail->width * sense; /* its own track of the two */
    const soi_point where = {place.x - along.y * left, place.y + along.x * left};
    if (!scene_camera_sees(m->camera, (float)where.x, (float)where.y, (float)z, (float)TRAIN_CAR)) { continue; }
    *scene_add_instance(m->frame, SHAPE_TRAIN) = (scene_instance){.x = (float)where.x,
                                                                  .y = (float)where.y,
                                                                  .z = (float)z,
                                                                  .cos = (float)along.x,
                                                                  .sin = (float)along.y,
                                                                  .scale = 1.0f,
                                                                  .paint = paint,
                                                                  .lamps = m->lights ? 1u << LAMP_HEAD : 0u};
  }
}

void scene_add_trains(making *m) {
  static const uint32_t paints[4] = {0xff3b3f9eu, 0xff5a62c4u, 0xff9a6a3cu, 0xff6f8f4fu}; /* a, b, g, r */
  const soi_model *const model = m->model;
  const double now = m->frame->clock - soi_clock(model, 0);
  for (uint32_t i = 0; i < m->scene->platform_count; ++i) {
    const scene_platform *const platform = &m->scene->platforms[i];
    const soi_rail_definition *const rail = &model->definition->map.rails.items[platform->rail - 1];
    const soi_span arrivals = model->people_flows[platform->flow].arrivals;
    const double length = scene_line_length(&rail->line), sense = platform->from_start ? 1.0 : -1.0;
    for (uint32_t k = 0; k < arrivals.count; ++k) {
      const double since = now - (double)model->arrival_ticks[arrivals.first + k] * model->step;
      if (since < -200.0 || since > 200.0 + STANDS) { continue; }
      double head = platform->at;
      if (since < 0.0) {
        head -= sense * way_to_stand(-since);
      } else if (since > STANDS) {
        head += (platform->through ? sense : -sense) * way_to_stand(since - STANDS);
      }
      add_train(m, rail, head, sense, length, paints[(platform->rail - 1) % 4]);
    }
  }
}
