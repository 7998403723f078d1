/* Copies of a world's state that follow one another: each holds the lines of 64 bytes that changed since the one before, as most of the state
 * stays as it is in a step. For copies that stay within a program. */
#ifndef SOI_COPY_H
#define SOI_COPY_H

#include <soi/world.h>

/* What makes the copies of one world. */
typedef struct soi_copier soi_copier;

/* The first copy will hold what differs from `from`, a world of the same model. Null when the host has no memory. */
soi_copier *soi_copier_create(const soi_world *from, soi_memory memory);
void soi_copier_release(soi_copier *copier);

/* The most bytes that a copy of a world takes. */
size_t soi_copy_most(const soi_world *world);
/* Copies to any address what may have changed since the copy before; returns how many bytes it wrote. */
size_t soi_copy_changes(soi_copier *copier, const soi_world *world, void *copy);
/* Brings a world that stands where the copied one stood before to where it was then. */
void soi_copy_apply(soi_world *world, const void *copy, size_t bytes);

#endif
