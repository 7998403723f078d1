/* Words of the panels. */
#include "words.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

const char *word_of(panels_language language, word which) {
#define ROW(symbol, en, th, ja) {en, th, ja},
  static const char *const words[WORD_COUNT][PANELS_LANGUAGES] = {WORDS(ROW)};
#undef ROW
  return words[which][language];
}

void clock_text(double clock, bool seconds, char *text, size_t size) {
  const int whole = (int)floor(clock + 1e-6);
  if (seconds) {
    snprintf(text, size, "%02d:%02d:%02d", whole / 3600 % 24, whole / 60 % 60, whole % 60);
  } else {
    snprintf(text, size, "%02d:%02d", whole / 3600 % 24, whole / 60 % 60);
  }
}

void span_text(panels_language language, double seconds, char *text, size_t size) {
  const int whole = (int)(seconds + 0.5);
  if (seconds < 119.5) {
    snprintf(text, size, word_of(language, WORD_SPAN_SECONDS), seconds);
  } else {
    snprintf(text, size, word_of(language, WORD_SPAN_MINUTES), whole / 60, whole % 60);
  }
}

const char *name_of(panels_language language, const soi_name *name, const char *id) {
  const char *own = language == PANELS_TH ? name->th : language == PANELS_JA ? name->ja : name->en;
  if (own != NULL && own[0] != '\0') { return own; }
  return name->en[0] != '\0' ? name->en : id;
}

/* A name; or, where there is none or it is but the id, which is nothing for an audience, what else it may be called. */
static const char *name_or(panels_language language, const soi_name *name, const char *id, const char *other) {
  return name->en[0] == '\0' || strcmp(name->en, id) == 0 ? other : name_of(language, name, other);
}

const char *building_name(panels_language language, const soi_building_definition *building) {
  return name_or(language, &building->name, building->record.id, "");
}

#define TEN(head) head "0", head "1", head "2", head "3", head "4", head "5", head "6", head "7", head "8", head "9"
#define HUNDRED(head) \
  { \
    TEN(head), TEN(head "1"), TEN(head "2"), TEN(head "3"), TEN(head "4"), TEN(head "5"), TEN(head "6"), TEN(head "7"), TEN(head "8"), \
        TEN(head "9") \
  }

/* What has no name is called by its number. */
const char *cart_name(panels_language language, const soi_model *model, soi_cart_id cart) {
  static const char *const carts[PANELS_LANGUAGES][100] = {HUNDRED("Cart "), HUNDRED("รถ "), HUNDRED("カート")};
  const soi_cart *const definition = &model->carts[cart];
  return name_or(language, &definition->name, definition->id, cart < 100 ? carts[language][cart] : definition->id);
}

const char *stop_name(panels_language language, const soi_model *model, soi_stop_id stop) {
  static const char *const stops[PANELS_LANGUAGES][100] = {HUNDRED("Stop "), HUNDRED("ป้าย "), HUNDRED("停留所")};
  if (stop == 0) { return ""; }
  const soi_stop_definition *definition = &model->definition->map.stops.items[model->stops[stop].definition - 1];
  return name_or(language, &definition->name, definition->record.id, stop < 100 ? stops[language][stop] : definition->record.id);
}

const char *type_name(panels_language language, const soi_vehicle_type *type) {
#define SHAPE(symbol, name, ...) {__VA_ARGS__},
  static const char *const words[][PANELS_LANGUAGES] = {SOI_SHAPES(SHAPE)};
#undef SHAPE
  return name_or(language, &type->name, type->id, words[type->body.shape][language]);
}

/* --- carts ----------------------------------------------------------------------------------------------------------- */

static uint32_t first_track(soi_cart_id cart) { return (cart - 1) * SOI_TRACKS_PER_CART + 1; }

void seen_by(const soi_world *world, soi_cart_id cart, uint32_t *people, uint32_t *vehicles) {
  *people = *vehicles = 0;
  for (uint32_t i = first_track(cart); i < first_track(cart) + SOI_TRACKS_PER_CART; ++i) {
    *people += world->track_kind[i] == SOI_TRACK_PERSON;
    *vehicles += world->track_kind[i] == SOI_TRACK_VEHICLE;
  }
}

uint32_t people_ahead(const soi_world *world, soi_cart_id cart) {
  static const double reach = 14.0, beside = 4.0;
  const uint32_t row = world->cart_vehicle[cart];
  if (row == 0) { return 0; }
  soi_point along;
  const soi_point front = soi_lane_at(world->model, world->vehicle_lane[row], world->vehicle_s[row], world->vehicle_d[row], &along);
  uint32_t count = 0;
  for (uint32_t i = first_track(cart); i < first_track(cart) + SOI_TRACKS_PER_CART; ++i) {
    if (world->track_kind[i] != SOI_TRACK_PERSON) { continue; }
    const double x = world->track_x[i] - front.x, y = world->track_y[i] - front.y;
    const double ahead = along.x * x + along.y * y, aside = along.x * y - along.y * x;
    count += ahead > -0.5 && ahead < reach && fabs(aside) < beside;
  }
  return count;
}

