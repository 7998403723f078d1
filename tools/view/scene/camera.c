#include "camera.h"

#include <math.h>
#include <string.h>

#include <cglm/cglm.h>

/* The planes of what is seen, from the rows of the whole matrix (Gribb and Hartmann). */
static void find_planes(scene_camera *camera) {
  const float *const m = camera->both;
  for (int i = 0; i < 6; ++i) {
    const int axis = i / 2;
    const float sign = i % 2 == 0 ? 1.0f : -1.0f;
    for (int k = 0; k < 4; ++k) { camera->planes[i][k] = m[4 * k + 3] + sign * m[4 * k + axis]; }
    const float *const p = camera->planes[i];
    const float length = sqrtf(p[0] * p[0] + p[1] * p[1] + p[2] * p[2]);
    for (int k = 0; k < 4; ++k) { camera->planes[i][k] /= length; }
  }
}

void scene_camera_aim(scene_camera *camera) {
  const double c = cos(camera->pitch), s = sin(camera->pitch);
  const double toward[3] = {c * cos(camera->heading), c * sin(camera->heading), -s};
  vec3 eye, target, up = {(float)(s * cos(camera->heading)), (float)(s * sin(camera->heading)), (float)c};
  for (int i = 0; i < 3; ++i) {
    eye[i] = (float)(camera->target[i] - toward[i] * camera->distance);
    target[i] = (float)(eye[i] + toward[i]);
  }
  memcpy(camera->eye, eye, sizeof eye);
  /* The nearest plane moves out with the height, so that depth is spent where things are. */
  const float height = fmaxf(eye[2], 0.5f);
  camera->near = fminf(fmaxf(0.12f * height, 0.15f), 40.0f);
  camera->far = fmaxf(7000.0f, 6.0f * height);
  mat4 view, projection, both;
  glm_lookat(eye, target, up, view);
  glm_perspective((float)camera->field, (float)camera->width / (float)camera->height, camera->near, camera->far, projection);
  glm_mat4_mul(projection, view, both);
  memcpy(camera->view, view, sizeof view);
  memcpy(camera->projection, projection, sizeof projection);
  memcpy(camera->both, both, sizeof both);
  camera->pixels = (float)(0.5 * camera->height / tan(0.5 * camera->field));
  find_planes(camera);
}

bool scene_camera_sees(const scene_camera *camera, float x, float y, float z, float radius) {
  for (int i = 0; i < 6; ++i) {
    const float *const p = camera->planes[i];
    if (p[0] * x + p[1] * y + p[2] * z + p[3] < -radius) { return false; }
  }
  return true;
}

bool scene_camera_sees_box(const scene_camera *camera, const float low[3], const float high[3]) {
  for (int i = 0; i < 6; ++i) {
    const float *const p = camera->planes[i];
    float most = p[3];
    for (int k = 0; k < 3; ++k) { most += p[k] * (p[k] > 0.0f ? high[k] : low[k]); }
    if (most < 0.0f) { return false; }
  }
  return true;
}

double scene_camera_distance(const scene_camera *camera, double x, double y, double z) {
  const double dx = x - camera->eye[0], dy = y - camera->eye[1], dz = z - camera->eye[2];
  return sqrt(dx * dx + dy * dy + dz * dz);
}

bool scene_camera_project(const scene_camera *camera, double x, double y, double z, float *screen_x, float *screen_y) {
  const float *const m = camera->both;
  const double w = m[3] * x + m[7] * y + m[11] * z + m[15];
  if (w <= camera->near) { return false; }
  const double px = (m[0] * x + m[4] * y + m[8] * z + m[12]) / w, py = (m[1] * x + m[5] * y + m[9] * z + m[13]) / w;
  *screen_x = (float)((0.5 + 0.5 * px) * camera->width);
  *screen_y = (float)((0.5 - 0.5 * py) * camera->height);
  return true;
}

bool scene_camera_ground(const scene_camera *camera, double screen_x, double screen_y, double z, double point[2]) {
  const float *const v = camera->view;
  const double right = (screen_x - 0.5 * camera->width) / camera->pixels, up = (0.5 * camera->height - screen_y) / camera->pixels;
  double ray[3];
  for (int i = 0; i < 3; ++i) { ray[i] = v[4 * i] * right + v[4 * i + 1] * up - v[4 * i + 2]; }
  const double along = (z - camera->eye[2]) / ray[2];
  if (!(along > 0.0)) { return false; }
  for (int i = 0; i < 2; ++i) { point[i] = camera->eye[i] + ray[i] * along; }
  return true;
}
