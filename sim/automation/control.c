/* Motion within limits: how far it takes to stop when the jerk is limited, and the acceleration of the next step that keeps every
 * stop reachable. A stop is planned as ramp, hold and release, so that the cart comes to rest at its mark without a jolt. */
#include "automation.h"

static const double EMERGENCY_JERK = 12.0; /* m/s3, near the 12.65 of the reference driver of UN R157 */
static const double RELEASE_SHARE = 4.0;   /* of the comfortable jerk, when an emergency is over */
static const double AT_MARK = 0.3;         /* m: near enough to stand */
static const double CREEP = 0.05;          /* m/s: slower, at the mark, it comes to rest */

soi_gait soi_gait_of(const soi_world *world, uint32_t row) {
  const soi_vehicle_type_definition *type = soi_type(world->model, world->vehicle_type[row]);
  return (soi_gait){world->vehicle_speed[row],
                    world->vehicle_acceleration[row],
                    world->model->step,
                    type->acceleration,
                    type->deceleration,
                    soi_max(type->emergency_deceleration, type->deceleration),
                    type->jerk};
}

/* Released at the jerk limit from a deceleration, the speed reaches zero before the acceleration does: metres until then. */
static double release_distance(double speed, double acceleration, double jerk) {
  const double root = soi_sqrt(soi_max(acceleration * acceleration - 2.0 * jerk * speed, 0.0));
  const double time = (-acceleration - root) / jerk;
  return time * (speed + time * (0.5 * acceleration + time * jerk / 6.0));
}

double soi_stopping_distance(double speed, double acceleration, double brake, double jerk) {
  if (speed <= 0.0) { return 0.0; }
  if (acceleration < 0.0 && speed <= 0.5 * acceleration * acceleration / jerk) { return release_distance(speed, acceleration, jerk); }
  double peak = soi_max(brake, -acceleration);
  /* without a hold when the speed is used up before the peak is reached: ramp and release take (2 p2 - a2) / 2j of it */
  peak = soi_min(peak, soi_sqrt(jerk * speed + 0.5 * acceleration * acceleration));
  const double ramp = soi_max(acceleration + peak, 0.0) / jerk;
  const double ramped = speed + ramp * (acceleration - 0.5 * jerk * ramp);
  const double released = 0.5 * peak * peak / jerk;
  const double ramp_way = ramp * (speed + ramp * (0.5 * acceleration - jerk * ramp / 6.0));
  const double hold_way = soi_max(ramped * ramped - released * released, 0.0) / (2.0 * peak);
  return ramp_way + hold_way + peak * peak * peak / (6.0 * jerk * jerk);
}

/* Metres to a stop when the next step has this acceleration. The steps' constant accelerations equal a linear course through the
 * middle of each step: half a step's jerk is taken off or added accordingly. */
static double distance_with(const soi_gait *gait, double acceleration, double brake) {
  const double speed = gait->speed + acceleration * gait->step;
  if (speed <= 0.0) { return acceleration < 0.0 ? -0.5 * gait->speed * gait->speed / acceleration : 0.0; }
  const double way = 0.5 * (gait->speed + speed) * gait->step, half = 0.5 * gait->jerk * gait->step;
  const bool releases = acceleration < 0.0 && speed <= 0.5 * acceleration * acceleration / gait->jerk;
  const double course = releases                ? soi_min(acceleration + half, 0.0)
                        : acceleration > -brake ? soi_max(acceleration - half, -brake)
                                                : acceleration;
  return way + soi_stopping_distance(speed, course, brake, gait->jerk);
}

/* The deceleration from which speed and acceleration end together, the last step's included: n steps, each less by the same
 * share, lose step x change x n (n + 1) / 2 of speed at most. Braking harder than this at this speed would end in a jolt. */
static double release(const soi_gait *gait, double jerk) {
  const double change = jerk * gait->step;
  const double steps = soi_ceil(0.5 * (soi_sqrt(1.0 + 8.0 * gait->speed / (gait->step * change)) - 1.0));
  return 2.0 * gait->speed / (gait->step * (steps + 1.0));
}

