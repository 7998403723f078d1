/* The walking model alone (see walk.h). The published part is repulsion and speed; the rest keeps two people from standing
 * in front of each other for ever. */
#include "walk.h"

#include "fmath.h"

/* Collision-free speed model, JuPedSim's defaults. */
static const double NEIGHBOUR_STRENGTH = 8.0, NEIGHBOUR_RANGE = 0.1;
static const double WALL_STRENGTH = 5.0, WALL_RANGE = 0.02;
/* Beyond this many ranges a repulsion is below 2 % of e0 and left out. */
static const double RANGES = 6.0;
/* A turn takes about this long (anticipation velocity model, Xu, Chraibi, Seyfried 2021: reaction time). */
static const double RELAXATION = 0.3;
/* Below this speed (m/s) one has no direction; beyond this cosine a turn is a turning back. */
static const double STANDING = 0.1, TURN_BACK = -0.5;
/* Velocities this near to each other are taken for one, m/s. */
static const double STEADY = 0.02;
/* Dodging (ours): bodies that would come nearer than this beyond contact within so many seconds push sideways, at most by so
 * much. */
static const double DODGE_CLEARANCE = 0.15, DODGE_HORIZON = 2.0, DODGE_STRENGTH = 0.8;
/* Whoever stands or comes towards the walker, going less than this share of its wish along its heading, is gone round (ours),
 * seen from this far, m, and with this much room to spare, m. A slow crowd is followed. */
static const double SLOW_SHARE = 0.05, WALL_SPARE = 0.1, DETOUR_SIGHT = 2.0, DETOUR_SPARE = 0.03;
/* The side a walker moves to already counts as this much nearer for each m/s, m. */
static const double COMMITMENT = 0.8;

static double dot(soi_point a, soi_point b) { return a.x * b.x + a.y * b.y; }
static double cross(soi_point a, soi_point b) { return a.x * b.y - a.y * b.x; }

static soi_point unit(soi_point v, soi_point otherwise) {
  const double length = soi_hypot(v.x, v.y);
  return length > 1e-9 ? (soi_point){v.x / length, v.y / length} : otherwise;
}

/* A direction turned by the angle whose cosine and sine are given. */
static soi_point turned(soi_point v, double c, double s) { return (soi_point){c * v.x - s * v.y, s * v.x + c * v.y}; }

/* Somebody slow ahead, whom the walker would have to go round. */
static bool is_slow(const soi_walker *walker, const soi_neighbour *other) {
  const double forward = other->vx * walker->heading.x + other->vy * walker->heading.y;
  return forward < SLOW_SHARE * walker->wish;
}

/* Push to the left (negative: right) for a body that the walker, going ahead at its wish, would hit or brush past. */
static double dodge(const soi_walker *walker, soi_point ahead, const soi_neighbour *other) {
  const soi_point away = {other->dx, other->dy};
  const soi_point closing = {walker->wish * ahead.x - other->vx, walker->wish * ahead.y - other->vy};
  const double approach = dot(away, closing), speed2 = dot(closing, closing), passing = cross(closing, away);
  const double limit = 2.0 * walker->radius + DODGE_CLEARANCE;
  if (dot(away, ahead) <= 0.0 || approach <= 0.0 || approach > DODGE_HORIZON * speed2 || passing * passing > limit * limit * speed2) {
    return 0.0;
  }

  /* Where the other will be, as seen from here, when both are nearest. To the side where it passes anyway; when that is open,
   * to the side one keeps to. */
  const double time = approach / speed2, miss = soi_abs(passing) / soi_sqrt(speed2);
  const double left = cross(ahead, (soi_point){away.x - closing.x * time, away.y - closing.y * time});
  const double way = left > 0.05 ? -1.0 : left < -0.05 ? 1.0 : walker->side;
  return way * DODGE_STRENGTH * (1.0 - time / DODGE_HORIZON) * (1.0 - miss / limit);
}

/* Push away from a wall this far from the walker's middle: full strength at contact and beyond. */
static double wall_push(double room, double radius) {
  const double gap = soi_max(room - radius, 0.0);
  return gap > RANGES * WALL_RANGE ? 0.0 : WALL_STRENGTH * soi_exp(-gap / WALL_RANGE);
}

/* The direction to take for a walker who makes for a point ahead. */
static soi_point direction_to(const soi_walker *walker, soi_point ahead, const soi_neighbour *neighbours, uint32_t count) {
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
    if (walker->dodges) { sideways += dodge(walker, ahead, other); }
  }

  /* Away from the walls. */
  const double off_walls = wall_push(walker->room_right, walker->radius) - wall_push(walker->room_left, walker->radius);
  sum.x -= off_walls * walker->walls.y;
  sum.y += off_walls * walker->walls.x;

  /* In the walker's own frame: nobody walks backwards, and what is left beside the wish is a wish to step aside. */
  const double forward = soi_max(1.0 + dot(ahead, sum), 0.0);
  const double left = cross(ahead, sum) + soi_clamp(sideways, -DODGE_STRENGTH, DODGE_STRENGTH);
  return unit(turned(ahead, forward, left), ahead);
}

soi_point soi_walk_direction(const soi_walker *walker, const soi_neighbour *neighbours, uint32_t count) {
  return direction_to(walker, walker->heading, neighbours, count);
}

