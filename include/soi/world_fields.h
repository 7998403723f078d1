/* The world's manifest: every field of the state and of the scratch, once. The lists drive the layout in memory, the hash,
 * snapshot and restore, the first difference, what recordings hold, and the field table for tools.
 *
 * X(GROUP, type, name, per_row, unit, phases, recorded, doc)
 *   GROUP     table the field belongs to; it has rows 0 (none) to its capacity
 *   per_row   values a row
 *   phases    those that may write it (see step.c), joined by |, the chief one first: one or two, of more the reason stands above the row.
 *             What writes whole rows, birth and removal, stands with the group.
 *   recorded  what a recording keeps of it:
 *               UNSEEN        nothing
 *               STAYS(scale)  rounded to 1/scale of its unit; expected to stay as it is
 *               UP_TO(most)   the same, of whole numbers of which greater ones are not to be believed
 *               GOES_ON(scale)  expected to go on changing as it did
 *               MOVES(scale)    the same, and so often otherwise that each row has a number
 *
 * State is saved and hashed. Scratch is recomputed in each step and neither saved, hashed nor recorded; it is invalid when a step
 * begins. */
#ifndef SOI_WORLD_FIELDS_H
#define SOI_WORLD_FIELDS_H

/* The phases of a step, in their order: P(SYMBOL, name). */
#define SOI_PHASES(P) \
  P(INPUT, input) \
  P(DEMAND, demand) \
  P(SIGNAL, signal) \
  P(DISPATCH, dispatch) \
  P(SENSE, sense) \
  P(DECIDE, decide) \
  P(CLAIM, claim) \
  P(MOTION, motion) \
  P(CONTACT, contact) \
  P(SERVICE, service) \
  P(STANDSTILL, standstill) \
  P(END, end)

/* Births and removals: a command puts somebody in phase demand, those for whom there is room appear in motion. Who has
 * come to the map's end or walked to his gate is gone in motion; a cart in its depot and a passenger whose errand is over in service. */
#define BIRTHS_OF_VEHICLES motion | demand | service
#define BIRTHS_OF_PEOPLE motion | demand | service

/* Tables: G(GROUP, capacity expression of model, phases in which rows are born and removed, and then written as a whole) */
#define SOI_WORLD_GROUPS(G) \
  G(WORLD, 1, NEVER) \
  G(VEHICLE, model->vehicle_capacity, BIRTHS_OF_VEHICLES) \
  G(CART, model->cart_count, NEVER) \
  G(PERSON, model->person_capacity, BIRTHS_OF_PEOPLE) \
  G(STOP, model->stop_count, NEVER) \
  G(DEPOT, model->depot_count, NEVER) \
  G(SIGNAL, model->signal_count, NEVER) \
  G(CROSSING, model->crossing_count, NEVER) \
  G(CONFLICT_ZONE, model->conflict_zone_count, NEVER) \
  G(LANE, model->lane_count, NEVER) \
  G(VEHICLE_FLOW, model->vehicle_flow_count, NEVER) \
  G(PEOPLE_FLOW, model->people_flow_count, NEVER) \
  G(INCIDENT, model->incident_count, NEVER) \
  G(COMMAND, SOI_COMMAND_CAPACITY, NEVER) \
  G(ENTRY, model->vehicle_capacity *SOI_ENTRIES_PER_VEHICLE, NEVER) \
  G(CELL, soi_cells_for(model->person_capacity), NEVER) \
  G(LEG, model->person_capacity *SOI_LEGS_PER_PERSON, NEVER) \
  G(TRACK, model->cart_count *SOI_TRACKS_PER_CART, NEVER)