soi_demand soi_demand_rest(const soi_gait *gait, soi_cause cause, uint32_t of) {
  return (soi_demand){-soi_min(SOI_PLAN_BRAKING * gait->comfort, release(gait, gait->jerk)), 0.0, cause, of};
}

double soi_emergency_distance(const soi_gait *gait) {
  return gait->speed * gait->step + soi_stopping_distance(gait->speed, gait->acceleration, gait->emergency, EMERGENCY_JERK);
}

/* The greatest acceleration in [low, high] that stops in time; low does. */
static double greatest(const soi_gait *gait, double low, double high, double distance, double brake) {
  for (int i = 0; i < 10; ++i) {
    const double middle = 0.5 * (low + high);
    if (distance_with(gait, middle, brake) <= distance) {
      low = middle;
    } else {
      high = middle;
    }
  }
  return low;
}

soi_demand soi_demand_needed(const soi_gait *gait, double needed, soi_cause cause, uint32_t of) {
  const double braking = soi_clamp(1.15 * needed, SOI_PLAN_BRAKING * gait->comfort, gait->emergency);
  const double sudden = soi_max(EMERGENCY_JERK * soi_min(needed / gait->emergency, 1.0), 2.0 * gait->jerk);
  return (soi_demand){-soi_min(braking, release(gait, EMERGENCY_JERK)), sudden, cause, of};
}

soi_demand soi_demand_stop(const soi_gait *gait, double distance, double brake, double slack, soi_cause cause, uint32_t of) {
  const double change = gait->jerk * gait->step, firm = SOI_FIRM_BRAKING * gait->comfort;
  const double low = gait->acceleration - change, high = soi_min(gait->acceleration + change, gait->pull);
  if (gait->speed < CREEP && distance < AT_MARK) { return soi_demand_rest(gait, cause, of); }
  if (distance_with(gait, high, brake) <= distance) { return (soi_demand){high, 0.0, cause, of}; }
  const double gentlest = soi_max(low, -release(gait, gait->jerk));
  if (distance_with(gait, low, brake) <= distance) {
    return (soi_demand){soi_max(greatest(gait, low, high, distance, brake), gentlest), 0.0, cause, of};
  }
  /* once it brakes in an emergency it does so until the rest is easy */
  const double needed = 0.5 * gait->speed * gait->speed / soi_max(distance, 0.1);
  if (gait->acceleration < -firm && needed > SOI_PLAN_BRAKING * gait->comfort) { return soi_demand_needed(gait, needed, cause, of); }
  /* harder than planned, but within what standing people bear */
  if (distance_with(gait, soi_max(low, -firm), firm) <= distance + slack) { return (soi_demand){soi_max(gentlest, -firm), 0.0, cause, of}; }
  return soi_demand_needed(gait, needed, cause, of);
}

double soi_gait_step(const soi_gait *gait, const soi_demand *demand) {
  const double firm = SOI_FIRM_BRAKING * gait->comfort;
  const double change = gait->jerk * gait->step;
  /* out of harder braking than comfort allows it comes back sooner than in comfort; at its end, as suddenly as it began */
  const bool ends = gait->acceleration < -release(gait, EMERGENCY_JERK);
  const double back = gait->acceleration >= -firm ? gait->jerk : ends ? EMERGENCY_JERK : RELEASE_SHARE * gait->jerk;
  const double high = soi_min(gait->acceleration + back * gait->step, gait->pull);
  if (demand->sudden > 0.0) { return soi_clamp(demand->acceleration, gait->acceleration - demand->sudden * gait->step, high); }
  const double low = soi_min(soi_max(gait->acceleration - change, soi_min(gait->acceleration, -firm)), high);
  return soi_clamp(soi_max(demand->acceleration, -release(gait, gait->jerk)), low, high);
}
