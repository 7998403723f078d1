/* The growing arena: a list of blocks from the host, handed out from the front and given back all at once.
 * What is handed out is zero because the host's blocks are zero and nothing is ever handed out twice. */
#include <soi/base.h>

enum {
  HEAD_BYTES = 64,             /* room kept for the block's head, so that what follows is aligned to 64 */
  FIRST_BLOCK_BYTES = 1 << 14, /* small, as many arenas hold a few strings only */
  LARGEST_BLOCK_BYTES = 1 << 20,
  SMALL_ALIGNMENT = 16,
  LARGE_ALIGNMENT = 64, /* a cache line */
  LARGE_FROM = 4096,
};

struct soi_arena_block {
  struct soi_arena_block *older;
  size_t bytes; /* of the whole block */
  size_t used;  /* from the block's start, head included */
};

_Static_assert(sizeof(struct soi_arena_block) <= HEAD_BYTES, "the head must fit into its place");

static size_t align_up(size_t value, size_t alignment) { return (value + alignment - 1) & ~(alignment - 1); }

static struct soi_arena_block *take_block(soi_arena *arena, size_t bytes) {
  SOI_ASSERT(arena->memory.allocate != NULL);
  struct soi_arena_block *const block = arena->memory.allocate(arena->memory.context, bytes);
  SOI_ASSERT(block != NULL);
  SOI_ASSERT((uintptr_t)block % LARGE_ALIGNMENT == 0);
  block->bytes = bytes;
  block->used = HEAD_BYTES;
  arena->taken += bytes;
  return block;
}

/* A block with room for bytes: the newest, a new one of the usual size, or one made to measure. */
static struct soi_arena_block *block_for(soi_arena *arena, size_t bytes, size_t alignment) {
  struct soi_arena_block *const newest = arena->newest;
  if (newest != NULL && align_up(newest->used, alignment) + bytes <= newest->bytes) { return newest; }
  /* Blocks double, so that a large arena asks the host few times. */
  size_t usual = newest == NULL ? (size_t)FIRST_BLOCK_BYTES : newest->bytes * 2;
  usual = usual > LARGEST_BLOCK_BYTES ? (size_t)LARGEST_BLOCK_BYTES : usual;
  if (bytes <= usual / 4 || newest == NULL) {
    const size_t least = align_up(HEAD_BYTES + bytes, LARGE_ALIGNMENT);
    struct soi_arena_block *const block = take_block(arena, least > usual ? least : usual);
    block->older = newest;
    arena->newest = block;
    return block;
  }
  /* A large piece gets its own block behind the newest, whose room stays in use. */
  struct soi_arena_block *const block = take_block(arena, align_up(HEAD_BYTES + bytes, LARGE_ALIGNMENT));
  block->older = newest->older;
  newest->older = block;
  return block;
}

soi_arena soi_arena_make(soi_memory memory) { return (soi_arena){.memory = memory}; }

void *soi_arena_allocate(soi_arena *arena, size_t bytes) {
  /* A size this large is a product that wrapped or a count that was never checked. */
  SOI_ASSERT(bytes <= SIZE_MAX / 4);
  const size_t alignment = bytes >= LARGE_FROM ? LARGE_ALIGNMENT : SMALL_ALIGNMENT;
  const size_t rounded = align_up(bytes == 0 ? 1 : bytes, SMALL_ALIGNMENT);
  struct soi_arena_block *const block = block_for(arena, rounded, alignment);
  const size_t start = align_up(block->used, alignment);
  block->used = start + rounded;
  arena->used += rounded;
  return (unsigned char *)block + start;
}

void soi_arena_release(soi_arena *arena) {
  struct soi_arena_block *block = arena->newest;
  while (block != NULL) {
    struct soi_arena_block *const older = block->older;
    arena->memory.release(arena->memory.context, block, block->bytes);
    block = older;
  }
  *arena = soi_arena_make(arena->memory);
}
