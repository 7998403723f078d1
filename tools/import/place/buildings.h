/* Buildings and the ways that lead past them and through them. Outlines are drawn some metres off, and sidewalks are often guessed: a
 * building that reaches a little into a road's lanes or sidewalks is drawn back to their edge. One that a road leads through stands
 * on columns; a way on foot that leads through one is covered by it. All of it is told. */
#ifndef SOI_IMPORT_BUILDINGS_H
#define SOI_IMPORT_BUILDINGS_H

#include "road_graph.h"

/* A line that leads past buildings, with what it needs at its left and right. */
typedef struct passer {
  line line;
  double need[2];
} passer;

void buildings_begin(import *in);
/* The outline a building gets, count 0 for none; base is where its walls begin, when a road leads through. */
line building_fit(import *in, line ring, source from, double *base);
/* Where the walls of a building begin that is said to stand on a layer above the ground. */
double building_base(const import *in, osm_tags tags);
/* Remembers a building that stands on the ground, by the row of its record; whether one stands in the way of a straight line. */
void building_stands(import *in, line ring, uint32_t record);
bool building_between(import *in, soi_point a, soi_point b);
/* Lifts the buildings that still stand on lanes or ways on foot of a model; whether there were any. */
bool buildings_lift(import *in, const soi_model *model);

#endif
