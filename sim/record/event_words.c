/* An event in words, from the table of events: its name, who took part, and the figure that goes with it. */
#include "foxglove.h"

#include "names.h"
#include "text.h"

/* Adds to the text in buffer at *length, which grows also when there is no room. */
#define ADD(...) (*length += soi_text_print(*length < size ? buffer + *length : NULL, *length < size ? size - *length : 0, __VA_ARGS__))

/* One party by name, carts' vehicles too; the rest by number. */
static void add_party(const soi_world *world, const soi_event *event, bool second, char *buffer, size_t size, size_t *length) {
  const soi_event_info *const info = soi_event_info_of(event->kind);
  const char *const label = second ? info->b : info->a;
  const soi_event_party party = soi_event_party_of(world->model, event, second);
  if (label[0] == '\0') { return; }
  const bool vehicle = soi_text_equal(label, "vehicle") && party.number <= world->model->vehicle_capacity;
  const soi_cart_id cart = vehicle ? world->vehicle_cart[party.number] : 0;
  ADD(second ? ", " : ": ");
  if (party.name[0] != '\0' || cart != 0) {
    ADD("%s", cart != 0 ? soi_id_of_cart(world->model, cart) : party.name);
  } else {
    ADD("%s %u", label, party.number);
  }
}

size_t soi_event_words(const soi_world *world, const soi_event *event, char *buffer, size_t size) {
  size_t total = 0, *const length = &total;
  const soi_event_info *const info = soi_event_info_of(event->kind);
  if (size > 0) { buffer[0] = '\0'; }
  ADD("%s", info->name);
  add_party(world, event, false, buffer, size, length);
  add_party(world, event, true, buffer, size, length);
  /* What has no unit is no figure worth words. */
  if (info->unit[0] != '\0') { ADD("; %s%s%.1f %s", info->value, info->value[0] == '\0' ? "" : " ", event->value, info->unit); }
  return total;
}