static const char *phrase(panels_language language, const char *en, const char *th, const char *ja) {
  return language == PANELS_TH ? th : language == PANELS_JA ? ja : en;
}

/* The name of a vehicle's type, with an article in English. */
static void type_phrase(panels_language language, const soi_world *world, uint32_t row, char *text, size_t size) {
  const soi_vehicle_type *type = soi_type(world->model, world->vehicle_type[row]);
  const char *name = type_name(language, type);
  if (world->vehicle_cart[row] != 0) { name = cart_name(language, world->model, world->vehicle_cart[row]); }
  const bool article = language == PANELS_EN && world->vehicle_cart[row] == 0;
  snprintf(text, size, "%s%s", article ? "a " : "", name);
  if (article && text[2] >= 'A' && text[2] <= 'Z') { text[2] = (char)(text[2] - 'A' + 'a'); }
}

/* What binds it, with who is behind it where that helps. */
static void describe_cause(panels_language language, const soi_world *world, uint32_t row, uint32_t people, char *text, size_t size) {
  const uint32_t cause = world->vehicle_cause[row], of = world->vehicle_cause_of[row];
  if (cause == SOI_CAUSE_PEOPLE && people > 0) {
    const char *format =
        phrase(language, people == 1 ? "yielding to %u person" : "yielding to %u people", "ให้ทางคนเดินเท้า %u คน", "%u人の歩行者に譲る");
    snprintf(text, size, format, people);
  } else if (cause == SOI_CAUSE_LEADER && of != 0 && of <= world->vehicle_high[0] && soi_vehicle_lives(world, of)) {
    char leader[96];
    type_phrase(language, world, of, leader, sizeof leader);
    snprintf(text, size, phrase(language, "following %s", "ตาม%s", "%sに続く"), leader);
  } else {
    snprintf(text, size, "%s", soi_cause_words_in(language, cause));
  }
}

void describe_cart(panels_language language, const soi_world *world, soi_cart_id cart, char *text, size_t size) {
  const char *stop = stop_name(language, world->model, world->cart_stop[cart]);
  const uint32_t row = world->cart_vehicle[cart];
  if (soi_cart_broken(world, cart)) {
    snprintf(text, size, "%s", soi_cause_words_in(language, SOI_CAUSE_BREAKDOWN));
    return;
  }
  switch (world->cart_errand[cart]) {
    case SOI_CART_IN_DEPOT: snprintf(text, size, "%s", phrase(language, "in the depot", "อยู่ในอู่", "車庫")); return;
    case SOI_CART_CHARGING: snprintf(text, size, "%s", soi_cause_words_in(language, SOI_CAUSE_CHARGING)); return;
    case SOI_CART_SERVING: snprintf(text, size, phrase(language, "at %s, doors open", "จอดที่%s", "%sで乗降中"), stop); return;
    case SOI_CART_HOLDING:
      snprintf(text, size, phrase(language, "held at %s to even the gaps", "รอปรับระยะที่%s", "%sで間隔調整"), stop);
      return;
    case SOI_CART_LEAVING:
      snprintf(text, size, "%s",
               row == 0 ? phrase(language, "about to leave the depot", "กำลังออกจากอู่", "出庫待ち")
                        : soi_cause_words_in(language, SOI_CAUSE_GAP));
      return;
    default: break;
  }
  if (row != 0) {
    describe_cause(language, world, row, people_ahead(world, cart), text, size);
  } else {
    snprintf(text, size, "%s", phrase(language, "in the depot", "อยู่ในอู่", "車庫"));
  }
}

void describe_vehicle(panels_language language, const soi_world *world, uint32_t row, char *text, size_t size) {
  if (world->vehicle_cart[row] != 0) {
    describe_cart(language, world, world->vehicle_cart[row], text, size);
  } else if (soi_vehicle_parked(world, row)) {
    snprintf(text, size, "%s", phrase(language, "parked, hazard lights on", "จอดเปิดไฟฉุกเฉิน", "ハザードを点けて駐車中"));
  } else {
    describe_cause(language, world, row, 0, text, size);
  }
}

/* --- people ---------------------------------------------------------------------------------------------------------- */

/* Where a person's way leads: a gate's name. */
static const char *goal_of(panels_language language, const soi_world *world, uint32_t row) {
  const soi_model *model = world->model;
  for (soi_gate_id gate = 1; gate <= model->gate_count; ++gate) {
    if (model->gates[gate].way == 0 || model->gates[gate].way != world->person_way[row]) { continue; }
    const soi_gate_definition *definition = &model->definition->map.gates.items[model->gates[gate].definition - 1];
    return name_or(language, &definition->name, definition->record.id, "");
  }
  return "";
}

