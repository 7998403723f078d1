/* Carts by number: fleet.shuttle with a count of 4 stands for shuttle-1 to shuttle-4. */
#ifndef SOI_LOAD_FLEET_H
#define SOI_LOAD_FLEET_H

#include "loading.h"

enum { SOI_MOST_CARTS = 1000 }; /* of one record; the schema says so too */

/* Before reading: puts the carts of groups in the place of their records. */
void soi_fleet_expand(soi_loading *loading);
/* After reading: the place of each in its group, and a number behind a name they share. */
void soi_fleet_number(soi_loading *loading);

#endif
