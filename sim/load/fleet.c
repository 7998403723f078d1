/* Carts by number: a record of the fleet with a count stands for that many carts. They are there, under their own ids, before anything is
 * read, so that all that names a cart can name one of them. */
#include "fleet.h"

#include "check.h"
#include "merge.h"
#include "number.h"
#include "text.h"

/* How many carts a record stands for; 0 when it is no group, or its count is wrong, which the schema reports. */
static uint32_t count_of(soi_loading *loading, soi_tree *cart) {
  if (cart->shape != SOI_TREE_MAPPING) { return 0; }
  const soi_pair *const count = soi_tree_find(&loading->scratch, cart, "count");
  uint64_t value = 0;
  const bool whole = count != NULL && count->value->shape == SOI_TREE_SCALAR && soi_number_parse_whole(count->value->text, &value);
  const bool slip = cart->implied && soi_tree_find(&loading->scratch, cart, "type") == NULL;
  return whole && !slip && value <= SOI_MOST_CARTS ? (uint32_t)value : 0;
}

/* Whether an override speaks of one cart of a group, which is no record of its own then. */
static bool is_of_group(soi_loading *loading, soi_tree *fleet, const soi_pair *pair) {
  for (uint32_t i = 0; pair->value->implied && i < fleet->count; ++i) {
    const uint32_t count = count_of(loading, fleet->pairs[i].value);
    for (uint32_t k = 1; k <= count; ++k) {
      if (soi_text_equal(pair->key, soi_text_format(&loading->scratch, "%s-%u", fleet->pairs[i].key, k))) { return true; }
    }
  }
  return false;
}

/* Adds the carts of a group. One that a file has already is an error; what an override says of one is laid over it. */
static void add_group(soi_loading *loading, soi_tree *fleet, const soi_pair *group, uint32_t count, soi_tree *made) {
  soi_arena *const arena = &loading->scratch;
  for (uint32_t k = 1; k <= count; ++k) {
    const char *const id = soi_text_format(arena, "%s-%u", group->key, k);
    const soi_pair *const own = soi_tree_find(arena, fleet, id);
    const bool is_group = own != NULL && count_of(loading, own->value) > 0;
    if ((own != NULL && !own->value->implied && !is_group) || soi_tree_find(arena, made, id) != NULL) {
      soi_complain(loading->errors, group->mark, "fleet.%s: its cart '%s' is there already; expected another id, or a smaller count",
                   group->key, id);
      return;
    }
    const bool more = own != NULL && own->value->implied && !is_group;
    soi_tree_append(arena, made, id, group->mark, more ? soi_merge(arena, group->value, own->value) : group->value);
  }
}

void soi_fleet_expand(soi_loading *loading) {
  soi_pair *const pair = loading->scenario == NULL ? NULL : soi_tree_find(&loading->scratch, loading->scenario, "fleet");
  if (pair == NULL || pair->value->shape != SOI_TREE_MAPPING) { return; }
  soi_tree *const fleet = pair->value, *const made = soi_tree_make(&loading->scratch, SOI_TREE_MAPPING, fleet->mark);
  made->whole = fleet->whole;
  made->implied = fleet->implied;
  for (uint32_t i = 0; i < fleet->count; ++i) {
    const soi_pair *const cart = &fleet->pairs[i];
    const uint32_t count = count_of(loading, cart->value);
    if (count > 0) {
      add_group(loading, fleet, cart, count, made);
    } else if (!is_of_group(loading, fleet, cart)) {
      soi_tree_append(&loading->scratch, made, cart->key, cart->mark, cart->value);
    }
  }
  pair->value = made;
}

static const char *numbered(soi_loading *loading, const char *name, uint32_t number) {
  return name == NULL ? NULL : soi_text_format(&loading->definition->arena, "%s %u", name, number);
}

void soi_fleet_number(soi_loading *loading) {
  soi_scenario_definition *const s = &loading->definition->scenario;
  for (uint32_t i = 0; i < s->fleet.count; ++i) {
    soi_cart_definition *const cart = &s->fleet.items[i];
    const soi_mark mark = cart->record.mark, before = i > 0 ? cart[-1].record.mark : (soi_mark){0};
    const bool goes_on = i > 0 && mark.file == before.file && mark.line == before.line && mark.column == before.column;
    cart->place = goes_on ? cart[-1].place + 1 : 0;
    if (soi_check_written(&soi_scenario_table, "fleet", &cart->record, "name") && cart->count > 1) {
      const soi_name name = cart->row.name;
      const uint32_t number = cart->place + 1;
      cart->row.name =
          (soi_name){numbered(loading, name.en, number), numbered(loading, name.th, number), numbered(loading, name.ja, number)};
    }
  }
}
