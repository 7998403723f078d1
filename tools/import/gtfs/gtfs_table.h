/* The tables of a GTFS feed, line by line out of a folder or a zip file: comma-separated values with quotes (RFC 4180) in UTF-8, a line
 * of column names first. What can be made sense of is read (a mark of byte order, spaces around names and values, lines that end in
 * CR LF, names in capitals, a quote that is never closed); what cannot ends the reading and is named as what it is. */
#ifndef SOI_IMPORT_GTFS_TABLE_H
#define SOI_IMPORT_GTFS_TABLE_H

#include <soi/soi.h>

enum { GTFS_COLUMNS = 12 };

typedef struct gtfs_feed {
  const char *path;
  soi_arena *arena;
  const char *error;  /* the first one: "FILE:LINE:1: what is wrong; what to do" */
  void *zip;          /* null: a folder */
  const char *inside; /* the zip's folder that holds the tables, with its slash */
} gtfs_feed;

typedef struct gtfs_table {
  gtfs_feed *feed;
  const char *name;
  void *source; /* a file of the folder or of the zip */
  char *buffer;
  size_t at, end, capacity;
  bool whole;                       /* nothing more comes */
  double packed, unpacked;          /* bytes in the zip file, infinite in a folder, and those read */
  uint32_t line;                    /* of the row, from 1 */
  uint32_t unclosed, unclosed_line; /* quotes that are never closed, and the first one's line */
  uint32_t line_after;
  const char *const *names; /* of the columns wanted */
  uint32_t columns[GTFS_COLUMNS], wanted, width;
  char *fields[GTFS_COLUMNS];
} gtfs_table;

/* Finds out what the path is; false with feed->error when it is no feed. */
bool gtfs_open(gtfs_feed *feed, const char *path, soi_arena *arena);
void gtfs_close(gtfs_feed *feed);
/* Keeps the first error; false. */
bool gtfs_fail(gtfs_feed *feed, const char *table, uint32_t row, const char *format, ...) SOI_FORMAT(4, 5);

/* Opens a table for the columns named, up to a null; those that begin with '*' must be there. False when there is no such table, or
 * with feed->error when it cannot be read. Close it, also when it could not be opened. */
bool gtfs_table_open(gtfs_feed *feed, gtfs_table *table, const char *name, const char *const *columns);
/* The next row that has anything in it: fields, in the order of the columns asked for, "" for what is missing, until the next call. */
bool gtfs_table_next(gtfs_table *table);
void gtfs_table_close(gtfs_table *table);

#endif
