/* The walking model alone (see walk.h). The published part is repulsion and speed; the rest keeps two people from standing
 * in front of each other for ever. */
#include "walk.h"

#include "fmath.h"

/* Collision-free speed model, JuPedSim's defaults. */
static const double NEIGHBOUR_STRENGTH = 8.0, NEIGHBOUR_RANGE = 0.1;
static const double WALL_STRENGTH = 5.0, WALL_RANGE = 0.02;
/* Beyond this many ranges a repulsion is below 0.3 % of e0 and left out. */
static const double RANGES = 8.0;
/* A turn takes about this long (anticipation velocity model, Xu, Chraibi, Seyfried 2021: reaction time). */
static const double RELAXATION = 0.3;
/* Dodging (ours): bodies that would come nearer than this beyond contact within so many seconds push sideways, at most by so much. */
static const double DODGE_CLEARANCE = 0.15, DODGE_HORIZON = 2.0, DODGE_STRENGTH = 0.8;
/* A walker that gets less than this share of its wish looks for a way round (ours). */
static const double BLOCKED_SHARE = 0.35;
/* How far a way round is looked at, m. */
static const double DETOUR_SIGHT = 2.0;

static double dot(soi_point a, soi_point b) { return a.x * b.x + a.y * b.y; }
static double cross(soi_point a, soi_point b) { return a.x * b.y - a.y * b.x; }

static soi_point unit(soi_point v, soi_point otherwise) {
  const double length = soi_hypot(v.x, v.y);
  return length > 1e-9 ? (soi_point){v.x / length, v.y / length} : otherwise;
}

/* A direction turned by the angle whose cosine and sine are given. */
static soi_point turned(soi_point v, double c, double s) { return (soi_point){c * v.x - s * v.y, s * v.x + c * v.y}; }

/* Push to the left (negative: right) for a body that the walker at its wish would hit or brush past. */
static double dodge(const soi_walker *walker, const soi_neighbour *other) {
  const soi_point away = {other->dx, other->dy};
  const soi_point closing = {walker->wish * walker->heading.x - other->vx, walker->wish * walker->heading.y - other->vy};
  const double approach = dot(away, closing), speed2 = dot(closing, closing);
  if (dot(away, walker->heading) <= 0.0 || approach <= 0.0 || speed2 < 0.01) {
    return 0.0;
  }

  /* Where the other will be, as seen from here, when both are nearest. */
  const double time = approach / speed2;
  const soi_point miss = {away.x - closing.x * time, away.y - closing.y * time};
  const double limit = 2.0 * walker->radius + DODGE_CLEARANCE;
  const double miss2 = dot(miss, miss);
  if (time > DODGE_HORIZON || miss2 > limit * limit) {
    return 0.0;
  }

  /* To the side where it passes anyway; when that is open, to the side one keeps to. */
  const double left = cross(walker->heading, miss);
  const double way = left > 0.05 ? -1.0 : left < -0.05 ? 1.0 : walker->side;
  return way * DODGE_STRENGTH * (1.0 - time / DODGE_HORIZON) * (1.0 - soi_sqrt(miss2) / limit);
}

/* Push away from a wall this far from the walker's middle: full strength at contact and beyond. */
static double wall_push(double room, double radius) {
  const double gap = soi_max(room - radius, 0.0);
  return gap > RANGES * WALL_RANGE ? 0.0 : WALL_STRENGTH * soi_exp(-gap / WALL_RANGE);
}

soi_point soi_walk_direction(const soi_walker *walker, const soi_neighbour *neighbours, uint32_t count) {
  const soi_point ahead = walker->heading;
  const double contact = 2.0 * walker->radius;
  const double reach = contact + RANGES * NEIGHBOUR_RANGE;
  soi_point sum = {0.0, 0.0};
  double sideways = 0.0;

  /* Away from everybody near, and out of the way of those further ahead. */
  for (uint32_t i = 0; i < count; ++i) {
    const soi_neighbour *const other = &neighbours[i];
    if (other->distance < reach && other->distance > 1e-6) {
      const double gap = soi_max(other->distance - contact, 0.0);
      const double push = NEIGHBOUR_STRENGTH * soi_exp(-gap / NEIGHBOUR_RANGE) / other->distance;
      sum.x -= push * other->dx;
      sum.y -= push * other->dy;
    }
    if (walker->dodges) {
      sideways += dodge(walker, other);
    }
  }

  /* In the walker's own frame: nobody walks backwards, and what is left beside the wish is a wish to step aside. */
  sideways = soi_clamp(sideways, -DODGE_STRENGTH, DODGE_STRENGTH);
  const double forward = soi_max(1.0 + dot(ahead, sum), 0.0);
  const double left = cross(ahead, sum) + sideways - wall_push(walker->room_left, walker->radius) +
                      wall_push(walker->room_right, walker->radius);
  const double length = soi_hypot(forward, left);
  const double scale = length > 1.0 ? 1.0 / length : 1.0;
  return turned(ahead, forward * scale, left * scale);
}