void describe_person(panels_language language, const soi_world *world, uint32_t row, char *text, size_t size) {
  const char *stop = stop_name(language, world->model, world->person_stop[row]);
  const soi_cart_id cart = world->person_cart[row];
  const char *const cart_words = cart != 0 ? cart_name(language, world->model, cart) : "", *const goal = goal_of(language, world, row);
  switch (world->person_errand[row]) {
    case SOI_ERRAND_TO_STOP: snprintf(text, size, phrase(language, "walks to the stop %s", "เดินไปป้าย%s", "%sへ歩いている"), stop); return;
    case SOI_ERRAND_QUEUE: snprintf(text, size, phrase(language, "waits at %s", "รอที่%s", "%sで待っている"), stop); return;
    case SOI_ERRAND_BOARD: snprintf(text, size, phrase(language, "boards %s", "กำลังขึ้น%s", "%sに乗るところ"), cart_words); return;
    case SOI_ERRAND_RIDE: snprintf(text, size, phrase(language, "rides to %s", "นั่งรถไป%s", "%sまで乗車中"), stop); return;
    case SOI_ERRAND_GIVEN_UP:
      snprintf(text, size,
               goal[0] != '\0' ? phrase(language, "gave up waiting, walks to %s", "เลิกรอ เดินไป%s", "待つのをやめて%sへ")
                               : phrase(language, "gave up waiting, walks on%s", "เลิกรอ เดินต่อไป%s", "待つのをやめて歩く%s"),
               goal);
      return;
    default: break;
  }
  if (world->person_crossing[row] == SOI_CROSSING_WAITING) {
    snprintf(text, size, "%s", phrase(language, "waits to cross", "รอข้ามถนน", "横断待ち"));
  } else if (world->person_crossing[row] == SOI_CROSSING_ON) {
    snprintf(text, size, "%s", phrase(language, "crosses the road", "กำลังข้ามถนน", "横断中"));
  } else {
    snprintf(text, size,
             goal[0] != '\0' ? phrase(language, "walks to %s", "เดินไป%s", "%sへ歩いている")
                             : phrase(language, "walks%s", "เดินอยู่%s", "歩いている%s"),
             goal);
  }
}

/* --- events ---------------------------------------------------------------------------------------------------------- */

/* A party by its name in this language, else by its number; an incident has its id, and what the presenter asked for has none. */
static void put_party(panels_language language, const soi_model *model, const soi_event *event, bool second, char *text, size_t size) {
  const soi_event_party party = soi_event_party_of(model, event, second);
  const uint32_t row = party.number;
  if (strcmp(party.label, "cart") == 0 && row >= 1 && row <= model->cart_count) {
    snprintf(text, size, "%s", cart_name(language, model, row));
  } else if (strcmp(party.label, "stop") == 0 && row >= 1 && row <= model->stop_count) {
    snprintf(text, size, "%s", stop_name(language, model, row));
  } else if (strcmp(party.label, "incident") == 0 && row == 0) {
    snprintf(text, size, "%s", phrase(language, "Presenter", "ผู้นำเสนอ", "操作"));
  } else if (party.name[0] != '\0') {
    snprintf(text, size, "%s", party.name);
  } else {
    snprintf(text, size, "%u", row);
  }
}

/* To the tenth, "2.6", but "12" of a whole number. */
static void put_value(const soi_event *event, char *text, size_t size) {
  const double tenth = round(10.0 * event->value) / 10.0;
  snprintf(text, size, tenth == floor(tenth) ? "%.0f" : "%.1f", tenth);
}

/* Words with a condition before them, "[cart]this|that", are this or that. */
static const char *form_of(const soi_event *event, const char *words, size_t *length) {
  const char *const both = strchr(words, ']'), *const bar = strchr(words, '|');
  *length = strlen(words);
  if (words[0] != '[' || both == NULL || bar == NULL) { return words; }
  const bool first = words[1] == 'c' ? (event->flags & SOI_EVENT_WITH_CART) != 0 : event->value > 0.0;
  *length = first ? (size_t)(bar - both - 1) : strlen(bar + 1);
  return first ? both + 1 : bar + 1;
}

void describe_event(panels_language language, const soi_model *model, const soi_event *event, char *text, size_t size) {
  size_t length, at = 0;
  const char *const words = form_of(event, soi_event_info_of(event->kind)->words[language], &length);
  for (size_t i = 0; i < length && at + 1 < size; ++i) {
    if (words[i] != '{') {
      text[at++] = words[i];
      continue;
    }
    if (words[i + 1] == 'v') {
      put_value(event, text + at, size - at);
    } else {
      put_party(language, model, event, words[i + 1] == 'b', text + at, size - at);
    }
    at += strlen(text + at);
    while (words[i] != '}') { ++i; }
  }
  text[at] = '\0';
}
