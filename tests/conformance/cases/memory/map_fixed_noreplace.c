/* MAP_FIXED_NOREPLACE takes the very address or fails, and never replaces. */
#include "../../memory.h"
CASE(map_fixed_noreplace) {
  int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE;
  char *a = room(8);
  munmap(a + 4 * PAGE, 4 * PAGE);
  WORKS(mmap(a, PAGE, 3, flags, -1, 0));
  WORKS(mmap(a + 3 * PAGE, 2 * PAGE, 3, flags, -1, 0));
  CALL(mmap(a + 5 * PAGE, PAGE, 3, flags, -1, 0) == a + 5 * PAGE);
  WORKS(mmap(a + 4 * PAGE, 2 * PAGE, 3, flags, -1, 0));
  CALL(mmap(a + 4 * PAGE, PAGE, 3, flags, -1, 0) == a + 4 * PAGE);
  WORKS(mmap(a + 6 * PAGE + 1, PAGE, 3, flags, -1, 0));
  show_maps(a, 8);
  munmap(a, 8 * PAGE);
}
