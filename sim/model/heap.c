/* The queue behind the shortest ways. Order never depends on addresses: equal costs go by row. */
#include "build.h"

static bool before(soi_heap_item a, soi_heap_item b) { return a.cost < b.cost || (a.cost == b.cost && a.row < b.row); }

void soi_heap_push(soi_heap *heap, double cost, uint32_t row) {
  const soi_heap_item item = {cost, row};
  *soi_table_add(heap->arena, &heap->items) = item;
  /* Up until its parent comes first. */
  soi_heap_item *const items = heap->items.items;
  uint32_t at = heap->items.count - 1;
  while (at > 0 && before(item, items[(at - 1) / 2])) {
    items[at] = items[(at - 1) / 2];
    at = (at - 1) / 2;
  }
  items[at] = item;
}

bool soi_heap_pop(soi_heap *heap, soi_heap_item *item) {
  if (heap->items.count == 0) { return false; }
  soi_heap_item *const items = heap->items.items;
  *item = items[0];
  const soi_heap_item last = items[--heap->items.count];
  const uint32_t count = heap->items.count;
  /* Down until both children come later. */
  uint32_t at = 0;
  for (uint32_t child = 1; child < count; child = 2 * at + 1) {
    if (child + 1 < count && before(items[child + 1], items[child])) { ++child; }
    if (!before(items[child], last)) { break; }
    items[at] = items[child];
    at = child;
  }
  items[at] = last;
  return true;
}
