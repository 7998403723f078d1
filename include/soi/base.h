/* What every part of soi shares: the export mark, status codes, ticks, marks in a file and the hooks a host program hands in.
 * The core itself has no clock, no files, no threads and no allocator: all of these come from the host. */
#ifndef SOI_BASE_H
#define SOI_BASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#if defined(_WIN32)
#define SOI_API
#else
#define SOI_API __attribute__((visibility("default")))
#endif

/* Lets the compiler check the arguments against the format, as it does for printf. */
#define SOI_FORMAT(at, first) __attribute__((format(printf, at, first)))

#ifdef __cplusplus
extern "C" {
#endif

/* The one place of the version: CMake, and so the package, reads it here. */
#define SOI_VERSION_MAJOR 0
#define SOI_VERSION_MINOR 1
#define SOI_VERSION_PATCH 0
#define SOI_VERSION_WORDS(major, minor, patch) #major "." #minor "." #patch
#define SOI_VERSION_TEXT(major, minor, patch) SOI_VERSION_WORDS(major, minor, patch)
#define SOI_VERSION SOI_VERSION_TEXT(SOI_VERSION_MAJOR, SOI_VERSION_MINOR, SOI_VERSION_PATCH)

/* How a run ended: the exit codes of every soi program. */
typedef enum soi_verdict {
  SOI_VERDICT_HELD = 0,         /* every expectation held */
  SOI_VERDICT_FAILED = 1,       /* some did not */
  SOI_VERDICT_INPUT = 2,        /* the input is wrong */
  SOI_VERDICT_FAULT = 3,        /* a fault in soi, or in what it writes to (full disk, closed pipe) */
  SOI_VERDICT_OUT_OF_TIME = 4,  /* stopped by a signal or a time limit */
  SOI_VERDICT_INCONCLUSIVE = 5, /* a metric without samples, a table that was full, too few seeds */
} soi_verdict;

/* Simulated time in steps since the scenario's start. The step's length in microseconds is soi_model.step_us. */
typedef uint64_t soi_tick;

/* A point in the map's frame: metres east (x) and north (y) of the origin. */
typedef struct soi_point {
  double x, y;
} soi_point;

/* A place in an input file; line and column count from 1, zero means unknown. */
typedef struct soi_mark {
  uint32_t file; /* row of soi_definition.files, 0 when the value came from no file */
  uint32_t line;
  uint32_t column;
} soi_mark;

/* Memory comes from the host. allocate returns a zero-filled block aligned to 64 bytes, or NULL; release takes it back. */
typedef struct soi_memory {
  void *(*allocate)(void *context, size_t bytes);
  void (*release)(void *context, void *block, size_t bytes);
  void *context;
} soi_memory;

/* A task over the rows first <= row < last. It must not depend on how the rows are split. */
typedef void (*soi_task)(void *argument, uint32_t first, uint32_t last);

/* The host's parallel-for: calls task over pieces that cover [first, last) once, and returns when all are done.
 * A null run means: do it here, in one piece. */
typedef struct soi_parallel {
  void (*run)(void *context, soi_task task, void *argument, uint32_t first, uint32_t last);
  void *context;
} soi_parallel;

/* Called when an assertion fails; never returns. soi defines it weakly (it traps), a program may define its own. */
SOI_API _Noreturn void soi_assert_failed(const char *expression, const char *file, int line);

/* Assertions stay on in release builds: a wrong result is worse than a stop. */
#define SOI_ASSERT(condition) ((condition) ? (void)0 : soi_assert_failed(#condition, __FILE__, __LINE__))

/* The version of the library in use, "major.minor.patch". */
SOI_API const char *soi_version(void);

/* The candidate nearest to a mistyped word, or null when none is near enough to be worth saying. Of equals the first; null
 * candidates are passed over. */
SOI_API const char *soi_text_nearest(const char *word, const char *const *candidates, unsigned count);

/* Errors found in input, in the order of their places. Owned by the definition or the caller that passed it in. */
typedef struct soi_error {
  soi_mark mark;
  const char *message; /* "what is wrong; what was expected; did you mean" */
} soi_error;

typedef struct soi_arena soi_arena;

/* A list of errors. Its strings and items live in the arena. */
typedef struct soi_errors {
  soi_arena *arena;
  soi_error *items;
  uint32_t count;
  uint32_t capacity;
} soi_errors;

/* A growing arena: blocks from the host's memory, given back all at once. */
struct soi_arena {
  soi_memory memory;
  struct soi_arena_block *newest;
  size_t used;  /* bytes handed out */
  size_t taken; /* bytes taken from the host */
};

/* memory is kept by value. Nothing is allocated until the first use. */
SOI_API soi_arena soi_arena_make(soi_memory memory);
/* Zero-filled, aligned to 16 bytes (64 from 4 KiB on); never NULL, also for 0 bytes. Asserts when the host has no more memory. */
SOI_API void *soi_arena_allocate(soi_arena *arena, size_t bytes);
/* Gives every block back; the arena is as new and may be used again. */
SOI_API void soi_arena_release(soi_arena *arena);

#define SOI_NEW(arena, type, count) ((type *)soi_arena_allocate((arena), sizeof(type) * (size_t)(count)))

/* Adds one error; format knows %s %d %u %x %c %g %.Nf and %%, with l, ll and z. The message is copied. A 64-bit number is cast
 * to (unsigned) long long and written with %llu or %lld. */
SOI_API void soi_error_add(soi_errors *errors, soi_mark mark, const char *format, ...) SOI_FORMAT(3, 4);
/* Sorts by file, line and column, keeps the order of equals, and drops exact repeats. */
SOI_API void soi_errors_sort(soi_errors *errors);

#ifdef __cplusplus
}
#endif
#endif
