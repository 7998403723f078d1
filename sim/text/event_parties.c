/* Who and what an event is of, by name, for the reports: one meaning a column, one key a kind of thing. */
#include "names.h"

#include <soi/definition.h>
#include "text.h"

#define ADD(...) soi_text_print(party->name, sizeof party->name, __VA_ARGS__)

/* "kp2-market forward 1": a road's lane, 1 at the kerb; through a junction "kp2-market forward 1 > loop forward 1". */
static void put_lane(char *buffer, size_t size, const soi_model *model, uint32_t row) {
  const soi_lane *const lane = &model->lanes[row];
  if (lane->road == 0) {
    char from[72], to[72];
    put_lane(from, sizeof from, model, lane->from);
    put_lane(to, sizeof to, model, lane->to);
    soi_text_print(buffer, size, "%s > %s", from, to);
    return;
  }
  soi_text_print(buffer, size, "%s %s %u", model->definition->map.roads.items[lane->road - 1].record.id,
                 lane->direction == SOI_FORWARD ? "forward" : "backward", lane->index);
}

static void name_flow(soi_event_party *party, const soi_model *model, const soi_event *event) {
  const bool people =
      soi_text_equal(soi_event_info_of(event->kind)->a, "person") || (event->kind == SOI_EVENT_ROOM_FULL && event->value != 0.0);
  const uint32_t row = party->number;
  if (row == 0 || row > (people ? model->people_flow_count : model->vehicle_flow_count)) { return; }
  ADD("%s", people ? soi_id_of_people_flow(model, row) : model->vehicle_flows[row].id);
}

static void name_crossing(soi_event_party *party, const soi_model *model) {
  const soi_crossing *const crossing = &model->crossings[party->number];
  const soi_map_definition *const map = &model->definition->map;
  if (crossing->definition != 0) {
    ADD("%s", map->crossings.items[crossing->definition - 1].record.id);
  } else {
    ADD("across %s", map->roads.items[crossing->road - 1].record.id);
  }
}

/* Names a row of what the label says. A row that does not exist, as a damaged recording may have it, keeps its number. */
static void name_party(soi_event_party *party, const char *label, const soi_model *model, const soi_event *event) {
  const uint32_t row = party->number;
  if (soi_text_equal(label, "flow")) {
    name_flow(party, model, event);
  } else if (soi_text_equal(label, "command")) {
    ADD("%s", soi_command_name(row));
  } else if (soi_text_equal(label, "cause")) {
    ADD("%s", soi_cause_words(row));
  } else if (soi_text_equal(label, "reason")) {
    ADD("%s", soi_refusal_words(row));
  } else if (soi_text_equal(label, "incident") && row <= model->incident_count) {
    ADD("%s", soi_id_of_incident(model, row));
  } else if (row == 0) {
    return;
  } else if (soi_text_equal(label, "cart") && row <= model->cart_count) {
    ADD("%s", soi_id_of_cart(model, row));
  } else if (soi_text_equal(label, "stop") && row <= model->stop_count) {
    ADD("%s", soi_id_of_stop(model, row));
  } else if (soi_text_equal(label, "gate") && row <= model->gate_count) {
    ADD("%s", soi_id_of_gate(model, row));
  } else if (soi_text_equal(label, "crowd") && row <= model->people_flow_count) {
    ADD("%s", soi_id_of_people_flow(model, row));
  } else if (soi_text_equal(label, "depot") && row <= model->depot_count) {
    ADD("%s", model->depots[row].id);
  } else if (soi_text_equal(label, "crossing") && row <= model->crossing_count) {
    name_crossing(party, model);
  } else if ((soi_text_equal(label, "lane") || soi_text_equal(label, "connector")) && row <= model->lane_count) {
    put_lane(party->name, sizeof party->name, model, row);
  }
}

soi_event_party soi_event_party_of(const soi_model *model, const soi_event *event, bool second) {
  const char *const a = soi_event_info_of(event->kind)->a, *const b = soi_event_info_of(event->kind)->b;
  soi_event_party party = {.label = second ? b : a, .number = second ? event->b : event->a};
  const bool target = soi_text_equal(party.label, "target");
  name_party(&party, target ? soi_command_target(event->b) : party.label, model, event);
  const bool agent = soi_text_equal(party.label, "vehicle") || soi_text_equal(party.label, "person");
  party.known = party.number != 0 || !agent;
  if (second && b[0] != '\0' && soi_text_equal(a, b)) { party.label = "other"; }
  return party;
}

static void put_serial(const char *label, uint32_t command, uint32_t *row, soi_serial_of serial, const void *context) {
  const bool person = soi_text_equal(label, "person");
  const bool target = soi_text_equal(label, "target") && soi_text_equal(soi_command_target(command), "vehicle");
  if (person || target || soi_text_equal(label, "vehicle")) { *row = serial(context, person, *row); }
}

void soi_event_put_serials(soi_event *event, soi_serial_of serial, const void *context) {
  put_serial(soi_event_info_of(event->kind)->a, event->b, &event->a, serial, context);
  put_serial(soi_event_info_of(event->kind)->b, 0, &event->b, serial, context);
}
