/* Figures of a model: how much of what, and what hangs together. */
#ifndef SOI_TOOL_MAP_FIGURES_H
#define SOI_TOOL_MAP_FIGURES_H

#include <stdio.h>

#include <soi/soi.h>

void map_figures_print(const soi_model *model, FILE *stream);

#endif
