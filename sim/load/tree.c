/* Builds the tree from libyaml's events, and refuses what would cost too much or could not be meant: deep nesting, aliases that
 * multiply or refer to themselves, duplicate keys, tags, more than one document. */
#include "tree.h"

#include <stdlib.h>
#include <string.h>
#include <yaml.h>

#include "complain.h"
#include "encoding.h"
#include "text.h"

enum { MOST_ANCHORS = 256 };

/* A node that is still being read. */
typedef struct frame {
  soi_tree *node;
  bool keyed;   /* a mapping: the key has been read, its value is due */
  bool ignored; /* ... but it was no key, so the value goes nowhere */
  const char *key;
  soi_mark key_mark;
} frame;

typedef struct anchor {
  const char *name;
  soi_tree *node; /* null while the node is open */
} anchor;

typedef struct builder {
  soi_arena *arena;
  soi_errors *errors;
  uint32_t file;
  yaml_parser_t parser;
  soi_tree *root;
  frame frames[SOI_DEEPEST];
  uint32_t depth;
  anchor anchors[MOST_ANCHORS];
  uint32_t open_anchor[SOI_DEEPEST]; /* for each frame, its anchor's row + 1 */
  uint32_t anchor_count;
  uint32_t nodes;
  uint32_t documents;
  uint32_t cut_line; /* the text was cut at this line's start; 0 when it was not */
  bool done;
} builder;

static soi_mark mark_of(const builder *b, yaml_mark_t mark) {
  return (soi_mark){b->file, (uint32_t)mark.line + 1, (uint32_t)mark.column + 1};
}

/* Stops reading with an error. */
#define STOP(b, mark, ...) (soi_complain((b)->errors, (mark), __VA_ARGS__), (b)->done = true)

/* --- nodes ----------------------------------------------------------------------------------------------------------- */

soi_tree *soi_tree_make(soi_arena *arena, soi_shape shape, soi_mark mark) {
  soi_tree *const node = SOI_NEW(arena, soi_tree, 1);
  *node = (soi_tree){.shape = shape, .mark = mark, .whole = true, .height = 1, .size = 1, .text = ""};
  return node;
}

void soi_tree_append(soi_arena *arena, soi_tree *node, const char *key, soi_mark mark, soi_tree *value) {
  /* Room doubles at each power of two. */
  const uint32_t count = node->count;
  if ((count & (count - 1)) == 0) {
    soi_pair *const pairs = SOI_NEW(arena, soi_pair, count == 0 ? 1 : 2 * count);
    if (count > 0) { memcpy(pairs, node->pairs, sizeof(soi_pair) * count); }
    node->pairs = pairs;
  }
  node->pairs[node->count++] = (soi_pair){key, mark, value};
  node->order = NULL;
  node->size += value->size;
  node->height = value->height >= node->height ? value->height + 1 : node->height;
}

static bool is_after(const soi_pair *pairs, uint32_t a, uint32_t b) {
  const int order = strcmp(pairs[a].key, pairs[b].key);
  return order > 0 || (order == 0 && a > b);
}

/* Lets the row at `from` sink to its place in a heap of `count` rows whose parents are never before their children. */
static void sift(const soi_pair *pairs, uint32_t *order, uint32_t from, uint32_t count) {
  for (uint32_t child = 2 * from + 1; child < count; child = 2 * from + 1) {
    child += child + 1 < count && is_after(pairs, order[child + 1], order[child]) ? 1 : 0;
    if (!is_after(pairs, order[child], order[from])) { return; }
    const uint32_t row = order[from];
    order[from] = order[child];
    order[child] = row;
    from = child;
  }
}

/* Sorts the rows of a mapping by key, then by place (heap sort: no extra memory, no bad case). */
static void sort_keys(soi_arena *arena, soi_tree *mapping) {
  const uint32_t count = mapping->count;
  uint32_t *const order = SOI_NEW(arena, uint32_t, count);
  for (uint32_t i = 0; i < count; ++i) { order[i] = i; }
  for (uint32_t i = count / 2; i-- > 0;) { sift(mapping->pairs, order, i, count); }
  for (uint32_t last = count; last-- > 1;) {
    const uint32_t row = order[0];
    order[0] = order[last];
    order[last] = row;
    sift(mapping->pairs, order, 0, last);
  }
  mapping->order = order;
}

