/* The sun's way over the sky, and what light it gives. */
#include <math.h>

#include "scene.h"

#define RADIANS 0.017453292519943295

/* One moment of the day: the sun's height in degrees and the light that goes with it. */
typedef struct daylight {
  double height;
  float sun[3], sky[3], ground[3], zenith[3], horizon[3];
  float night;
} daylight;

static const daylight moments[] = {
    {-12.0, {0.07f, 0.08f, 0.13f}, {0.075f, 0.095f, 0.150f}, {0.06f, 0.06f, 0.08f}, {0.03f, 0.045f, 0.09f}, {0.09f, 0.11f, 0.17f}, 1.0f},
    {-4.0, {0.12f, 0.12f, 0.18f}, {0.27f, 0.28f, 0.38f}, {0.16f, 0.14f, 0.17f}, {0.14f, 0.19f, 0.33f}, {0.50f, 0.40f, 0.40f}, 0.85f},
    {2.0, {0.62f, 0.34f, 0.20f}, {0.56f, 0.54f, 0.61f}, {0.27f, 0.24f, 0.25f}, {0.36f, 0.48f, 0.66f}, {0.90f, 0.74f, 0.62f}, 0.35f},
    {12.0, {0.82f, 0.66f, 0.47f}, {0.74f, 0.75f, 0.80f}, {0.36f, 0.34f, 0.33f}, {0.47f, 0.64f, 0.82f}, {0.88f, 0.86f, 0.82f}, 0.0f},
    {35.0, {0.78f, 0.71f, 0.60f}, {0.62f, 0.64f, 0.68f}, {0.36f, 0.35f, 0.33f}, {0.47f, 0.67f, 0.87f}, {0.85f, 0.89f, 0.91f}, 0.0f},
    {90.0, {0.64f, 0.60f, 0.54f}, {0.50f, 0.52f, 0.55f}, {0.36f, 0.35f, 0.33f}, {0.45f, 0.67f, 0.89f}, {0.83f, 0.89f, 0.93f}, 0.0f},
};
#define MOMENTS (sizeof moments / sizeof *moments)

static void mix3(float out[3], const float a[3], const float b[3], float f) {
  for (int i = 0; i < 3; ++i) { out[i] = a[i] + (b[i] - a[i]) * f; }
}

static float mixed(float a, float b, float f) { return a + (b - a) * f; }

/* Rain takes the sun away and makes everything grey. */
static void weather(scene_light *light, double rain, double visibility) {
  static const float grey[3] = {0.62f, 0.66f, 0.70f};
  const float wet = (float)fmin(rain / 20.0, 1.0), cover = (float)fmin(rain / 4.0, 1.0), day = 1.0f - light->night;
  light->wet = wet;
  float dull[3];
  for (int i = 0; i < 3; ++i) { dull[i] = grey[i] * (0.12f + 0.88f * day); }
  mix3(light->zenith, light->zenith, dull, 0.85f * cover);
  mix3(light->horizon, light->horizon, dull, 0.85f * cover);
  for (int i = 0; i < 3; ++i) { light->sun_colour[i] *= 1.0f - 0.8f * cover; }
  for (int i = 0; i < 3; ++i) { light->sky_colour[i] *= 1.0f + 0.12f * cover; }
  light->visibility = (float)(visibility > 0.0 ? fmin(fmax(visibility * 3.0, 300.0), 9000.0) : 9000.0);
  if (cover > 0.0f) { light->visibility = fminf(light->visibility, mixed(9000.0f, 1800.0f, cover)); }
}

/* An eye gets used to noon: level ground is never lit by more than full light, so that what is white keeps its shades. */
static void expose(scene_light *light) {
  float most = 1.0f;
  for (int i = 0; i < 3; ++i) { most = fmaxf(most, light->sky_colour[i] + light->sun_colour[i] * light->sun[2]); }
  for (int i = 0; i < 3; ++i) {
    light->sun_colour[i] /= most;
    light->sky_colour[i] /= most;
    light->ground_colour[i] /= most;
  }
}

void scene_light_look(scene_light *light, double distance) {
  light->clear = (float)distance;
  light->visibility += (float)distance;
}

scene_light scene_light_at(double clock, double latitude, double rain, double visibility) {
  const double hour = (clock / 3600.0 - 12.0) * 15.0 * RADIANS, tilt = latitude * RADIANS;
  double sun[3] = {-sin(hour), -sin(tilt) * cos(hour), cos(tilt) * cos(hour)};
  const double height = asin(sun[2]) / RADIANS;
  scene_light light = {0};
  /* Below the horizon a moon stands where the sun would be mirrored; and never so low that shadows run off the map. */
  if (height < -2.0) { sun[0] = 0.35, sun[1] = -0.4, sun[2] = 0.85; }
  sun[2] = fmax(sun[2], 0.17);
  const double length = sqrt(sun[0] * sun[0] + sun[1] * sun[1] + sun[2] * sun[2]);
  for (int i = 0; i < 3; ++i) { light.sun[i] = (float)(sun[i] / length); }
  unsigned next = 1;
  while (next + 1 < MOMENTS && moments[next].height < height) { ++next; }
  const daylight *const a = &moments[next - 1], *const b = &moments[next];
  const float f = (float)fmin(fmax((height - a->height) / (b->height - a->height), 0.0), 1.0);
  mix3(light.sun_colour, a->sun, b->sun, f);
  mix3(light.sky_colour, a->sky, b->sky, f);
  mix3(light.ground_colour, a->ground, b->ground, f);
  mix3(light.zenith, a->zenith, b->zenith, f);
  mix3(light.horizon, a->horizon, b->horizon, f);
  light.night = mixed(a->night, b->night, f);
  weather(&light, rain, visibility);
  expose(&light);
  return light;
}
