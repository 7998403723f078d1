/* Timetables from a GTFS feed (General Transit Feed Specification, gtfs.org): when vehicles of public transport arrive at places. */
#ifndef SOI_IMPORT_GTFS_H
#define SOI_IMPORT_GTFS_H

#include <soi/soi.h>

/* Where arrivals are wanted. */
typedef struct gtfs_place {
  double latitude, longitude; /* degrees */
} gtfs_place;

typedef struct gtfs_question {
  const char *path;           /* a folder of tables, or a zip file of them */
  const gtfs_place *places;
  uint32_t place_count;
  double reach;               /* m: a stop further from every place is left out */
  uint32_t date;              /* 20261128; 0: the feed's first Wednesday with service */
} gtfs_question;

/* The arrivals of one route at one place. */
typedef struct gtfs_arrivals {
  uint32_t place;
  const char *route;          /* its short name, else its long one, else its id */
  uint32_t *times;            /* s after midnight of the date, in order, each once; below 48 h */
  uint32_t count;
} gtfs_arrivals;

/* Everything lives in the arena; release it with gtfs_release. */
typedef struct gtfs_answer {
  soi_arena arena;
  uint32_t date;
  gtfs_arrivals *arrivals;    /* by place, then route */
  uint32_t count;
  uint32_t near_stops;        /* stops of the feed that lie near a place */
  const char *error;          /* "FILE:LINE:1: what is wrong; what to do" */
} gtfs_answer;

bool gtfs_read(const gtfs_question *question, gtfs_answer *answer);
void gtfs_release(gtfs_answer *answer);

#endif
