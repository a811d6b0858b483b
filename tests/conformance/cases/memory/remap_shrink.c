/* mremap(2) to a smaller size cuts the tail off, in place. */
#include "../../memory.h"
CASE(remap_shrink) {
  char *a = anonymous(6, 3);
  memset(a, 's', 6 * PAGE);
  CALL((char *)mremap(a, 6 * PAGE, 2 * PAGE, 0) - a);
  show_maps(a, 6);
  printf("%c %s\n", a[2 * PAGE - 1], reads(a + 2 * PAGE));
  CALL((char *)mremap(a, 2 * PAGE, 1, 0) - a);
  show_maps(a, 6);
  WORKS(mremap(a, PAGE, 0, 0));
  WORKS(mremap(a + 1, PAGE, PAGE, 0));
  WORKS(mremap(a + PAGE, PAGE, PAGE, 0));
  WORKS(mremap(a, PAGE, PAGE, 0x80));
  CALL((char *)mremap(a, PAGE, PAGE, 0) - a);
  munmap(a, PAGE);
}
