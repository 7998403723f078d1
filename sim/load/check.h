/* What cannot be said in a table: how values of a definition must fit together. */
#ifndef SOI_LOAD_CHECK_H
#define SOI_LOAD_CHECK_H

#include "loading.h"

void soi_check_map(soi_loading *loading);
void soi_check_scenario(soi_loading *loading);

#endif