#define SOI_WORLD_STATE(X) \
  /* the run */ \
  X(WORLD, uint64_t, tick, 1, "tick", end, UNSEEN, "steps done") \
  X(WORLD, soi_vehicle_id, vehicle_high, 1, "row", demand | motion, STAYS(1), "highest vehicle row ever used") \
  X(WORLD, soi_vehicle_id, vehicle_free, 1, "row", BIRTHS_OF_VEHICLES, UNSEEN, "first row of the free list") \
  X(WORLD, uint32_t, vehicle_count, 1, "", BIRTHS_OF_VEHICLES, STAYS(1), "vehicles now, carts on the road included") \
  X(WORLD, soi_person_id, person_high, 1, "row", demand | motion, STAYS(1), "highest person row ever used") \
  X(WORLD, soi_person_id, person_free, 1, "row", BIRTHS_OF_PEOPLE, UNSEEN, "first row of the free list") \
  X(WORLD, uint32_t, person_count, 1, "", BIRTHS_OF_PEOPLE, STAYS(1), "people now, riders included") \
  X(WORLD, double, rain, 1, "mm/h", input, STAYS(10), "") \
  X(WORLD, double, visibility, 1, "m", input, STAYS(1), "") \
  X(WORLD, uint64_t, rain_until, 1, "tick", input, UNSEEN, "when an incident's rain ends; 0: it does not") \
  X(WORLD, uint32_t, command_count, 1, "", input | demand, UNSEEN, "commands queued") \
  X(WORLD, uint32_t, overflow_vehicles, 1, "", demand | motion, UNSEEN, "ticks in which a vehicle found no free row") \
  X(WORLD, uint32_t, overflow_people, 1, "", demand | motion, UNSEEN, "ticks in which a person found no free row") \
  X(WORLD, uint32_t, passengers_created, 1, "", demand, STAYS(1), "people with a cart errand who came into being, since the start") \
  X(WORLD, uint32_t, passengers_served, 1, "", service, STAYS(1), "") \
  X(WORLD, uint32_t, passengers_gave_up, 1, "", service, STAYS(1), "") \
  /* flows have a way, or are refused before the run */ \
  X(WORLD, uint32_t, passengers_refused, 1, "", NEVER, STAYS(1), "") \
  X(WORLD, uint32_t, passengers_outside, 1, "", demand | motion, STAYS(1), "created, and waiting outside for room to appear") \
  X(WORLD, uint32_t, idle_most, 1, "tick", standstill, UNSEEN, "longest that anybody has stood without a lawful named cause") \
  X(WORLD, uint32_t, birth_serial, 1, "", demand | motion, UNSEEN, "births so far: the entity of each newcomer's draws") \
  /* road users: vehicles of the traffic and the bodies of carts */ \
  X(VEHICLE, uint32_t, vehicle_generation, 1, "", motion, STAYS(1), "odd while the row lives; a handle with another generation is stale") \
  X(VEHICLE, soi_vehicle_id, vehicle_next_free, 1, "row", motion, UNSEEN, "") \
  X(VEHICLE, uint32_t, vehicle_serial, 1, "", motion, STAYS(1), "the entity of its draws") \
  X(VEHICLE, soi_type_id, vehicle_type, 1, "row", motion, STAYS(1), "row of the scenario's vehicle_types") \
  X(VEHICLE, soi_cart_id, vehicle_cart, 1, "row", motion, STAYS(1), "the cart whose body it is; 0: a driver of the traffic") \
  X(VEHICLE, soi_vehicle_flow_id, vehicle_flow, 1, "row", motion, STAYS(1), "vehicle flow it came from; 0 for carts") \
  X(VEHICLE, uint64_t, vehicle_born, 1, "tick", motion, UNSEEN, "") \
  X(VEHICLE, soi_lane_id, vehicle_lane, 1, "row", motion, STAYS(1), "lane its front is in") \
  X(VEHICLE, soi_lane_id, vehicle_tail, SOI_TAILS, "row", motion, STAYS(1), \
    "the lanes behind it that its body may still touch, nearest first") \
  X(VEHICLE, double, vehicle_s, 1, "m", motion, MOVES(100), "front bumper along the lane") \
  X(VEHICLE, double, vehicle_d, 1, "m", motion, GOES_ON(100), "middle of the front, left of the lane's middle") \
  X(VEHICLE, double, vehicle_speed, 1, "m/s", motion, MOVES(100), "") \
  X(VEHICLE, double, vehicle_acceleration, 1, "m/s2", motion, STAYS(10), "over the last step") \
  X(VEHICLE, double, vehicle_aim, 1, "m", motion, STAYS(100), "d it steers to; until it is there it claims all between") \
  X(VEHICLE, double, vehicle_drift, 1, "m/s", motion, STAYS(100), "d/dt of d") \
  X(VEHICLE, soi_way_id, vehicle_way, 1, "row", motion | service, UNSEEN, "way it follows: its destination") \
  X(VEHICLE, soi_lane_id, vehicle_next, 1, "row", motion, STAYS(1), \
    "connector it will take at the end of its lane; 0 in a connector or at the end of the map") \
  X(VEHICLE, soi_lane_id, vehicle_grant, 1, "row", motion, UNSEEN, "connector it may enter or is in; 0 for none") \
  X(VEHICLE, uint64_t, vehicle_grant_order, 1, "", motion, UNSEEN, \
    "tick of the grant x 65536 + its place among that step's grants: the least goes first") \
  X(VEHICLE, uint64_t, vehicle_claim_tick, 1, "tick", motion, UNSEEN, "since when it asks for its connector; 0 when it does not") \
  X(VEHICLE, uint64_t, vehicle_lane_tick, 1, "tick", motion, UNSEEN, "when it last changed lane") \
  X(VEHICLE, soi_lane_id, vehicle_wants, 1, "row", motion, STAYS(1), \
    "lane beside that its way demands and that it has not got into; 0 none") \
  X(VEHICLE, soi_crossing_id, vehicle_waived, 1, "row", motion, UNSEEN, \
    "crossing at which it has let people go first for long enough; 0 none") \
  X(VEHICLE, uint32_t, vehicle_standing, 1, "tick", motion | input, GOES_ON(1), "ticks it has stood still") \
  X(VEHICLE, double, vehicle_rest_at, 1, "m", standstill, UNSEEN, "vehicle_distance when it last got on by a metre: it stands there") \
  X(VEHICLE, uint64_t, vehicle_rest_tick, 1, "tick", standstill | input, UNSEEN, "since when it stands there") \
  X(VEHICLE, uint64_t, vehicle_lawful_tick, 1, "tick", standstill, UNSEEN, "when it last got on or had a lawful cause to stand") \
  X(VEHICLE, uint32_t, vehicle_idle, 1, "tick", standstill, UNSEEN, "of this standstill, without a lawful named cause") \
  X(VEHICLE, uint32_t, vehicle_green, 1, "tick", standstill, UNSEEN, "of this standstill, at green without a lawful cause") \
  X(VEHICLE, uint32_t, vehicle_red, 1, "tick", standstill, UNSEEN, "it has stood at red on end") \
  X(VEHICLE, soi_agent_id, vehicle_held_by, 1, "agent", standstill, UNSEEN, \
    "whom it waited for when its light was green: a vehicle, or a person behind all rows of vehicles") \
  X(VEHICLE, uint8_t, vehicle_told, 1, "bits", standstill, UNSEEN, "what has been told of its standing") \
  X(VEHICLE, uint8_t, vehicle_rules, 1, "bits", motion, STAYS(1), "soi_rule bits: the rules this driver breaks") \
  X(VEHICLE, double, vehicle_delay, 1, "s", motion | input, UNSEEN, "time lost so far against its free speed") \
  X(VEHICLE, double, vehicle_distance, 1, "m", motion, UNSEEN, "driven so far") \
  X(VEHICLE, float, vehicle_speed_factor, 1, "", motion, UNSEEN, "trait: wish over the limit") \
  X(VEHICLE, float, vehicle_headway, 1, "s", motion, UNSEEN, "trait: IDM time gap") \
  X(VEHICLE, soi_vehicle_id, vehicle_contact, SOI_CONTACTS, "row", contact, UNSEEN, "vehicles whose outlines overlap; 0 none") \
  X(VEHICLE, uint8_t, vehicle_cause, 1, "", motion, UP_TO(SOI_CAUSE_COUNT - 1), "soi_cause that bound it in the last step") \
  X(VEHICLE, uint32_t, vehicle_cause_of, 1, "row", motion, STAYS(1), "the vehicle, person, zone or stop behind the cause") \
  /* carts */ \
  X(CART, soi_vehicle_id, cart_vehicle, 1, "row", motion | service, STAYS(1), "its body; 0 in the depot") \
  X(CART, uint8_t, cart_errand, 1, "", service | dispatch, UP_TO(SOI_CART_ERRANDS - 1), "soi_cart_errand: where it is in its duty") \
  X(CART, uint32_t, cart_leg, 1, "", service, STAYS(1), \
    "stops served so far on the route, modulo its length: index of the stop it is bound for") \
  X(CART, soi_stop_id, cart_stop, 1, "row", service, STAYS(1), "stop it is bound for or at") \
  X(CART, uint32_t, cart_berth, 1, "", service, UP_TO(SOI_BERTHS), "berth it may use, from 1; 0: none yet") \
  /* a repair moves what the breakdown interrupted, by as long as it lasted: hence input */ \
  X(CART, uint64_t, cart_errand_tick, 1, "tick", service | dispatch | input, STAYS(1), "since when it is about this") \
  X(CART, uint64_t, cart_arrived_tick, 1, "tick", service | input, STAYS(1), "when it last came to stand at a stop") \
  X(CART, uint64_t, cart_door_tick, 1, "tick", service | input, UNSEEN, "when the doors are next free for one more person") \
  X(CART, uint64_t, cart_ready_tick, 1, "tick", service | input, UNSEEN, "when boarding ended, 0 while it lasts") \
  X(CART, uint64_t, cart_until_tick, 1, "tick", service | dispatch | input, STAYS(1), "end of a hold or a charge") \
  X(CART, uint8_t, cart_automation, 1, "", input | service, UP_TO(SOI_AUTOMATION_STATES - 1), \
    "soi_automation_state: how it drives, whatever its errand") \
  X(CART, uint64_t, cart_automation_tick, 1, "tick", input | service, UNSEEN, "since when it is in this state") \
  X(CART, uint64_t, cart_automation_until, 1, "tick", input, UNSEEN, "end of a repair; 0: not known, or nothing to repair") \
  X(CART, uint32_t, cart_riders, 1, "", service, STAYS(1), "people aboard") \
  X(CART, soi_person_id, cart_first_rider, 1, "row", service, UNSEEN, "head of the list through person_next") \
  X(CART, uint32_t, cart_laps, 1, "", service, STAYS(1), "times round the route") \
  X(CART, uint64_t, cart_lap_tick, 1, "tick", service, UNSEEN, "last departure from the route's first stop; 0 none") \
  X(CART, double, cart_loop, 1, "s", service, UNSEEN, "time of its last round; 0: none yet") \
  X(CART, double, cart_charge, 1, "J", motion | dispatch, STAYS(0.001), "energy in the battery") \
  X(CART, double, cart_energy, 1, "J", motion, STAYS(0.001), "drawn from the battery so far, recuperation returned") \
  X(CART, double, cart_distance, 1, "m", motion, GOES_ON(10), "") \
  X(CART, double, cart_empty_distance, 1, "m", motion, UNSEEN, "of it without a rider") \
  X(CART, double, cart_passenger_distance, 1, "m", motion, UNSEEN, "rider-metres") \
  X(CART, double, cart_acceleration, 1, "m/s2", motion, STAYS(100), "of its body over the last step: what its jerk is measured from") \
  X(CART, double, cart_jerk, 1, "m/s3", motion, STAYS(100), "over the last step") \
  X(CART, uint8_t, cart_emergency, 1, "", motion, STAYS(1), "1 while it brakes beyond comfort, 2 once that was hard") \
  /* what a cart knows: a fixed table, the nearest kept */ \
  X(TRACK, uint8_t, track_kind, 1, "", motion, UP_TO(SOI_TRACK_PERSON), "soi_track_kind; 0: free") \
  X(TRACK, uint32_t, track_row, 1, "row", motion, STAYS(1), "vehicle or person it stands for") \
  X(TRACK, uint32_t, track_generation, 1, "", motion, STAYS(1), "of that row when seen") \
  X(TRACK, uint64_t, track_seen, 1, "tick", motion, UNSEEN, "when last seen") \
  X(TRACK, double, track_x, 1, "m", motion, GOES_ON(100), "when last seen, east") \
  X(TRACK, double, track_y, 1, "m", motion, GOES_ON(100), "north") \
  X(TRACK, double, track_vx, 1, "m/s", motion, UNSEEN, "") \
  X(TRACK, double, track_vy, 1, "m/s", motion, UNSEEN, "") \
  /* people: the body is written by pedestrian, the errand by service */ \
  X(PERSON, uint32_t, person_generation, 1, "", motion, STAYS(1), "odd while the row lives") \
  X(PERSON, soi_person_id, person_next_free, 1, "row", motion, UNSEEN, "") \
  X(PERSON, uint32_t, person_serial, 1, "", motion, STAYS(1), "the entity of its draws") \
  X(PERSON, soi_vehicle_id, person_contact, 1, "row", contact, UNSEEN, "vehicle whose outline overlaps; 0 none") \
  X(PERSON, soi_people_flow_id, person_flow, 1, "row", motion, UNSEEN, "its plan") \
  X(PERSON, uint64_t, person_born, 1, "tick", motion, UNSEEN, "") \
  X(PERSON, soi_leg_id, person_leg, 1, "row", service, UNSEEN, "first leg of its journey still to be done: the one it is on") \
  X(PERSON, uint8_t, person_errand, 1, "", service, UP_TO(SOI_ERRANDS - 1), "soi_errand") \
  X(PERSON, uint8_t, person_body, 1, "", motion | service, UP_TO(1), "1 while it stands or walks in the street; 0 aboard or outside") \
  X(PERSON, double, person_x, 1, "m", motion | service, MOVES(100), "east") \
  X(PERSON, double, person_y, 1, "m", motion | service, MOVES(100), "north") \
  X(PERSON, double, person_vx, 1, "m/s", motion | service, STAYS(20), "") \
  X(PERSON, double, person_vy, 1, "m/s", motion | service, STAYS(20), "") \
  X(PERSON, soi_walk_link_id, person_link, 1, "row", motion | service, UNSEEN, "walk link it is on") \
  X(PERSON, soi_walk_node_id, person_toward, 1, "row", motion | service, UNSEEN, "walk node at the link's end it walks to") \
  X(PERSON, soi_walk_way_id, person_way, 1, "row", service, STAYS(1), "walk way it follows") \
  X(PERSON, uint8_t, person_stroll, 1, "tick", motion, UNSEEN, "steps it goes on as it walks: nobody and nothing near to decide on") \
  X(PERSON, uint8_t, person_crossing, 1, "", motion | service, UP_TO(SOI_CROSSING_ON), \
    "soi_crossing_state: how it stands to the crossing ahead or under it") \
  X(PERSON, uint64_t, person_kerb_tick, 1, "tick", motion, UNSEEN, "since when it waits at a kerb; 0 when it does not") \
  X(PERSON, uint64_t, person_wait_tick, 1, "tick", service, UNSEEN, "when it joined the queue") \
  X(PERSON, uint64_t, person_board_tick, 1, "tick", service, UNSEEN, "when it was called to the door; then when it boarded") \
  X(PERSON, double, person_waited, 1, "s", service, UNSEEN, "in the queue, once it has boarded") \
  X(PERSON, float, person_rest_x, 1, "m", standstill, UNSEEN, "where it last was when it had got on by a metre, east: it stands there") \
  X(PERSON, float, person_rest_y, 1, "m", standstill, UNSEEN, "north") \
  X(PERSON, uint64_t, person_rest_tick, 1, "tick", standstill, UNSEEN, "since when it stands there") \
  X(PERSON, uint64_t, person_lawful_tick, 1, "tick", standstill, UNSEEN, "when it last got on or had a lawful cause to stand") \
  X(PERSON, uint32_t, person_idle, 1, "tick", standstill, UNSEEN, "of this standstill, without a lawful named cause") \
  X(PERSON, uint8_t, person_told, 1, "bits", standstill, UNSEEN, "what has been told of its standing") \
  X(PERSON, soi_stop_id, person_stop, 1, "row", service, STAYS(1), "stop it queues at; aboard: where it alights") \
  X(PERSON, soi_cart_id, person_cart, 1, "row", service, STAYS(1), "cart it boards or rides") \
  X(PERSON, soi_person_id, person_next, 1, "row", service, UNSEEN, "next in the queue, or next rider of the cart") \
  X(PERSON, uint32_t, person_place, 1, "", service, STAYS(1), "place in the queue, from 0") \
  X(PERSON, uint8_t, person_needs, 1, "bits", motion, STAYS(1), "soi_need bits: wheelchair, luggage") \
  X(PERSON, uint8_t, person_rules, 1, "bits", motion, UNSEEN, "soi_rule bits it breaks") \
  X(PERSON, float, person_patience, 1, "s", motion, UNSEEN, "trait: wait after which it gives up") \
  X(PERSON, float, person_wish, 1, "m/s", motion, UNSEEN, "trait: speed it likes") \
  X(PERSON, float, person_side, 1, "", motion, UNSEEN, "trait: -1..1, where on a way's width it likes to walk") \
  /* journeys: lists through leg_next, made when the errand begins; a leg that is done is zeroed and free again */ \
  X(WORLD, soi_leg_id, leg_high, 1, "row", motion, UNSEEN, "highest leg row ever used") \
  X(WORLD, soi_leg_id, leg_free, 1, "row", motion | service, UNSEEN, "first row of the free list") \
  X(WORLD, uint32_t, leg_count, 1, "", motion | service, UNSEEN, "legs now") \
  X(LEG, soi_leg_id, leg_next, 1, "row", motion | service, UNSEEN, "the leg after it; of a free row the next free one") \
  X(LEG, soi_route_id, leg_route, 1, "row", motion | service, UNSEEN, "line of a ride; 0: on foot") \
  X(LEG, soi_stop_id, leg_stop, 1, "row", motion | service, UNSEEN, "where it ends: a ride and a walk to a stop") \
  X(LEG, soi_gate_id, leg_gate, 1, "row", motion | service, UNSEEN, "where the last walk ends") \
  /* stops and depots */ \
  X(STOP, soi_person_id, stop_first, 1, "row", service, UNSEEN, "first person of the queue") \
  X(STOP, soi_person_id, stop_last, 1, "row", service, UNSEEN, "last of it") \
  X(STOP, uint32_t, stop_queue, 1, "", service, STAYS(1), "people in it") \
  X(STOP, soi_cart_id, stop_carts, SOI_BERTHS, "row", service, STAYS(1), "cart that has the berth") \
  X(STOP, uint64_t, stop_departure, 1, "tick", service, UNSEEN, "last departure; 0 for none yet") \
  X(DEPOT, uint32_t, depot_carts, 1, "", service, STAYS(1), "carts in it") \
  /* signals, crossings, lanes */ \
  X(SIGNAL, uint32_t, signal_stage, 1, "", signal, STAYS(1), "stage, from 0") \
  X(SIGNAL, uint8_t, signal_light, 1, "", signal, UP_TO(SOI_LIGHT_RED), "soi_light of the stage's green ones") \
  X(SIGNAL, uint64_t, signal_until, 1, "tick", signal, STAYS(1), "when the light changes next") \
  X(CROSSING, uint32_t, crossing_waiting, 1, "", motion, STAYS(1), "people at its kerbs who want to cross") \
  X(CROSSING, uint32_t, crossing_people, 1, "", motion, STAYS(1), "people on it") \
  X(LANE, double, lane_closed_from, 1, "m", input, STAYS(10), "closed stretch; none when from equals to") \
  X(LANE, double, lane_closed_to, 1, "m", input, STAYS(10), "") \
  X(LANE, uint64_t, lane_closed_until, 1, "tick", input, UNSEEN, "0: to the end") \
  X(CONFLICT_ZONE, uint64_t, conflict_zone_left_tick, 1, "tick", contact, UNSEEN, "when a body last left it; 0 never") \
  X(CONFLICT_ZONE, soi_vehicle_id, conflict_zone_left_by, 1, "row", contact, UNSEEN, "the vehicle, if still alive") \
  /* demand */ \
  X(VEHICLE_FLOW, uint64_t, vehicle_flow_next, 1, "us", demand, UNSEEN, "next arrival") \
  X(VEHICLE_FLOW, uint32_t, vehicle_flow_drawn, 1, "", demand, UNSEEN, "arrivals drawn so far") \
  X(VEHICLE_FLOW, uint32_t, vehicle_flow_waiting, 1, "", demand | motion, UNSEEN, "arrived, waiting outside for a gap") \
  X(PEOPLE_FLOW, uint64_t, people_flow_next, 1, "us", demand, UNSEEN, "next arrival at a rate") \
  X(PEOPLE_FLOW, uint32_t, people_flow_drawn, 1, "", demand, UNSEEN, "arrivals drawn so far") \
  X(PEOPLE_FLOW, uint32_t, people_flow_waiting, 1, "", demand | motion, UNSEEN, "arrived, waiting outside for room") \
  X(PEOPLE_FLOW, uint32_t, people_flow_crowd, 1, "", input | demand, UNSEEN, "people a command has called, to be taken up by demand") \
  X(PEOPLE_FLOW, uint32_t, people_flow_arrival, 1, "", demand, UNSEEN, "arrivals of the timetable done") \
  X(PEOPLE_FLOW, uint32_t, people_flow_pending, 1, "", demand, UNSEEN, "people of past arrivals still to come out") \
  X(PEOPLE_FLOW, uint64_t, people_flow_release, 1, "us", demand, UNSEEN, "when the next of them comes") \
  X(PEOPLE_FLOW, uint64_t, people_flow_gap, 1, "us", demand, UNSEEN, "between them") \
  X(INCIDENT, uint8_t, incident_done, 1, "", input, UNSEEN, "1 once it has begun") \
  /* commands, by tick and then by order of giving */ \
  X(COMMAND, uint64_t, command_tick, 1, "tick", input | demand, UNSEEN, "") \
  X(COMMAND, uint32_t, command_kind, 1, "", input | demand, UNSEEN, "soi_command_kind; 0: free") \
  X(COMMAND, uint32_t, command_target, 1, "row", input | demand, UNSEEN, "") \
  X(COMMAND, uint32_t, command_extra, 1, "", input | demand, UNSEEN, "") \
  X(COMMAND, double, command_values, 3, "", input | demand, UNSEEN, "")

