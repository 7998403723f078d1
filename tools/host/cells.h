/* A CSV table, cell by cell. */
#ifndef SOI_TOOL_CELLS_H
#define SOI_TOOL_CELLS_H

#include <soi/observe.h>

typedef struct cells {
  soi_writer writer;
  bool begun, failed;
} cells;

/* Quoted where it must be. What a spreadsheet would take for a formula gets an apostrophe in front. */
void cells_text(cells *row, const char *text);
/* Empty when it is not known. */
void cells_number(cells *row, bool known, double value);
void cells_end(cells *row);

#endif
