/* Units: how quantities are written in files and reports. One table of spellings for each dimension of soi_unit; inside soi
 * everything is SI (but rain in mm/h, temperature in degrees Celsius, angles in degrees, clock times in s after midnight). */
#ifndef SOI_BASE_UNIT_H
#define SOI_BASE_UNIT_H

#include <soi/metrics.h>

/* One spelling: a value written with it is value * times / over in the dimension's own unit. */
typedef struct soi_spelling {
  const char *text;
  double times, over;
} soi_spelling;

typedef enum soi_unit_result {
  SOI_UNIT_OK,
  SOI_UNIT_NO_NUMBER, /* it does not begin with a number (or, for a clock, is not HH:MM) */
  SOI_UNIT_MISSING,   /* a number without the unit that is due */
  SOI_UNIT_WRONG,     /* a number with another dimension's unit, with none that is known, or with one where none is due */
  SOI_UNIT_TOO_LARGE, /* more than a double holds */
  SOI_UNIT_TOO_LONG,  /* more than 19 digits */
} soi_unit_result;

/* Reads "19 km/h": a number, at most one space, a spelling of the unit, and nothing else. SOI_UNIT_NONE takes a bare number,
 * SOI_UNIT_CLOCK HH:MM, HH:MM:SS or HH:MM:SS.mmm up to 48:00. *value gets the quantity in the dimension's own unit, untouched on failure.
 * *spelling, if not null, gets what stands where the unit is due. Independent of any locale. */
soi_unit_result soi_unit_parse(soi_unit unit, const char *text, double *value, const char **spelling);

/* The spellings a dimension can be written with; none for SOI_UNIT_NONE and SOI_UNIT_CLOCK. */
const soi_spelling *soi_unit_spellings(soi_unit unit, uint32_t *count);
/* The unit of a quotient; false when soi has none. Equal units make a share, and what is counted takes nothing away. */
bool soi_unit_over(soi_unit top, soi_unit bottom, soi_unit *quotient);

/* What a dimension is called, with its article: "a speed". */
const char *soi_unit_noun(soi_unit unit);
/* The spellings as a list for messages: "m/s or km/h"; "HH:MM or HH:MM:SS" for a clock, "" for none. */
size_t soi_unit_list(char *buffer, size_t size, soi_unit unit);

#endif