/* Distance to the nearest body in the strip ahead; the cut-off when there is none. */
static double free_distance(const soi_walker *walker, soi_point direction, const soi_neighbour *neighbours, uint32_t count) {
  const double width = 2.0 * walker->radius;
  double nearest = SOI_WALK_CUTOFF;
  for (uint32_t i = 0; i < count; ++i) {
    const soi_neighbour *const other = &neighbours[i];
    const double along = direction.x * other->dx + direction.y * other->dy;
    const double beside = direction.x * other->dy - direction.y * other->dx;
    if (along > 0.0 && soi_abs(beside) < width && other->distance < nearest) {
      nearest = other->distance;
    }
  }
  return nearest;
}

double soi_walk_speed(const soi_walker *walker, soi_point direction, const soi_neighbour *neighbours, uint32_t count) {
  const double distance = free_distance(walker, direction, neighbours, count);
  if (distance >= SOI_WALK_CUTOFF) {
    return walker->wish;
  }
  return soi_clamp((distance - 2.0 * walker->radius) / walker->time_gap, 0.0, walker->wish);
}

/* For a blocked walker: the direction that brings it on furthest, of fans to both sides; the heading itself when none is better.
 * In the spirit of Moussaid, Helbing, Theraulaz 2011: free distance against deviation. */
static soi_point way_round(const soi_walker *walker, const soi_neighbour *neighbours, uint32_t count) {
  static const double COSINE[] = {0.92387953251128674, 0.70710678118654752, 0.38268343236508977, 0.0};
  static const double SINE[] = {0.38268343236508977, 0.70710678118654752, 0.92387953251128674, 1.0};
  const double contact = 2.0 * walker->radius;
  double best = 1.2 * (soi_min(free_distance(walker, walker->heading, neighbours, count), DETOUR_SIGHT) - contact) + 0.1;
  soi_point choice = walker->heading;
  for (int fan = 0; fan < 8; ++fan) {
    const double way = fan % 2 == 0 ? walker->side : -walker->side;
    const double c = COSINE[fan / 2], s = way * SINE[fan / 2];
    const soi_point direction = turned(walker->heading, c, s);
    /* As far as the first body or the wall. */
    const double room = way > 0.0 ? walker->room_left : walker->room_right;
    const double to_wall = (room - walker->radius) / SINE[fan / 2];
    const double distance = soi_min(free_distance(walker, direction, neighbours, count), DETOUR_SIGHT) - contact;
    const double worth = soi_min(distance, to_wall) * (c + 0.25);
    if (worth > best) {
      best = worth;
      choice = direction;
    }
  }
  return choice;
}

soi_point soi_walk_velocity(const soi_walker *walker, const soi_neighbour *neighbours, uint32_t count, double step) {
  soi_point wish = soi_walk_direction(walker, neighbours, count);
  double size = soi_min(soi_hypot(wish.x, wish.y), 1.0);
  soi_point direction = unit(wish, walker->heading);
  double speed = size * soi_walk_speed(walker, direction, neighbours, count);

  /* Blocked: try the ways round. */
  if (count > 0 && walker->dodges && speed < BLOCKED_SHARE * walker->wish) {
    const soi_point round = way_round(walker, neighbours, count);
    const double round_speed = soi_walk_speed(walker, round, neighbours, count);
    if (round_speed > speed) {
      direction = round;
      speed = round_speed;
      size = 1.0;
    }
  }

  /* Turn as fast as people turn; someone who stands may step off in any direction. */
  const double before = soi_hypot(walker->velocity.x, walker->velocity.y);
  const double share = soi_min(step / RELAXATION, 1.0);
  if (before > 0.1) {
    const soi_point last = {walker->velocity.x / before, walker->velocity.y / before};
    const soi_point mix = {last.x + (direction.x - last.x) * share, last.y + (direction.y - last.y) * share};
    direction = unit(mix, direction);
    speed = size * soi_walk_speed(walker, direction, neighbours, count);
  }

  /* Slow down at once, speed up in the same time as one turns. */
  if (speed > before) {
    speed = before + (speed - before) * share;
  }
  return (soi_point){speed * direction.x, speed * direction.y};
}
