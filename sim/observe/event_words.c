/* An event in words, from the table of events: its name, who took part, and the figure that goes with it. */
#include "foxglove.h"

#include "names.h"
#include "text.h"

static bool is_unit(const char *word, size_t length) {
  static const char *const units[] = {"s", "m/s", "m/s2", "mm/h", "share"};
  for (uint32_t i = 0; i < sizeof units / sizeof units[0]; ++i) {
    if (soi_text_length(units[i]) != length) continue;
    size_t same = 0;
    while (same < length && units[i][same] == word[same]) ++same;
    if (same == length) return true;
  }
  return false;
}

/* Adds to the text in buffer at *length, which grows also when there is no room. */
#define ADD(...) \
  (*length += soi_text_print(*length < size ? buffer + *length : NULL, *length < size ? size - *length : 0, __VA_ARGS__))

/* One party: carts, stops and commands by name, vehicles that are carts too; the rest by number. */
static void add_party(const soi_world *world, const char *party, uint32_t row, char *buffer, size_t size, size_t *length) {
  const soi_model *const model = world->model;
  const bool vehicle = soi_text_equal(party, "vehicle") && row <= model->vehicle_capacity;
  const uint32_t cart = vehicle ? world->vehicle_cart[row] : soi_text_equal(party, "cart") && row <= model->cart_count ? row : 0;
  if (cart != 0) ADD("%s", soi_cart_id(model, cart));
  else if (soi_text_equal(party, "stop") && row <= model->stop_count) ADD("%s", soi_stop_id(model, row));
  else if (soi_text_equal(party, "kind")) ADD("%s", soi_command_name(row));
  else ADD("%s %u", party, row);
}

/* "wait s" and 84.2: "wait 84.2 s". Labels without a unit have no figure worth words. */
static void add_value(const char *label, double value, char *buffer, size_t size, size_t *length) {
  for (size_t at = 0; label[at] != '\0';) {
    size_t word = 0;
    while (label[at + word] != '\0' && label[at + word] != ' ') ++word;
    if (is_unit(label + at, word)) {
      ADD("; ");
      for (size_t i = 0; i < at; ++i) ADD("%c", label[i]);
      ADD("%.1f %s", value, label + at);
      return;
    }
    at += word + (label[at + word] == ' ' ? 1 : 0);
  }
}

size_t soi_event_words(const soi_world *world, const soi_event *event, char *buffer, size_t size) {
#define LABEL(symbol, name, a, b, value) value,
  static const char *const labels[] = {"", SOI_EVENTS(LABEL)};
#undef LABEL
  size_t total = 0, *const length = &total;
  if (size > 0) buffer[0] = '\0';
  const char *const a = soi_event_a(event->kind), *const b = soi_event_b(event->kind);
  ADD("%s", soi_event_name(event->kind));
  if (a[0] != '\0') {
    ADD(": ");
    add_party(world, a, event->a, buffer, size, length);
  }
  if (b[0] != '\0') {
    ADD(", ");
    add_party(world, b, event->b, buffer, size, length);
  }
  if (event->kind < SOI_EVENT_KINDS) add_value(labels[event->kind], event->value, buffer, size, length);
  return total;
}
