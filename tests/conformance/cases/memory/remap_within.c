/* mremap(2) of the middle of a mapping, and of a range that is more than one. */
#include "../../memory.h"
CASE(remap_within) {
  char *a = anonymous(6, 3), *to = room(4);
  for (int i = 0; i < 6; i++) a[i * PAGE] = '0' + i;
  CALL((char *)mremap(a + 2 * PAGE, 2 * PAGE, 2 * PAGE, MREMAP_FIXED | MREMAP_MAYMOVE, to) - to);
  printf("%c%c %s\n", to[0], to[PAGE], reads(a + 2 * PAGE));
  show_maps(a, 6);
  WORKS(mremap(a, 6 * PAGE, 8 * PAGE, MREMAP_MAYMOVE));
  mprotect(a + PAGE, PAGE, 1);
  WORKS(mremap(a, 2 * PAGE, 4 * PAGE, MREMAP_MAYMOVE));
  CALL((char *)mremap(a, 2 * PAGE, PAGE, 0) - a);
  show_maps(a, 6);
  munmap(a, 6 * PAGE), munmap(to, 4 * PAGE);
}
