/* MAP_FIXED replaces what is there, part of a mapping too. */
#include "../../memory.h"
CASE(map_fixed_replaces) {
  char *a = anonymous(6, 3);
  memset(a, 'a', 6 * PAGE);
  CALL(mmap(a + 2 * PAGE, 2 * PAGE, 1, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) == a + 2 * PAGE);
  printf("%d %d %d %d\n", a[PAGE], a[2 * PAGE], a[3 * PAGE], a[4 * PAGE]);
  show_maps(a, 6);
  int fd = file_with("replacing", "file");
  CALL(mmap(a, PAGE, 1, MAP_PRIVATE | MAP_FIXED, fd, 0) == a);
  show_maps(a, 6);
  printf("%.4s\n", a);
  WORKS(mmap(a, PAGE, 1, MAP_PRIVATE | MAP_FIXED, 77, 0));
  printf("a failure leaves it: %.4s\n", a);
  WORKS(mmap(a + 4 * PAGE, 0, 1, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0));
  printf("%c\n", a[4 * PAGE]);
  close(fd), unlink("replacing");
  munmap(a, 6 * PAGE);
}
