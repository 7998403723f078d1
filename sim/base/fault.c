/* What happens when soi itself is wrong, and which soi this is. The hook is weak so that a program can put its own message
 * and exit code in its place; a program without one stops at once. */
#include <soi/base.h>

__attribute__((weak)) _Noreturn void soi_assert_failed(const char *expression, const char *file, int line) {
  (void)expression;
  (void)file;
  (void)line;
  __builtin_trap();
}

const char *soi_version(void) { return SOI_VERSION; }
