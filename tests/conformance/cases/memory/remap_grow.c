/* mremap(2) to a larger size: in place where there is room, ENOMEM or a move where there is none. */
#include "../../memory.h"
CASE(remap_grow) {
  char *a = room(8), *b;
  mmap(a, 2 * PAGE, 3, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
  memset(a, 'g', 2 * PAGE);
  WORKS(mremap(a, 2 * PAGE, 4 * PAGE, 0));
  munmap(a + 2 * PAGE, 3 * PAGE);
  CALL((char *)mremap(a, 2 * PAGE, 4 * PAGE, 0) - a);
  printf("%c %d\n", a[2 * PAGE - 1], a[2 * PAGE]);
  show_maps(a, 8);
  WORKS(mremap(a, 4 * PAGE, 6 * PAGE, 0));
  WORKS(b = mremap(a, 4 * PAGE, 6 * PAGE, MREMAP_MAYMOVE));
  printf("moved %d: %c %d\n", b != a, b[0], b[5 * PAGE]);
  show_maps(b, 6);
  WORKS(mremap(b, 6 * PAGE, -1L & ~4095, MREMAP_MAYMOVE));
  munmap(a, 8 * PAGE), munmap(b, 6 * PAGE);
}
