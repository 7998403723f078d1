/* What the files of the automated driver share: its limits of motion, what it knows, and what each part hands to the next. */
#ifndef SOI_CART_AUTOMATION_H
#define SOI_CART_AUTOMATION_H

#include <soi/sensor.h>

#include "cart.h"
#include "fmath.h"
#include "road.h"

/* Rows of a cart's tracks: soi_cart_tracks(cart) .. + SOI_TRACKS_PER_CART - 1. */
static inline uint32_t soi_cart_tracks(soi_cart_id cart) { return (cart - 1u) * SOI_TRACKS_PER_CART + 1u; }

static inline const soi_vehicle_type *soi_automated_type(const soi_world *world, soi_cart_id cart) {
  return soi_type(world->model, world->model->carts[cart].type);
}

/* --- sensor.c ---------------------------------------------------------------------------------------------------------- */

/* How far a cart sees now, m: as far as the best of its sensors in this weather. */
double soi_cart_sight(const soi_world *world, const soi_vehicle_type *type);
/* One of the sensors of a cart that has a body, within a step: vehicles are where phase sense has placed them. */
void soi_cart_sensing_sensed(const soi_world *world, soi_cart_id cart, uint32_t sensor, soi_sensing *sensing);
/* Whether somebody on foot is on its level: bridges and underpasses are out of its sight. */
bool soi_sensing_on_level(const soi_sensing *sensing, soi_person_id person);
/* Whether a place within range is in the field of view with nothing before it. vehicle: the row of the one that is there; 0: none. */
bool soi_sensing_in_view(const soi_sensing *sensing, soi_point at, soi_vehicle_id vehicle);

/* --- goal.c ---------------------------------------------------------------------------------------------------------------- */

/* Where a cart is bound to stand. lane 0: nowhere near. */
typedef struct soi_goal {
  soi_lane_id lane;
  double s, d;     /* m: of its front */
  soi_cause cause; /* STOP or BERTH */
  uint32_t of;     /* stop */
} soi_goal;
soi_goal soi_cart_goal(const soi_world *world, soi_cart_id cart);

/* Metres along its way to the goal, a little negative just past it; SOI_NO_STOP when it is far. */
double soi_goal_distance(const soi_world *world, soi_vehicle_id row, const soi_goal *goal);

/* On a lane beside the goal's: metres to the last place from where it still gets there, SOI_NO_STOP when that is far or behind
 * it. */
double soi_goal_change_distance(const soi_world *world, soi_vehicle_id row, const soi_goal *goal);

/* --- control.c: one step of motion within limits of acceleration and jerk ---------------------------------------------- */

/* Braking that the planner uses, and the most in comfort, as shares of the comfortable deceleration. */
#define SOI_PLAN_BRAKING 0.8
#define SOI_FIRM_BRAKING 1.5

/* How a body moves now and how it may move on. */
typedef struct soi_motion {
  double speed, acceleration;      /* m/s, m/s2: at the start of the step, over the last step */
  double step;                     /* s */
  double pull, comfort, emergency; /* m/s2: most acceleration, comfortable and emergency deceleration */
  double jerk;                     /* m/s3 in comfort */
} soi_motion;

soi_motion soi_motion_of(const soi_world *world, soi_vehicle_id row);

/* What one constraint asks of the next step. */
typedef struct soi_constraint {
  double acceleration; /* m/s2 over the next step */
  double sudden;       /* m/s3: comfort is not enough, braking may set in at this jerk; 0: it is */
  soi_cause cause;
  uint32_t of;
} soi_constraint;

/* Metres until standing, from a speed and an acceleration, when braking by at most brake and with limited jerk throughout. */
double soi_stopping_distance(double speed, double acceleration, double brake, double jerk);

/* The greatest acceleration over the next step from which the body can still stop, within its jerk, in distance metres, braking
 * by no more than brake if that is enough; when even firm braking is not, as much as is needed. slack: metres it may overrun
 * before that. */
soi_constraint soi_constraint_stop(const soi_motion *motion, double distance, double brake, double slack, soi_cause cause, uint32_t of);

/* Brakes beyond comfort by what is needed, m/s2, and a little more; the more is needed, the more suddenly. */
soi_constraint soi_constraint_needed(const soi_motion *motion, double needed, soi_cause cause, uint32_t of);

/* Metres to an emergency stop that begins with the next step. */
double soi_emergency_distance(const soi_motion *motion);

/* Comes to rest with planned braking, wherever that is. */
soi_constraint soi_constraint_rest(const soi_motion *motion, soi_cause cause, uint32_t of);

/* The acceleration of the next step for a constraint: within the jerk limit, or the emergency's. */
double soi_motion_step(const soi_motion *motion, const soi_constraint *constraint);

/* --- predict.c ----------------------------------------------------------------------------------------------------------- */

enum { SOI_PATH_SAMPLES = 20 };

/* The way ahead, sampled every SOI_PATH_STEP metres from the front on, with the offsets the cart will steer to. */
#define SOI_PATH_STEP 2.0
typedef struct soi_path {
  soi_point at[SOI_PATH_SAMPLES];
  soi_point along[SOI_PATH_SAMPLES];
  uint32_t count;
} soi_path;

/* Where the cart steers: from one offset to another over a stretch of its way. */
typedef struct soi_steering {
  double now, goal; /* m, offsets in the lane before and after */
  double from, to;  /* m ahead of the front: where the change begins and where it is done */
  bool smooth;      /* it begins and ends gently; otherwise as fast as it can */
} soi_steering;

/* The offset it steers to ahead metres on. */
double soi_steering_at(const soi_steering *steering, double ahead);

/* The place to stop before because of what the cart foresees; of is the row, cause PEOPLE (person) or JUNCTION (vehicle);
 * distance SOI_NO_STOP when there is none. */
typedef struct soi_foreseen {
  double distance;
  soi_cause cause;
  uint32_t of;
  double beside;      /* m until its flank, swinging sideways, comes up to somebody; SOI_NO_STOP: it does not */
  uint32_t beside_of; /* person */
} soi_foreseen;
soi_foreseen soi_cart_foresee(const soi_world *world, soi_cart_id cart, const soi_steering *steering);

/* --- energy.c ------------------------------------------------------------------------------------------------------------ */

/* Power that a cart of this type draws from its battery, W (negative: it is charged): F = m a + m g c_rr + 1/2 rho c_d A v2. */
double soi_cart_power(const soi_vehicle_type *type, uint32_t riders, double speed, double acceleration, double temperature);

#endif