soi_pair *soi_tree_find(soi_arena *arena, soi_tree *mapping, const char *key) {
  if (mapping->shape != SOI_TREE_MAPPING || mapping->count == 0) { return NULL; }
  if (mapping->order == NULL) { sort_keys(arena, mapping); }
  /* The first row whose key is not less. */
  uint32_t low = 0, high = mapping->count;
  while (low < high) {
    const uint32_t middle = low + (high - low) / 2;
    if (strcmp(mapping->pairs[mapping->order[middle]].key, key) < 0) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  soi_pair *const pair = low < mapping->count ? &mapping->pairs[mapping->order[low]] : NULL;
  return pair != NULL && strcmp(pair->key, key) == 0 ? pair : NULL;
}

bool soi_tree_is_null(const soi_tree *node) {
  return node->shape == SOI_TREE_SCALAR && !node->quoted && (strcmp(node->text, "~") == 0 || strcmp(node->text, "null") == 0);
}

bool soi_tree_is_nothing(const soi_tree *node) {
  return soi_tree_is_null(node) || (node->shape == SOI_TREE_SCALAR && !node->quoted && node->text[0] == '\0');
}

size_t soi_tree_print(char *buffer, size_t size, const soi_tree *node) {
  enum { LONGEST = 48 };
  if (node->shape != SOI_TREE_SCALAR) {
    return soi_text_print(buffer, size, node->shape == SOI_TREE_SEQUENCE ? "a list" : "keys and values");
  }
  if (soi_tree_is_nothing(node)) { return soi_text_print(buffer, size, "nothing"); }
  /* One line, cut between characters. */
  char text[LONGEST + 1];
  size_t length = 0;
  for (; length < LONGEST && node->text[length] != '\0'; ++length) {
    text[length] = (unsigned char)node->text[length] < ' ' ? ' ' : node->text[length];
  }
  const bool cut = node->text[length] != '\0';
  while (cut && length > 0 && (node->text[length] & 0xc0) == 0x80) { --length; }
  text[length] = '\0';
  return soi_text_print(buffer, size, "'%s%s'", text, cut ? "..." : "");
}

/* --- building -------------------------------------------------------------------------------------------------------- */

/* Reports keys that stand twice, and keeps the first of each. */
static void drop_duplicates(builder *b, soi_tree *mapping) {
  if (mapping->count < 2) { return; }
  sort_keys(b->arena, mapping);
  bool any = false;
  for (uint32_t i = 1, first = 0; i < mapping->count; ++i) {
    soi_pair *const pair = &mapping->pairs[mapping->order[i]];
    const soi_pair *const before = &mapping->pairs[mapping->order[first]];
    if (strcmp(pair->key, before->key) != 0) {
      first = i;
      continue;
    }
    soi_complain(b->errors, pair->mark, "duplicate key '%s'; it stands first in line %u", pair->key, before->mark.line);
    pair->value = NULL;
    any = true;
  }
  if (!any) { return; }
  uint32_t kept = 0;
  for (uint32_t i = 0; i < mapping->count; ++i) {
    if (mapping->pairs[i].value != NULL) { mapping->pairs[kept++] = mapping->pairs[i]; }
  }
  mapping->count = kept;
  mapping->order = NULL;
}

/* Takes a scalar as the key of the mapping that is open. */
static void take_key(builder *b, frame *top, const soi_tree *node, soi_mark mark) {
  top->keyed = true;
  top->ignored = true;
  if (node->broken) { return; }
  if (node->shape != SOI_TREE_SCALAR) {
    soi_complain(b->errors, mark, "a key cannot be %s; expected a word", node->shape == SOI_TREE_SEQUENCE ? "a list" : "a mapping");
  } else if (node->text[0] == '\0') {
    soi_complain(b->errors, mark, "an empty key; expected a word before ':'");
  } else {
    top->key = node->text;
    top->key_mark = mark;
    top->ignored = false;
  }
}

/* Puts a finished node where it belongs. */
static void deliver(builder *b, soi_tree *node, soi_mark mark) {
  if (b->depth == 0) {
    b->root = node;
    return;
  }
  frame *const top = &b->frames[b->depth - 1];
  if (top->node->shape == SOI_TREE_SEQUENCE) {
    soi_tree_append(b->arena, top->node, "", mark, node);
  } else if (!top->keyed) {
    take_key(b, top, node, mark);
  } else {
    top->keyed = false;
    if (!top->ignored) { soi_tree_append(b->arena, top->node, top->key, top->key_mark, node); }
  }
}

/* Remembers an anchor; returns its row + 1, 0 without one. */
static uint32_t add_anchor(builder *b, const yaml_char_t *name, soi_tree *node, soi_mark mark) {
  if (name == NULL) { return 0; }
  if (b->anchor_count == MOST_ANCHORS) {
    STOP(b, mark, "more than %d anchors; expected fewer", MOST_ANCHORS);
    return 0;
  }
  const char *const text = (const char *)name;
  b->anchors[b->anchor_count++] = (anchor){soi_text_copy(b->arena, text, strlen(text)), node};
  return b->anchor_count;
}

/* Counts nodes, and stops when there are too many. */
static bool count_nodes(builder *b, uint32_t more, soi_mark mark) {
  if (more > SOI_MOST_NODES - b->nodes) {
    STOP(b, mark, "more than %d values, aliases followed; expected a smaller file", SOI_MOST_NODES);
    return false;
  }
  b->nodes += more;
  return true;
}

static void refuse_tag(builder *b, const yaml_char_t *tag, soi_mark mark) {
  if (tag != NULL) { soi_complain(b->errors, mark, "a tag, '%s'; tags have no meaning here", (const char *)tag); }
}

static void open_node(builder *b, soi_shape shape, const yaml_char_t *name, const yaml_char_t *tag, soi_mark mark) {
  if (b->depth == SOI_DEEPEST) {
    STOP(b, mark, "nested deeper than %d levels; expected less", SOI_DEEPEST);
    return;
  }
  if (!count_nodes(b, 1, mark)) { return; }
  refuse_tag(b, tag, mark);
  soi_tree *const node = soi_tree_make(b->arena, shape, mark);
  b->open_anchor[b->depth] = add_anchor(b, name, NULL, mark);
  b->frames[b->depth++] = (frame){.node = node};
}

static void close_node(builder *b, bool whole) {
  frame *const top = &b->frames[--b->depth];
  if (top->node->shape == SOI_TREE_MAPPING) { drop_duplicates(b, top->node); }
  top->node->whole = whole;
  const uint32_t row = b->open_anchor[b->depth];
  if (row > 0) { b->anchors[row - 1].node = top->node; }
  deliver(b, top->node, top->node->mark);
}

static bool has_control(const char *text, size_t length) {
  for (size_t i = 0; i < length; ++i) {
    if (((unsigned char)text[i] < ' ' && text[i] != '\n' && text[i] != '\t') || text[i] == 0x7f) { return true; }
  }
  return false;
}

static void read_scalar(builder *b, const yaml_event_t *event, soi_mark mark) {
  if (!count_nodes(b, 1, mark)) { return; }
  refuse_tag(b, event->data.scalar.tag, mark);
  const char *const text = (const char *)event->data.scalar.value;
  soi_tree *const node = soi_tree_make(b->arena, SOI_TREE_SCALAR, mark);
  node->quoted = event->data.scalar.style != YAML_PLAIN_SCALAR_STYLE;
  if (has_control(text, event->data.scalar.length)) {
    soi_complain(b->errors, mark, "a control character in a text; expected characters that can be seen");
    node->broken = true;
  } else {
    node->text = soi_text_copy(b->arena, text, event->data.scalar.length);
  }
  add_anchor(b, event->data.scalar.anchor, node, mark);
  deliver(b, node, mark);
}

/* An alias stands for the same node again; it must be closed, and neither multiply nor deepen the tree too much. */
static void read_alias(builder *b, const char *name, soi_mark mark) {
  const anchor *found = NULL;
  for (uint32_t i = b->anchor_count; i-- > 0 && found == NULL;) { found = strcmp(b->anchors[i].name, name) == 0 ? &b->anchors[i] : NULL; }
  if (found == NULL) {
    soi_complain(b->errors, mark, "alias '*%s' has no anchor '&%s' before it", name, name);
  } else if (found->node == NULL) {
    soi_complain(b->errors, mark, "alias '*%s' refers to itself", name);
  } else if (b->depth + found->node->height > SOI_DEEPEST) {
    STOP(b, mark, "nested deeper than %d levels; expected less", SOI_DEEPEST);
    return;
  } else if (count_nodes(b, found->node->size, mark)) {
    deliver(b, found->node, mark);
    return;
  }
  /* Something must stand in its place, or keys and values would be confused. */
  soi_tree *const stand_in = soi_tree_make(b->arena, SOI_TREE_SCALAR, mark);
  stand_in->broken = true;
  deliver(b, stand_in, mark);
}

/* True when the text was cut before the end of this event, so that what it closes may have gone on. */
static bool is_cut(const builder *b, const yaml_event_t *event) { return b->cut_line > 0 && event->end_mark.line + 1 >= b->cut_line; }

static void read_event(builder *b, const yaml_event_t *event) {
  const soi_mark mark = mark_of(b, event->start_mark);
  switch (event->type) {
    case YAML_DOCUMENT_START_EVENT:
      if (++b->documents > 1) { STOP(b, mark, "a second document begins; expected one a file"); }
      break;
    case YAML_SCALAR_EVENT: read_scalar(b, event, mark); break;
    case YAML_ALIAS_EVENT: read_alias(b, (const char *)event->data.alias.anchor, mark); break;
    case YAML_SEQUENCE_START_EVENT:
      open_node(b, SOI_TREE_SEQUENCE, event->data.sequence_start.anchor, event->data.sequence_start.tag, mark);
      break;
    case YAML_MAPPING_START_EVENT:
      open_node(b, SOI_TREE_MAPPING, event->data.mapping_start.anchor, event->data.mapping_start.tag, mark);
      break;
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT: close_node(b, !is_cut(b, event)); break;
    case YAML_STREAM_END_EVENT: b->done = true; break;
    default: break;
  }
}

/* Says what libyaml found wrong, in our own words where they are clearer. */
static void report_syntax(builder *b, const char *text, size_t length) {
  const yaml_parser_t *const parser = &b->parser;
  const soi_mark mark = mark_of(b, parser->problem_mark);
  b->done = true;
  if (b->cut_line > 0 && mark.line >= b->cut_line) { return; /* the cut's doing; why it was cut has been said */ }
  const size_t at = soi_encoding_offset(text, length, mark.line, mark.column);
  if (at < length && text[at] == '\t') {
    soi_complain(b->errors, mark, "a tab where YAML allows none; expected spaces");
    return;
  }
  const char *const problem = parser->problem == NULL ? "cannot be read" : parser->problem;
  if (parser->context == NULL) {
    soi_complain(b->errors, mark, "YAML: %s", problem);
  } else {
    soi_complain(b->errors, mark, "YAML: %s, %s that begins in line %u", problem, parser->context, (uint32_t)parser->context_mark.line + 1);
  }
}

/* Reads events to the end, or to the first thing that cannot be read. */
static void read_events(builder *b, const char *text, size_t length) {
  while (!b->done) {
    yaml_event_t event;
    if (!yaml_parser_parse(&b->parser, &event)) {
      report_syntax(b, text, length);
      break;
    }
    read_event(b, &event);
    yaml_event_delete(&event);
  }
  /* Close what is still open, from the innermost. */
  while (b->depth > 0) { close_node(b, false); }
}

static void report_fault(soi_errors *errors, soi_mark mark, soi_encoding_fault fault, unsigned char byte) {
  if (fault == SOI_ENCODING_NUL) {
    soi_complain(errors, mark, "a NUL byte; expected text");
  } else if (fault == SOI_ENCODING_CONTROL) {
    soi_complain(errors, mark, "a control character; expected text");
  } else {
    soi_complain(errors, mark, "byte %u is not valid UTF-8; expected text in UTF-8", (unsigned)byte);
  }
}

soi_tree *soi_tree_parse(soi_arena *arena, uint32_t file, const char *text, size_t length, soi_errors *errors) {
  /* A byte order mark is no part of the text. */
  if (length >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0) {
    text += 3;
    length -= 3;
  }
  const uint32_t errors_before = errors->count;
  builder *const b = SOI_NEW(arena, builder, 1);
  b->arena = arena;
  b->errors = errors;
  b->file = file;
  /* Text that is no text ends the reading at the start of its line. */
  soi_place place;
  const soi_encoding_fault fault = soi_encoding_check(text, length, &place);
  if (fault != SOI_ENCODING_FINE) {
    report_fault(errors, (soi_mark){file, place.line, place.column}, fault, (unsigned char)text[place.offset]);
    length = place.line_start;
    b->cut_line = place.line;
  }
  if (!yaml_parser_initialize(&b->parser)) {
    soi_complain(errors, (soi_mark){.file = file}, "no memory left to read it");
    return NULL;
  }
  yaml_parser_set_encoding(&b->parser, YAML_UTF8_ENCODING);
  yaml_parser_set_input_string(&b->parser, (const unsigned char *)text, length);
  read_events(b, text, length);
  yaml_parser_delete(&b->parser);
  if (b->documents == 0 && errors->count == errors_before) {
    soi_complain(errors, (soi_mark){file, 1, 1}, "the file is empty; expected keys and values");
  }
  return b->root;
}
