/* What a picture is made of, in lists that grow: shapes, their shadows, and coloured triangles. */
#include <stdlib.h>

#include "making.h"

scene_instance *scene_add_instance(scene_frame *frame, uint32_t shape) {
  scene_instances *const list = &frame->shapes[shape];
  list->items = scene_grown(list->items, list->count, &list->capacity, sizeof *list->items);
  return &list->items[list->count++];
}

void scene_add_blob(scene_frame *frame, const scene_instance *at, double z, double length, double width, double height) {
  frame->blobs = scene_grown(frame->blobs, frame->blob_count, &frame->blob_capacity, sizeof *frame->blobs);
  frame->blobs[frame->blob_count++] =
      (scene_blob){at->x, at->y, (float)z, at->cos, at->sin, (float)(0.5 * length), (float)(0.5 * width), (float)height};
}

void scene_ribbon_vertex_add(scene_frame *frame, mesh_point at, uint32_t colour) {
  frame->ribbons = scene_grown(frame->ribbons, frame->ribbon_count, &frame->ribbon_capacity, sizeof *frame->ribbons);
  frame->ribbons[frame->ribbon_count++] = (scene_ribbon_vertex){
      (float)at.x, (float)at.y, (float)at.z, (uint8_t)(colour >> 24), (uint8_t)(colour >> 16), (uint8_t)(colour >> 8), (uint8_t)colour};
}

void scene_ribbon_triangle(scene_frame *frame, const mesh_point corners[3], uint32_t colour) {
  for (int i = 0; i < 3; ++i) { scene_ribbon_vertex_add(frame, corners[i], colour); }
}

void scene_frame_release(const scene_place *scene, scene_frame *frame) {
  for (uint32_t i = 0; frame->shapes != NULL && i < scene->shape_count; ++i) { free(frame->shapes[i].items); }
  free(frame->shapes);
  free(frame->blobs);
  free(frame->ribbons);
  *frame = (scene_frame){0};
}
