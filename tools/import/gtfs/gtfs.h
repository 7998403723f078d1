/* Timetables from a GTFS feed (General Transit Feed Specification, gtfs.org): when vehicles of public transport arrive at places. */
#ifndef SOI_IMPORT_GTFS_H
#define SOI_IMPORT_GTFS_H

#include <soi/soi.h>

typedef struct gtfs_question {
  const char *path;          /* a folder of tables, or a zip file of them */
  const soi_degrees *places; /* where arrivals are wanted */
  uint32_t place_count;
  double reach;  /* m: a stop further from every place is left out */
  uint32_t date; /* 20261128; 0: of the first weeks with service at the places the busiest Wednesday, or day */
} gtfs_question;

/* The arrivals of one route at one place. */
typedef struct gtfs_arrivals {
  uint32_t place;
  const char *route; /* its short name, else its long one, else its id */
  uint32_t *times;   /* s after midnight of the date, in order, each once; below 48 h */
  uint32_t count;
} gtfs_arrivals;

/* What the feed left open, or said in a way that could not be kept. */
typedef enum gtfs_note {
  GTFS_INTERPOLATED,
  GTFS_UNTIMED,
  GTFS_TIME,
  GTFS_MIDNIGHT,
  GTFS_PLACE,
  GTFS_DATE,
  GTFS_PERIOD,
  GTFS_SERVICE,
  GTFS_FREQUENCY,
  GTFS_TWICE,
  GTFS_QUOTE,
  GTFS_NOTE_COUNT
} gtfs_note;

typedef struct gtfs_noted {
  const char *table; /* of the first */
  uint32_t line, count;
} gtfs_noted;

/* Everything lives in the arena; release it with gtfs_release. */
typedef struct gtfs_answer {
  soi_arena arena;
  uint32_t date;                  /* 0: no day has any service at the places */
  uint32_t first_date, last_date; /* between which there may be some; 0 for none */
  gtfs_arrivals *arrivals;        /* by place, then route */
  uint32_t count;
  uint32_t near_stops;      /* stops of the feed that lie near a place */
  const char *nearest_stop; /* the id of the stop that comes nearest to a place, null for none, ... */
  uint32_t nearest_place;
  double nearest; /* ... m */
  gtfs_noted notes[GTFS_NOTE_COUNT];
  const char *error; /* "FILE:LINE:1: what is wrong; what to do" */
} gtfs_answer;

/* A date as 2026-11-28 or 20261128; 0 when it is neither, or no day of the calendar. */
uint32_t gtfs_read_date(const char *text);
bool gtfs_read(const gtfs_question *question, gtfs_answer *answer);
void gtfs_release(gtfs_answer *answer);
const char *gtfs_note_text(gtfs_note note);

#endif
