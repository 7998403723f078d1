/* A world's state without the rows that were never used, field behind field: for copies that stay within a program. It takes a third of a
 * snapshot, and neither head nor checksum. */
#ifndef SOI_COPY_H
#define SOI_COPY_H

#include <soi/world.h>

size_t soi_copy_size(const soi_world *world);
/* copy: soi_copy_size bytes, at any address. */
void soi_copy_save(const soi_world *world, void *copy);
/* Into a world of the same model in which no row was used that was not used when the copy was made. */
void soi_copy_restore(soi_world *world, const void *copy);

#endif
