/* YAML text to a tree of nodes that know their places. Nothing here knows what the keys mean. */
#ifndef SOI_LOAD_TREE_H
#define SOI_LOAD_TREE_H

#include <soi/base.h>

/* What input may cost at most; more is an error, whatever it would have said. */
enum {
  SOI_DEEPEST = 64,            /* levels of nesting, aliases followed */
  SOI_MOST_NODES = 1000000,    /* nodes, each alias counted with all it stands for */
  SOI_LARGEST_FILE = 16 << 20, /* bytes */
};

typedef enum soi_shape { SOI_TREE_SCALAR, SOI_TREE_SEQUENCE, SOI_TREE_MAPPING } soi_shape;

typedef struct soi_tree soi_tree;

/* One entry of a mapping, or one item of a sequence (whose key is empty). */
typedef struct soi_pair {
  const char *key;
  soi_mark mark; /* of the key */
  soi_tree *value;
} soi_pair;

struct soi_tree {
  soi_shape shape;
  soi_mark mark;
  bool quoted;      /* a scalar that was written in quotes or as a block */
  bool broken;      /* it stands for something that has been reported: nothing more is to be said of it */
  bool whole;       /* false when the text ended before the node did */
  bool implied;     /* no text says it: an override names a key in it */
  uint32_t height;  /* levels below, this one included */
  uint32_t size;    /* nodes below, this one included and aliases followed */
  const char *text; /* of a scalar */
  soi_pair *pairs;  /* in the order of the file */
  uint32_t count;
  uint32_t *order; /* rows of pairs by key; null while it is not known */
};

/* Parses one document; the tree lives in the arena. Everything wrong is added to errors; what could be read before the text
 * became unreadable is returned, null when there was nothing. mark.file of all places is file. */
soi_tree *soi_tree_parse(soi_arena *arena, uint32_t file, const char *text, size_t length, soi_errors *errors);

/* The entry of a mapping, or null. Of duplicates the first. */
soi_pair *soi_tree_find(soi_arena *arena, soi_tree *mapping, const char *key);
/* An empty node. */
soi_tree *soi_tree_make(soi_arena *arena, soi_shape shape, soi_mark mark);
/* Sets an entry at the end of a mapping. */
void soi_tree_append(soi_arena *arena, soi_tree *mapping, const char *key, soi_mark mark, soi_tree *value);
/* True for null and ~ as written: in what extends another it takes a key of the other out. */
bool soi_tree_is_null(const soi_tree *node);
/* True for an empty plain scalar, ~ and null. */
bool soi_tree_is_nothing(const soi_tree *node);
/* "a list", "keys and values", "'text'": what a node is, for messages. Long texts are cut. */
size_t soi_tree_print(char *buffer, size_t size, const soi_tree *node);

#endif