/* Distance to the nearest body in the strip ahead; the cut-off when there is none. */
static double free_distance(const soi_walker *walker, soi_point direction, const soi_neighbour *neighbours, uint32_t count) {
  const double width = 2.0 * walker->radius;
  double nearest = SOI_WALK_CUTOFF;
  for (uint32_t i = 0; i < count; ++i) {
    const soi_neighbour *const other = &neighbours[i];
    const double along = direction.x * other->dx + direction.y * other->dy;
    const double beside = direction.x * other->dy - direction.y * other->dx;
    const bool ahead = (along > 0.0) & (soi_abs(beside) < width);
    nearest = ahead && other->distance < nearest ? other->distance : nearest;
  }
  return nearest;
}

double soi_walk_speed(const soi_walker *walker, soi_point direction, const soi_neighbour *neighbours, uint32_t count) {
  const double distance = free_distance(walker, direction, neighbours, count);
  if (distance >= SOI_WALK_CUTOFF) { return walker->wish; }
  return soi_clamp((distance - 2.0 * walker->radius) / walker->time_gap, 0.0, walker->wish);
}

/* How far to one side (+1 left, -1 right) the strip ahead is free of the slow: bodies that leave no gap between them count as
 * one. */
static double way_out(const soi_walker *walker, double side, const soi_neighbour *neighbours, uint32_t count) {
  const double clear = 2.0 * walker->radius + DETOUR_SPARE;
  double out = 0.0;
  bool moved = true;
  while (moved) {
    moved = false;
    for (uint32_t i = 0; i < count; ++i) {
      const soi_neighbour *const other = &neighbours[i];
      const double along = walker->heading.x * other->dx + walker->heading.y * other->dy;
      const double beside = side * (walker->heading.x * other->dy - walker->heading.y * other->dx);
      if (along > 0.0 && along < DETOUR_SIGHT && soi_abs(beside - out) < clear - 1e-9 && is_slow(walker, other)) {
        out = beside + clear;
        moved = true;
      }
    }
  }
  return out;
}

/* The heading, turned round those who stand or come slowly; to the nearer side, if the walls leave room there. */
static soi_point detour(const soi_walker *walker, const soi_neighbour *neighbours, uint32_t count) {
  const double width = 2.0 * walker->radius + DETOUR_SPARE;
  double nearest = DETOUR_SIGHT;
  for (uint32_t i = 0; i < count; ++i) {
    const soi_neighbour *const other = &neighbours[i];
    const double along = walker->heading.x * other->dx + walker->heading.y * other->dy;
    const double beside = walker->heading.x * other->dy - walker->heading.y * other->dx;
    if (along > 0.0 && along < nearest && soi_abs(beside) < width && is_slow(walker, other)) { nearest = along; }
  }
  if (nearest >= DETOUR_SIGHT) { return walker->heading; }

  /* Both ways out, measured with a preference for where one goes already, and for the side one keeps to. */
  const double drift = cross(walker->heading, walker->velocity);
  const double left = way_out(walker, 1.0, neighbours, count), right = way_out(walker, -1.0, neighbours, count);
  const double off_wall = walker->radius + WALL_SPARE;
  const bool can_left = left <= walker->room_left - off_wall, can_right = right <= walker->room_right - off_wall;
  if (!can_left && !can_right) { return walker->heading; }
  const bool prefers_left = left - right < 2.0 * COMMITMENT * drift + 0.1 * walker->side;
  const double aside = can_left && (prefers_left || !can_right) ? left : -right;
  const double forward = soi_max(nearest - width, 0.0);
  const double scale = 1.0 / soi_hypot(forward, aside);
  return turned(walker->heading, forward * scale, aside * scale);
}

/* Whether a walker who is alone and clear of the walls already walks as it wishes. */
static bool is_steady(const soi_walker *walker) {
  const double off_x = walker->velocity.x - walker->wish * walker->heading.x;
  const double off_y = walker->velocity.y - walker->wish * walker->heading.y;
  const double clear = walker->radius + RANGES * WALL_RANGE;
  return off_x * off_x + off_y * off_y < STEADY * STEADY && walker->room_left > clear && walker->room_right > clear;
}

soi_point soi_walk_velocity(const soi_walker *walker, const soi_neighbour *neighbours, uint32_t count, double step) {
  if (count == 0 && is_steady(walker)) { return (soi_point){walker->wish * walker->heading.x, walker->wish * walker->heading.y}; }
  const soi_point ahead = walker->dodges && count > 0 ? detour(walker, neighbours, count) : walker->heading;
  soi_point direction = direction_to(walker, ahead, neighbours, count);

  /* Turn as fast as people turn; someone who stands or has to turn back starts anew. */
  double before = soi_hypot(walker->velocity.x, walker->velocity.y);
  const double share = soi_min(step / RELAXATION, 1.0);
  if (before > STANDING && dot(walker->velocity, direction) > TURN_BACK * before) {
    const soi_point last = {walker->velocity.x / before, walker->velocity.y / before};
    direction = unit((soi_point){last.x + (direction.x - last.x) * share, last.y + (direction.y - last.y) * share}, direction);
  } else if (before > STANDING) {
    before = 0.0;
  }

  /* Slow down at once, speed up in the same time as one turns. */
  double speed = soi_walk_speed(walker, direction, neighbours, count);
  if (speed > before) { speed = before + (speed - before) * share; }
  return (soi_point){speed * direction.x, speed * direction.y};
}
