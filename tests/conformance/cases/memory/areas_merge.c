/* Neighbours of the same kind are one line of maps; a difference in rights or sharing keeps them apart. */
#include "../../memory.h"
CASE(areas_merge) {
  char *a = room(8);
  int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED;
  mmap(a + PAGE, PAGE, 3, flags, -1, 0);
  mmap(a + 2 * PAGE, PAGE, 3, flags, -1, 0);
  show_maps(a, 8);
  mmap(a + 4 * PAGE, PAGE, 3, flags, -1, 0);
  mmap(a + 3 * PAGE, PAGE, 3, flags, -1, 0);
  show_maps(a, 8);
  CALL(mprotect(a + 2 * PAGE, PAGE, 1));
  show_maps(a, 8);
  CALL(mprotect(a + 2 * PAGE, PAGE, 3));
  show_maps(a, 8);
  mmap(a + 5 * PAGE, PAGE, 3, MAP_SHARED | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
  mmap(a + 6 * PAGE, PAGE, 3, MAP_SHARED | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
  show_maps(a, 5);
  int fd = file_with("merged", "");
  ftruncate(fd, 4 * PAGE);
  mmap(a, PAGE, 1, MAP_PRIVATE | MAP_FIXED, fd, 0);
  mmap(a + PAGE, PAGE, 1, MAP_PRIVATE | MAP_FIXED, fd, PAGE);
  mmap(a + 2 * PAGE, PAGE, 1, MAP_PRIVATE | MAP_FIXED, fd, 3 * PAGE);
  show_maps(a, 3);
  munmap(a, 8 * PAGE);
  close(fd), unlink("merged");
}
