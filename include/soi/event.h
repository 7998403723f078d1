/* Events: what happened in a step, in a fixed order. Observers read them after each step. */
#ifndef SOI_EVENT_H
#define SOI_EVENT_H

#include <soi/base.h>

#ifdef __cplusplus
extern "C" {
#endif

/* X(SYMBOL, "name", "a", "b", "value"): what rows a and b and the value mean. */
#define SOI_EVENTS(X) \
  X(VEHICLE_ENTERED, "vehicle entered", "vehicle", "flow", "") \
  X(VEHICLE_LEFT, "vehicle left", "vehicle", "flow", "delay s") \
  X(PASSENGER_CREATED, "passenger created", "person", "flow", "") \
  X(PASSENGER_REFUSED, "passenger refused", "person", "flow", "") \
  X(QUEUE_JOINED, "queue joined", "person", "stop", "people before it") \
  X(BOARDED, "boarded", "person", "cart", "wait s") \
  X(DENIED, "boarding denied", "person", "cart", "") \
  X(ALIGHTED, "alighted", "person", "cart", "ride s") \
  X(SERVED, "passenger served", "person", "flow", "trip s") \
  X(GAVE_UP, "passenger gave up", "person", "stop", "wait s") \
  X(CART_LEFT_DEPOT, "cart left the depot", "cart", "depot", "") \
  X(CART_ENTERED_DEPOT, "cart entered the depot", "cart", "depot", "") \
  X(CART_ARRIVED, "cart arrived", "cart", "stop", "") \
  X(CART_HELD, "cart held", "cart", "stop", "hold s planned") \
  X(CART_DEPARTED, "cart departed", "cart", "stop", "dwell s") \
  X(HOLD_ENDED, "hold ended", "cart", "stop", "hold s") \
  X(HEADWAY, "headway", "cart", "stop", "headway s") \
  X(LAP, "round completed", "cart", "stop", "loop s") \
  X(COLLISION, "collision", "vehicle", "vehicle", "closing m/s") \
  X(COLLISION_PERSON, "collision with a person", "vehicle", "person", "closing m/s") \
  X(HARD_BRAKE, "hard brake", "cart", "riders", "deceleration m/s2") \
  X(ENCROACHMENT, "post-encroachment", "vehicle", "zone", "time s") \
  X(MISSED_TURN, "missed its turn", "vehicle", "lane", "") \
  X(RED_LIGHT, "red light run", "vehicle", "connector", "speed m/s") \
  X(NO_YIELD, "zebra ignored", "vehicle", "crossing", "speed m/s") \
  X(DEADLOCK, "deadlock", "vehicle", "members", "") \
  X(DEADLOCK_PEOPLE, "deadlock of people", "person", "members", "") \
  X(STANDSTILL, "standstill", "vehicle", "cause", "without a lawful cause s") \
  X(STANDSTILL_PERSON, "standstill on foot", "person", "", "without a lawful cause s") \
  X(GRIDLOCK, "standing at green", "vehicle", "signal", "of green s") \
  X(BREAKDOWN, "breakdown", "cart", "", "repair s") \
  X(REPAIRED, "repaired", "cart", "", "") \
  X(LANE_CLOSED, "lane closed", "lane", "", "") \
  X(LANE_OPENED, "lane opened", "lane", "", "") \
  X(RAIN, "rain", "", "", "mm/h") \
  X(CHARGE_STARTED, "charging started", "cart", "depot", "charge share") \
  X(CHARGE_ENDED, "charging ended", "cart", "depot", "charge share") \
  X(BATTERY_EMPTY, "battery empty", "cart", "", "") \
  X(ROOM_FULL, "no room for a newcomer", "flow", "", "is of people") \
  X(COMMAND, "command", "target", "command", "") \
  X(PUT_OFF, "put off", "incident", "reason", "") \
  X(LATE, "took place late", "incident", "", "delay s")

/* clang-format off */
typedef enum soi_event_kind {
  SOI_EVENT_NONE,
#define SOI_EVENT_ROW(symbol, name, a, b, value) SOI_EVENT_##symbol,
  SOI_EVENTS(SOI_EVENT_ROW)
#undef SOI_EVENT_ROW
  SOI_EVENT_KINDS
} soi_event_kind;
/* clang-format on */

typedef struct soi_event {
  soi_tick tick;
  uint32_t kind;
  uint32_t a, b;
  uint32_t flags; /* SOI_EVENT_RULE_BROKEN and the like */
  double value;
  soi_point at;
} soi_event;

#define SOI_EVENT_RULE_BROKEN 1u /* one of the parties broke a rule */
#define SOI_EVENT_WITH_CART 2u   /* one of the vehicles is a cart's body */

/* Why an agent does not go at its free speed: the binding constraint. X(SYMBOL, "name", "in words") */
#define SOI_CAUSES(X) \
  X(FREE, "free", "driving freely") \
  X(LEADER, "leader", "following a vehicle") \
  X(SIGNAL, "signal", "waiting at a signal") \
  X(JUNCTION, "junction", "yielding at a junction") \
  X(PEOPLE, "people", "yielding to people") \
  X(STOP, "stop", "serving a stop") \
  X(HOLD, "hold", "held to even the headways") \
  X(BERTH, "berth", "waiting for a berth") \
  X(GAP, "gap", "waiting for a gap to pull out") \
  X(CURVE, "curve", "slow in a bend") \
  X(ROUTE, "route", "changing lane for its way") \
  X(CLOSED, "closed", "at a closed lane") \
  X(SPACE, "space", "no room beyond the junction") \
  X(WEATHER, "weather", "slow in rain or poor sight") \
  X(BREAKDOWN, "breakdown", "broken down") \
  X(COMFORT, "comfort", "accelerating or braking gently") \
  X(CHARGING, "charging", "charging") \
  X(EXIT, "exit", "leaving the map")

/* clang-format off */
typedef enum soi_cause {
#define SOI_CAUSE_ROW(symbol, name, words) SOI_CAUSE_##symbol,
  SOI_CAUSES(SOI_CAUSE_ROW)
#undef SOI_CAUSE_ROW
  SOI_CAUSE_COUNT
} soi_cause;
/* clang-format on */

/* Why what puts somebody into the world, or a cart on the road for the first time, has to wait: the first that minds. X(SYMBOL, "name", "in words") */
#define SOI_REFUSALS(X) \
  X(NONE, "", "") \
  X(VEHICLE, "vehicle", "a vehicle was there") \
  X(COMING, "coming", "a vehicle came up that could not have stopped gently") \
  X(PERSON, "person", "somebody on foot was there") \
  X(FULL, "full", "there was no free row, see capacity in the scenario") \
  X(QUEUE, "queue", "too many commands waited before it") \
  X(GAP, "gap", "there was no gap in the lane at its depot") \
  X(CLOSED, "closed", "the lane at its depot was closed") \
  X(BROKEN, "broken", "it was broken down") \
  X(CHARGE, "charge", "its battery was too low")

/* clang-format off */
typedef enum soi_refusal {
#define SOI_REFUSAL_ROW(symbol, name, words) SOI_REFUSAL_##symbol,
  SOI_REFUSALS(SOI_REFUSAL_ROW)
#undef SOI_REFUSAL_ROW
  SOI_REFUSAL_COUNT
} soi_refusal;
/* clang-format on */

/* The name of an event kind, of a cause and of a refusal, for reports; "" past the end. */
SOI_API const char *soi_event_name(uint32_t kind);
SOI_API const char *soi_cause_name(uint32_t cause);
SOI_API const char *soi_cause_words(uint32_t cause);
SOI_API const char *soi_refusal_name(uint32_t refusal);
SOI_API const char *soi_refusal_words(uint32_t refusal);

#ifdef __cplusplus
}
#endif
#endif
