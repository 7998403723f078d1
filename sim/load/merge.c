/* Merging copies the nodes on its way and shares the rest. */
#include "merge.h"

#include <string.h>

#include "number.h"
#include "text.h"

/* A node of its own with the same entries. */
static soi_tree *copy_node(soi_arena *arena, const soi_tree *node) {
  soi_tree *const copy = soi_tree_make(arena, node->shape, node->mark);
  copy->whole = node->whole;
  copy->implied = node->implied;
  for (uint32_t i = 0; i < node->count; ++i) {
    soi_tree_append(arena, copy, node->pairs[i].key, node->pairs[i].mark, node->pairs[i].value);
  }
  return copy;
}

soi_tree *soi_merge(soi_arena *arena, soi_tree *base, soi_tree *over) {
  if (base->shape != SOI_TREE_MAPPING || over->shape != SOI_TREE_MAPPING) { return over; }
  soi_tree *const merged = soi_tree_make(arena, SOI_TREE_MAPPING, over->mark);
  merged->whole = base->whole && over->whole;
  /* The base's keys in their order, then those that are new. */
  for (uint32_t i = 0; i < base->count; ++i) {
    const soi_pair *const pair = &base->pairs[i];
    const soi_pair *const winner = soi_tree_find(arena, over, pair->key);
    if (winner == NULL) {
      soi_tree_append(arena, merged, pair->key, pair->mark, pair->value);
    } else if (!soi_tree_is_null(winner->value)) {
      soi_tree_append(arena, merged, pair->key, winner->mark, soi_merge(arena, pair->value, winner->value));
    }
  }
  for (uint32_t i = 0; i < over->count; ++i) {
    if (soi_tree_find(arena, base, over->pairs[i].key) == NULL) {
      soi_tree_append(arena, merged, over->pairs[i].key, over->pairs[i].mark, over->pairs[i].value);
    }
  }
  return merged;
}

/* The entry a key names: in a list the item with that number. */
static soi_pair *entry_of(soi_arena *arena, soi_tree *node, const char *key) {
  if (node->shape == SOI_TREE_MAPPING) { return soi_tree_find(arena, node, key); }
  uint64_t item = 0;
  const bool there = soi_number_parse_whole(key, &item) && item >= 1 && item <= node->count;
  return there ? &node->pairs[item - 1] : NULL;
}

soi_tree *soi_merge_at(soi_arena *arena, soi_tree *root, const char *path, soi_mark mark, soi_tree *value, const char **stopped) {
  const char *const dot = strchr(path, '.');
  const size_t length = dot == NULL ? strlen(path) : (size_t)(dot - path);
  const char *const key = soi_text_copy(arena, path, length);
  /* A scalar makes way for keys: a name that was one text can get its other languages. */
  const bool makes_way = root == NULL || root->shape == SOI_TREE_SCALAR;
  soi_tree *const node = makes_way ? soi_tree_make(arena, SOI_TREE_MAPPING, mark) : copy_node(arena, root);
  node->implied = node->implied || makes_way;
  soi_pair *const pair = entry_of(arena, node, key);
  *stopped = key;
  if (length == 0 || (pair == NULL && node->shape == SOI_TREE_SEQUENCE)) { return NULL; }
  soi_tree *const below = dot == NULL ? value : soi_merge_at(arena, pair == NULL ? NULL : pair->value, dot + 1, mark, value, stopped);
  if (below == NULL) { return NULL; }
  if (pair == NULL) {
    soi_tree_append(arena, node, key, mark, below);
  } else if (dot == NULL && soi_tree_is_null(value)) {
    /* Taken out: those behind it move up. */
    memmove(pair, pair + 1, (size_t)(node->pairs + node->count - (pair + 1)) * sizeof *pair);
    --node->count;
    node->order = NULL;
  } else {
    pair->value = below;
    pair->mark = dot == NULL ? mark : pair->mark;
  }
  return node;
}
