/* Motion within limits: how far it takes to stop when the jerk is limited, and the acceleration of the next step that keeps every
 * stop reachable. A stop is planned as ramp, hold and release, so that the cart comes to rest at its mark without a jolt. */
#include "automation.h"

static const double EMERGENCY_JERK = 12.0; /* m/s3, near the 12.65 of the reference driver of UN R157 */
static const double RELEASE_SHARE = 4.0;   /* of the comfortable jerk, when an emergency is over */
static const double AT_MARK = 0.3;         /* m: near enough to stand */
static const double CREEP = 0.05;          /* m/s: slower, at the mark, it comes to rest */

soi_motion soi_motion_of(const soi_world *world, soi_vehicle_id row) {
  const soi_vehicle_type *type = soi_type(world->model, world->vehicle_type[row]);
  return (soi_motion){world->vehicle_speed[row], world->vehicle_acceleration[row],
                      world->model->step,        type->driver.acceleration,
                      type->driver.deceleration, soi_max(type->automation.emergency_deceleration, type->driver.deceleration),
                      type->automation.jerk};
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
static double distance_with(const soi_motion *motion, double acceleration, double brake) {
  const double speed = motion->speed + acceleration * motion->step;
  if (speed <= 0.0) { return acceleration < 0.0 ? -0.5 * motion->speed * motion->speed / acceleration : 0.0; }
  const double way = 0.5 * (motion->speed + speed) * motion->step, half = 0.5 * motion->jerk * motion->step;
  const bool releases = acceleration < 0.0 && speed <= 0.5 * acceleration * acceleration / motion->jerk;
  const double course = releases                ? soi_min(acceleration + half, 0.0)
                        : acceleration > -brake ? soi_max(acceleration - half, -brake)
                                                : acceleration;
  return way + soi_stopping_distance(speed, course, brake, motion->jerk);
}

/* The deceleration from which speed and acceleration end together, the last step's included: n steps, each less by the same
 * share, lose step x change x n (n + 1) / 2 of speed at most. Braking harder than this at this speed would end in a jolt. */
static double release(const soi_motion *motion, double jerk) {
  const double change = jerk * motion->step;
  const double steps = soi_ceil(0.5 * (soi_sqrt(1.0 + 8.0 * motion->speed / (motion->step * change)) - 1.0));
  return 2.0 * motion->speed / (motion->step * (steps + 1.0));
}

soi_constraint soi_constraint_rest(const soi_motion *motion, soi_cause cause, uint32_t of) {
  return (soi_constraint){-soi_min(SOI_PLAN_BRAKING * motion->comfort, release(motion, motion->jerk)), 0.0, cause, of};
}

double soi_emergency_distance(const soi_motion *motion) {
  return motion->speed * motion->step + soi_stopping_distance(motion->speed, motion->acceleration, motion->emergency, EMERGENCY_JERK);
}

/* The greatest acceleration in [low, high] that stops in time; low does. */
static double greatest(const soi_motion *motion, double low, double high, double distance, double brake) {
  for (int i = 0; i < 10; ++i) {
    const double middle = 0.5 * (low + high);
    if (distance_with(motion, middle, brake) <= distance) {
      low = middle;
    } else {
      high = middle;
    }
  }
  return low;
}

soi_constraint soi_constraint_needed(const soi_motion *motion, double needed, soi_cause cause, uint32_t of) {
  const double braking = soi_clamp(1.15 * needed, SOI_PLAN_BRAKING * motion->comfort, motion->emergency);
  const double sudden = soi_max(EMERGENCY_JERK * soi_min(needed / motion->emergency, 1.0), 2.0 * motion->jerk);
  return (soi_constraint){-soi_min(braking, release(motion, EMERGENCY_JERK)), sudden, cause, of};
}

soi_constraint soi_constraint_stop(const soi_motion *motion, double distance, double brake, double slack, soi_cause cause, uint32_t of) {
  const double change = motion->jerk * motion->step, firm = SOI_FIRM_BRAKING * motion->comfort;
  const double low = motion->acceleration - change, high = soi_min(motion->acceleration + change, motion->pull);
  if (motion->speed < CREEP && distance < AT_MARK) { return soi_constraint_rest(motion, cause, of); }
  if (distance_with(motion, high, brake) <= distance) { return (soi_constraint){high, 0.0, cause, of}; }
  const double gentlest = soi_max(low, -release(motion, motion->jerk));
  if (distance_with(motion, low, brake) <= distance) {
    return (soi_constraint){soi_max(greatest(motion, low, high, distance, brake), gentlest), 0.0, cause, of};
  }
  /* once it brakes in an emergency it does so until the rest is easy */
  const double needed = 0.5 * motion->speed * motion->speed / soi_max(distance, 0.1);
  if (motion->acceleration < -firm && needed > SOI_PLAN_BRAKING * motion->comfort) {
    return soi_constraint_needed(motion, needed, cause, of);
  }
  /* harder than planned, but within what standing people bear */
  if (distance_with(motion, soi_max(low, -firm), firm) <= distance + slack) {
    return (soi_constraint){soi_max(gentlest, -firm), 0.0, cause, of};
  }
  return soi_constraint_needed(motion, needed, cause, of);
}

double soi_motion_step(const soi_motion *motion, const soi_constraint *constraint) {
  const double firm = SOI_FIRM_BRAKING * motion->comfort;
  const double change = motion->jerk * motion->step;
  /* out of harder braking than comfort allows it comes back sooner than in comfort; at its end, as suddenly as it began */
  const bool ends = motion->acceleration < -release(motion, EMERGENCY_JERK);
  const double back = motion->acceleration >= -firm ? motion->jerk : ends ? EMERGENCY_JERK : RELEASE_SHARE * motion->jerk;
  const double high = soi_min(motion->acceleration + back * motion->step, motion->pull);
  if (constraint->sudden > 0.0) {
    return soi_clamp(constraint->acceleration, motion->acceleration - constraint->sudden * motion->step, high);
  }
  const double low = soi_min(soi_max(motion->acceleration - change, soi_min(motion->acceleration, -firm)), high);
  return soi_clamp(soi_max(constraint->acceleration, -release(motion, motion->jerk)), low, high);
}
