/* Reading expectations: "wait.p90 <= 6 min". */
#ifndef SOI_LOAD_EXPECT_H
#define SOI_LOAD_EXPECT_H

#include "loading.h"

/* Reads a sequence of texts into a list of soi_expectation_definition at place. */
void soi_expect_read(soi_loading *loading, const soi_key_path *path, const soi_schema_field *field, const soi_tree *node, void *place);

/* Adds what every scenario expects unless it says otherwise: that nobody stands for no lawful cause. What says otherwise is marked. */
void soi_expect_usual(soi_loading *loading);

#endif
