/* soi why: what held a cart or a passenger, from the causes in a recording. */
#include "why.h"

#include <stdlib.h>
#include <string.h>

#include "recorded.h"
#include "terminal.h"
#include "tool.h"

static uint32_t find_cart(const tool_recorded *recorded, const char *name) {
  const soi_scenario_definition *const scenario = &recorded->session.definition.scenario;
  const char **const ids = terminal_grow(NULL, (scenario->fleet.count + 1) * sizeof *ids);
  uint32_t found = 0;
  for (uint32_t i = 0; i < scenario->fleet.count; ++i) {
    ids[i] = scenario->fleet.items[i].record.id;
    found = strcmp(ids[i], name) == 0 ? i + 1 : found;
  }
  if (found == 0) {
    const char *const nearest = soi_text_nearest(name, ids, scenario->fleet.count);
    terminal_complain("why", nearest == NULL ? "there is no cart '%s' in it" : "there is no cart '%s' in it; did you mean '%s'?", name,
                      nearest);
  }
  free(ids);
  return found;
}

/* A passenger's number, as trips.csv prints it; 0 when the text is none. */
static uint32_t passenger_named(const char *text) {
  const size_t digits = strspn(text, "0123456789");
  return digits > 0 && digits < 10 && text[digits] == '\0' ? (uint32_t)strtoul(text, NULL, 10) : 0;
}

int why_command(const tool_arguments *arguments) {
  const uint32_t count = arguments->operand_count;
  const soi_person_id passenger = passenger_named(arguments->operands[0]);
  tool_recorded recorded;
  soi_cart_id cart = 0;
  int code = SOI_VERDICT_INPUT;
  soi_tick tick = 0;
  if (recorded_open(&recorded, "why", arguments->operands[count - 1]) &&
      (passenger != 0 || (cart = find_cart(&recorded, arguments->operands[0])) != 0) &&
      (count == 2 || recorded_tick(&recorded, "why", arguments->operands[1], &tick))) {
    code = passenger != 0 ? why_passenger(&recorded, passenger, count == 3, tick) : why_cart(&recorded, cart, count == 3, tick);
  }
  recorded_close(&recorded);
  return code;
}
