/* Where people come and go: station entrances, stations and bus stops become gates, each tied to the nearest way on foot. */
#ifndef SOI_IMPORT_GATES_H
#define SOI_IMPORT_GATES_H

#include "import_state.h"

void gates_build(import *in);

#endif