#define SOI_WORLD_SCRATCH(X) \
  /* input, demand: commands that are due and must wait */ \
  X(COMMAND, uint8_t, command_refusal, 1, "", demand, "soi_refusal of those that put somebody") \
  /* sense: bodies on the map */ \
  X(VEHICLE, double, body_x, 1, "m", sense, "middle of the body, east") \
  X(VEHICLE, double, body_y, 1, "m", sense, "north") \
  X(VEHICLE, double, body_cos, 1, "", sense, "heading, east part") \
  X(VEHICLE, double, body_sin, 1, "", sense, "heading, north part") \
  X(VEHICLE, uint32_t, sensed_generation, 1, "", sense, "generation of the body placed here; 0: none") \
  /* sense: bodies on lanes; entries of lane l are lane_first[l] .. lane_first[l] + lane_entries[l] - 1, by front, least first */ \
  X(LANE, uint32_t, lane_first, 1, "row", sense, "") \
  X(LANE, uint32_t, lane_entries, 1, "", sense, "") \
  X(ENTRY, soi_entry, entries, 1, "", sense, "") \
  X(ENTRY, soi_entry, unsorted_entries, 1, "", sense, "work copy in the order of vehicles") \
  X(WORLD, uint32_t, entry_count, 1, "", sense, "") \
  X(VEHICLE, uint32_t, vehicle_entry, 1, "row", sense, "its entry on the lane of its front") \
  /* sense: who may be in a junction: vehicles that hold a grant, in a list for each connector */ \
  X(LANE, soi_vehicle_id, holder_first, 1, "row", sense | claim, "connectors: first vehicle that holds a grant for it") \
  X(VEHICLE, soi_vehicle_id, holder_next, 1, "row", sense | claim, "") \
  X(LANE, soi_vehicle_id, wanted_first, 1, "row", sense, "first vehicle on the lanes beside that must get in here") \
  X(VEHICLE, soi_vehicle_id, wanted_next, 1, "row", sense, "") \
  X(LANE, double, lane_pledged, 1, "m", sense | claim, "room at the lane's start that granted vehicles will take") \
  X(LANE, uint8_t, lane_reserved, 1, "", claim, "connectors: refused in this step to somebody with more right than those who ask later") \
  X(LANE, uint8_t, lane_taken, 1, "", claim, "1: somebody is born or changes onto it in this step") \
  /* sense: what a crossing looks like from the road, and the road from the crossing */ \
  X(CONFLICT_ZONE, uint8_t, conflict_zone_people, 1, "", sense, "1: somebody is on it or about to be (walk zones; written by pedestrian)") \
  X(CONFLICT_ZONE, uint8_t, conflict_zone_asked, 1, "", sense, "1: somebody waits at the kerb to walk over it (written by pedestrian)") \
  X(CONFLICT_ZONE, double, conflict_zone_arrival, 1, "s", sense, \
    "until the next vehicle that does not stop comes to it; 0: a body is on it, or nobody was there to ask (written by road)") \
  /* sense: people in cells of SOI_CELL_SIZE; people of cell c are cell_people[cell_first[c]] to before cell_first[c + 1] */ \
  X(WORLD, uint32_t, cell_count, 1, "", sense, "cells in use, a power of two") \
  X(CELL, uint32_t, cell_first, 1, "", sense, "the row behind the last cell in use is its end") \
  X(PERSON, soi_person_id, cell_people, 1, "row", sense, "person rows, by cell and then by row") \
  X(PERSON, uint32_t, person_cell, 1, "", sense, "") \
  X(PERSON, double, cell_x, 1, "m", sense, "where cell_people's person of the same index is, east: read in a row") \
  X(PERSON, double, cell_y, 1, "m", sense, "north") \
  /* sense: what carts see now */ \
  X(TRACK, uint8_t, sight_kind, 1, "", sense, "the tracks that motion will keep") \
  X(TRACK, uint32_t, sight_row, 1, "row", sense, "") \
  X(TRACK, uint32_t, sight_generation, 1, "", sense, "") \
  X(TRACK, uint64_t, sight_seen, 1, "tick", sense, "") \
  X(TRACK, double, sight_x, 1, "m", sense, "") \
  X(TRACK, double, sight_y, 1, "m", sense, "") \
  X(TRACK, double, sight_vx, 1, "m/s", sense, "") \
  X(TRACK, double, sight_vy, 1, "m/s", sense, "") \
  /* decide: intents of road users; each has a safe motion for the claim granted and for the claim refused */ \
  X(VEHICLE, double, intent_go, 1, "m/s2", decide, "acceleration when the claim is granted, or when there is none") \
  X(VEHICLE, double, intent_stay, 1, "m/s2", decide, "acceleration when it is refused") \
  X(VEHICLE, soi_lane_id, intent_connector, 1, "row", decide, "claim: connector it asks to enter; 0 none") \
  X(VEHICLE, soi_lane_id, intent_lane, 1, "row", decide | claim, "claim: neighbour lane it wants to change to; 0 none") \
  X(VEHICLE, soi_lane_id, intent_wants, 1, "row", decide, "the lane its way demands, whether or not it is granted now; 0 none") \
  X(VEHICLE, double, intent_lane_gain, 1, "m/s2", decide, "what the change is worth: the greatest gain goes first") \
  X(VEHICLE, double, intent_d, 1, "m", decide, "lateral offset it steers to") \
  X(VEHICLE, double, intent_speed_wish, 1, "m/s", decide, "free speed here: the measure of delay") \
  X(VEHICLE, uint8_t, intent_go_cause, 1, "", decide, "soi_cause that binds intent_go") \
  X(VEHICLE, uint8_t, intent_stay_cause, 1, "", decide | claim, "") \
  X(VEHICLE, uint32_t, intent_go_of, 1, "row", decide, "who or what is behind it") \
  X(VEHICLE, uint32_t, intent_stay_of, 1, "row", decide | claim, "") \
  X(VEHICLE, uint8_t, granted, 1, "bits", claim, "soi_granted bits") \
  X(VEHICLE, uint32_t, grant_place, 1, "", claim, "place among this step's grants of connectors, from 1") \
  X(WORLD, uint32_t, grant_count, 1, "", claim, "") \
  X(VEHICLE, soi_vehicle_id, request_order, 1, "row", claim, \
    "vehicles with a claim, then those that wish to change lanes, in the order of granting") \
  X(WORLD, uint32_t, request_count, 1, "", claim, "") \
  /* decide: intents of people */ \
  X(PERSON, double, intent_vx, 1, "m/s", decide, "velocity of the step") \
  X(PERSON, double, intent_vy, 1, "m/s", decide, "") \
  X(PERSON, uint8_t, intent_stroll, 1, "tick", decide, "person_stroll after this step") \
  X(PERSON, uint8_t, intent_crossing, 1, "", decide, "soi_crossing_state to change to") \
  /* demand: the first of those who wait outside */ \
  X(VEHICLE_FLOW, soi_type_id, newcomer_type, 1, "row", demand, "") \
  /* claim: newcomers and the doors */ \
  X(VEHICLE_FLOW, soi_lane_id, birth_lane, 1, "row", claim, "lane on which the flow may give birth in this step; 0 none") \
  X(PEOPLE_FLOW, uint8_t, birth_granted, 1, "", claim, "1: one more of this flow may appear") \
  X(CART, uint32_t, berth_offer, 1, "", claim, "berth granted to the cart, from 1; 0 none") \
  X(CART, uint8_t, depart_granted, 1, "", claim, "1: the gap in the lane allows it to leave the depot") \
  /* standstill: whom agents wait for */ \
  X(VEHICLE, uint8_t, vehicle_stand, 1, "", standstill, "soi_stand") \
  X(VEHICLE, soi_agent_id, vehicle_waits_on, 1, "agent", standstill, "") \
  X(PERSON, uint8_t, person_stand, 1, "", standstill, "soi_stand") \
  X(PERSON, soi_agent_id, person_waits_on, 1, "agent", standstill, "") \
  /* contact: who overlaps in this step */ \
  X(LANE, soi_lane_id, held, 1, "row", contact, "connectors that somebody holds, from row 1") \
  X(WORLD, uint32_t, held_count, 1, "", contact, "") \
  X(VEHICLE, soi_vehicle_id, contact_now, SOI_CONTACTS, "row", contact, "") \
  X(PERSON, soi_vehicle_id, person_touched, 1, "row", contact, "")

#endif
