/* A round gives each thread one contiguous piece. Rounds come every few microseconds while a run goes, so a worker spins a short
 * while before it sleeps. */
#include "pool.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "terminal.h"

#define SPINS 2000
#define LEAST_ROWS 32u /* a thread: fewer are not worth waking it */

typedef struct pool_worker {
  _Alignas(64) struct tool_pool *pool;
  pthread_t thread;
  unsigned number;
  uint64_t rows;
} pool_worker;

struct tool_pool {
  soi_task task;
  void *argument;
  uint32_t first, last;
  atomic_uint round;   /* grows when there is work */
  atomic_uint working; /* workers that have not finished the round */
  atomic_bool closing;
  pthread_mutex_t mutex;
  pthread_cond_t begun;
  unsigned threads;
  pool_worker *workers; /* worker 0 is the caller */
};

/* Runs the worker's piece of the round: the k-th of n parts of nearly equal size. */
static void run_piece(pool_worker *worker) {
  const tool_pool *const pool = worker->pool;
  const uint64_t rows = pool->last - pool->first;
  const uint32_t first = pool->first + (uint32_t)(rows * worker->number / pool->threads);
  const uint32_t last = pool->first + (uint32_t)(rows * (worker->number + 1) / pool->threads);
  if (first < last) {
    pool->task(pool->argument, first, last);
    worker->rows += last - first;
  }
}

/* Waits for a round after the one known: spins, then sleeps. */
static unsigned await_round(tool_pool *pool, unsigned known) {
  for (unsigned spin = 0; spin < SPINS; ++spin) {
    if (atomic_load(&pool->round) != known) { return atomic_load(&pool->round); }
  }
  pthread_mutex_lock(&pool->mutex);
  while (atomic_load(&pool->round) == known) { pthread_cond_wait(&pool->begun, &pool->mutex); }
  pthread_mutex_unlock(&pool->mutex);
  return atomic_load(&pool->round);
}

static void *work(void *argument) {
  pool_worker *const self = argument;
  tool_pool *const pool = self->pool;
  for (unsigned known = 0;;) {
    known = await_round(pool, known);
    if (atomic_load(&pool->closing)) { return NULL; }
    run_piece(self);
    atomic_fetch_sub(&pool->working, 1);
  }
}

/* Wakes the workers for a new round, or for the end. */
static void begin_round(tool_pool *pool) {
  pthread_mutex_lock(&pool->mutex);
  atomic_fetch_add(&pool->round, 1);
  pthread_cond_broadcast(&pool->begun);
  pthread_mutex_unlock(&pool->mutex);
}

static void run(void *context, soi_task task, void *argument, uint32_t first, uint32_t last) {
  tool_pool *const pool = context;
  if (last <= first || last - first < LEAST_ROWS * pool->threads) {
    if (first < last) {
      task(argument, first, last);
      pool->workers[0].rows += last - first;
    }
    return;
  }
  pool->task = task;
  pool->argument = argument;
  pool->first = first;
  pool->last = last;
  atomic_store(&pool->working, pool->threads - 1);
  begin_round(pool);
  run_piece(&pool->workers[0]);
  for (unsigned spin = 0; atomic_load(&pool->working) > 0; ++spin) {
    if (spin >= SPINS) { sched_yield(); }
  }
}

tool_pool *pool_create(unsigned threads) {
  tool_pool *const pool = terminal_grow(NULL, sizeof *pool);
  memset(pool, 0, sizeof *pool);
  pool->threads = threads;
  pool->workers = aligned_alloc(64, threads * sizeof *pool->workers);
  if (pool->workers == NULL) {
    free(pool);
    terminal_complain(NULL, "no memory for %u threads", threads);
    return NULL;
  }
  memset(pool->workers, 0, threads * sizeof *pool->workers);
  pthread_mutex_init(&pool->mutex, NULL);
  pthread_cond_init(&pool->begun, NULL);

  /* Start the others; on failure the ones that run are ended again. */
  for (unsigned i = 0; i < threads; ++i) {
    pool->workers[i].pool = pool;
    pool->workers[i].number = i;
    if (i > 0 && pthread_create(&pool->workers[i].thread, NULL, work, &pool->workers[i]) != 0) {
      pool->threads = i;
      pool_release(pool);
      terminal_complain(NULL, "the system gives no more than %u of %u threads", i, threads);
      return NULL;
    }
  }
  return pool;
}

void pool_release(tool_pool *pool) {
  if (pool == NULL) { return; }
  atomic_store(&pool->closing, true);
  begin_round(pool);
  for (unsigned i = 1; i < pool->threads; ++i) { pthread_join(pool->workers[i].thread, NULL); }
  pthread_cond_destroy(&pool->begun);
  pthread_mutex_destroy(&pool->mutex);
  free(pool->workers);
  free(pool);
}

soi_parallel pool_parallel(tool_pool *pool) { return (soi_parallel){run, pool}; }

unsigned pool_threads(const tool_pool *pool) { return pool->threads; }

uint64_t pool_rows(const tool_pool *pool, unsigned i) { return pool->workers[i].rows; }
