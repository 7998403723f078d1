/* Why a cart is slow, in words: from the causes that stand in the world. */
#ifndef SOI_TOOL_WHY_H
#define SOI_TOOL_WHY_H

#include <soi/observe.h>

enum { WHY_WHO = 96 };

/* Who or what is behind a cart's cause: "cart-2", "car 1041", "person 310", "stop or-tor-kor", "signal kamphaeng-phet"; "" when nobody
 * is. buffer needs WHY_WHO bytes. */
const char *why_who(const soi_world *world, uint32_t cart, char *buffer);

#endif
