/* Threads that share the rows of a step's loops: soi_parallel on pthreads. How rows are split never changes a result, so the
 * pool may split them as it likes; it counts what each thread did, so that a test can see that they all did something. */
#ifndef SOI_TOOL_POOL_H
#define SOI_TOOL_POOL_H

#include <soi/base.h>

typedef struct tool_pool tool_pool;

/* A pool of so many threads, the caller's among them. Null, and a message, when the system gives no more. */
tool_pool *pool_create(unsigned threads);
void pool_release(tool_pool *pool);
soi_parallel pool_parallel(tool_pool *pool);

unsigned pool_threads(const tool_pool *pool);
/* Rows that thread number i (from 0, the caller's) has processed. */
uint64_t pool_rows(const tool_pool *pool, unsigned i);

#endif
