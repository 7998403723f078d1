/* Car following: the Intelligent Driver Model, and what a driver brings to it. */
#include "fmath.h"
#include "road.h"

/* Share of the free acceleration used up by the speed: (v / v0)^4. */
static double speed_term(const soi_following *following, double speed) {
  const double ratio = speed / soi_max(following->wish, 0.1);
  const double square = ratio * ratio;
  return square * square;
}

double soi_idm_free(const soi_following *following, double speed) {
  const double free = following->acceleration * (1.0 - speed_term(following, speed));
  return soi_max(free, -following->deceleration);
}

/* Treiber, Hennecke, Helbing, Phys. Rev. E 62, 1805 (2000): a (1 - (v/v0)^4 - (w / s)^2), w = s0 + max(0, v T + v dv / (2 sqrt(a b))). */
double soi_idm_pull(const soi_following *following, double speed, double gap, double leader_speed) {
  const double root = 2.0 * soi_sqrt(following->acceleration * following->deceleration);
  const double desired = following->gap + soi_max(0.0, speed * following->headway + speed * (speed - leader_speed) / root);
  const double ratio = desired / soi_max(gap, 0.05);
  return following->acceleration * ratio * ratio;
}

double soi_idm(const soi_following *following, double speed, double gap, double leader_speed) {
  return soi_idm_free(following, speed) - soi_idm_pull(following, speed, gap, leader_speed);
}

double soi_idm_stop(const soi_following *following, double speed, double distance) {
  /* Constant deceleration to the point, begun when it reaches the comfortable one; creep up to it below that. */
  const double room = soi_max(distance, 0.05);
  const double needed = speed * speed / (2.0 * room);
  if (distance <= 0.05) { return -soi_max(following->deceleration, needed); }
  soi_following creeping = *following;
  creeping.wish = soi_min(following->wish, soi_sqrt(1.2 * following->deceleration * room));
  const double creep = soi_idm_free(&creeping, speed);
  if (needed >= 0.6 * following->deceleration) { return soi_min(creep, -needed); }
  return creep;
}
