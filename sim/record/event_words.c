/* An event in words, from the table of events: its name, who took part, and the figure that goes with it. */
#include "foxglove.h"

#include "names.h"
#include "text.h"

static bool is_unit(const char *word, size_t length) {
  static const char *const units[] = {"s", "m/s", "m/s2", "mm/h", "share"};
  for (uint32_t i = 0; i < sizeof units / sizeof units[0]; ++i) {
    if (soi_text_length(units[i]) != length) { continue; }
    size_t same = 0;
    while (same < length && units[i][same] == word[same]) { ++same; }
    if (same == length) { return true; }
  }
  return false;
}

/* Adds to the text in buffer at *length, which grows also when there is no room. */
#define ADD(...) (*length += soi_text_print(*length < size ? buffer + *length : NULL, *length < size ? size - *length : 0, __VA_ARGS__))

/* One party: carts, stops and commands by name, vehicles that are carts too; the rest by number. */
static void add_party(const soi_world *world, const char *party, uint32_t row, char *buffer, size_t size, size_t *length) {
  const soi_model *const model = world->model;
  const bool vehicle = soi_text_equal(party, "vehicle") && row <= model->vehicle_capacity;
  const uint32_t cart = vehicle ? world->vehicle_cart[row] : soi_text_equal(party, "cart") && row <= model->cart_count ? row : 0;
  if (cart != 0) {
    ADD("%s", soi_cart_id(model, cart));
  } else if (soi_text_equal(party, "stop") && row <= model->stop_count) {
    ADD("%s", soi_stop_id(model, row));
  } else if (soi_text_equal(party, "command")) {
    ADD("%s", soi_command_name(row));
  } else if (soi_text_equal(party, "cause")) {
    ADD("%s", soi_cause_words(row));
  } else if (soi_text_equal(party, "reason")) {
    ADD("%s", soi_refusal_words(row));
  } else if (soi_text_equal(party, "incident") && row <= model->incident_count) {
    ADD("%s", soi_incident_id(model, row));
  } else {
    ADD("%s %u", party, row);
  }
}

/* Where the unit stands in a label and how long it is; the label's end when there is none. */
static size_t find_unit(const char *label, size_t *length) {
  size_t at = 0;
  for (*length = 0; label[at] != '\0'; at += *length + (label[at + *length] == ' ' ? 1 : 0)) {
    for (*length = 0; label[at + *length] != '\0' && label[at + *length] != ' ';) { ++*length; }
    if (is_unit(label + at, *length)) { return at; }
  }
  *length = 0;
  return at;
}

/* "wait s" and 84.2: "wait 84.2 s". Labels without a unit have no figure worth words. */
static void add_value(const char *label, double value, char *buffer, size_t size, size_t *length) {
  size_t unit;
  const size_t at = find_unit(label, &unit);
  if (unit == 0) { return; }
  ADD("; ");
  for (size_t i = 0; i < at; ++i) { ADD("%c", label[i]); }
  ADD("%.1f %s", value, label + at);
}

static const char *label_of(uint32_t kind) {
#define LABEL(symbol, name, a, b, value) value,
  static const char *const labels[] = {"", SOI_EVENTS(LABEL)};
#undef LABEL
  return kind < SOI_EVENT_KINDS ? labels[kind] : "";
}

soi_event_quantity soi_event_quantity_of(uint32_t kind) {
  const char *const label = label_of(kind);
  soi_event_quantity quantity = {"", ""};
  size_t unit, length = 0;
  const size_t at = find_unit(label, &unit);
  for (size_t i = 0; i < unit && i + 1 < sizeof quantity.unit; ++i) { quantity.unit[i] = label[at + i]; }
  /* The words before the unit and behind it. */
  for (size_t i = 0; label[i] != '\0' && length + 1 < sizeof quantity.name; ++i) {
    if (unit == 0 || i < at || i > at + unit) { quantity.name[length++] = label[i]; }
  }
  if (length > 0 && quantity.name[length - 1] == ' ') { quantity.name[length - 1] = '\0'; }
  return quantity;
}

size_t soi_event_words(const soi_world *world, const soi_event *event, char *buffer, size_t size) {
  size_t total = 0, *const length = &total;
  if (size > 0) { buffer[0] = '\0'; }
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
  add_value(label_of(event->kind), event->value, buffer, size, length);
  return total;
}
