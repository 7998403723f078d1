/* Why a cart is slow, in words: from the causes that stand in the world. */
#ifndef SOI_TOOL_WHY_H
#define SOI_TOOL_WHY_H

#include <soi/observe.h>

#include "recorded.h"

enum { WHY_WHO = 96, WHY_LONG = 2 * WHY_WHO + 4 };

/* Who or what is behind a cart's cause: "cart-2", "car 1041", "person 310", "stop or-tor-kor", "signal kamphaeng-phet"; "" when nobody
 * is. buffer needs WHY_WHO bytes. */
const char *why_who(const soi_world *world, soi_cart_id cart, char *buffer);

/* The cause behind that: what the cart in the berth, or the first of the queue, waits for: "cart-2 broke down in it", "bus 3: waiting at a
 * signal"; "" when there is none. buffer needs WHY_WHO bytes. */
const char *why_behind(const soi_world *world, soi_cart_id cart, char *buffer);

/* What held a cart over the whole recording, or at a tick; returns the exit code. */
int why_cart(tool_recorded *recorded, soi_cart_id cart, bool moment, soi_tick tick);
/* Prints what a cart lost between two ticks and the three greatest causes, to the end of the line. */
void why_tell_lost(tool_recorded *recorded, soi_cart_id cart, soi_tick from, soi_tick to);
/* The trip of the passenger with this number (person_serial), or what it was about at a tick; returns the exit code. */
int why_passenger(tool_recorded *recorded, uint32_t serial, bool moment, soi_tick tick);

#endif
