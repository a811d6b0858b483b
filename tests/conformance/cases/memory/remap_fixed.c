/* MREMAP_FIXED moves to just there, replaces what is there, and wants MREMAP_MAYMOVE. */
#include "../../memory.h"
CASE(remap_fixed) {
  char *a = anonymous(4, 3), *b = anonymous(4, 3);
  memset(a, 'a', 4 * PAGE), memset(b, 'b', 4 * PAGE);
  WORKS(mremap(a, PAGE, PAGE, MREMAP_FIXED, b));
  WORKS(mremap(a, PAGE, PAGE, MREMAP_FIXED | MREMAP_MAYMOVE, b + 1));
  WORKS(mremap(a, 3 * PAGE, 3 * PAGE, MREMAP_FIXED | MREMAP_MAYMOVE, a + 2 * PAGE));
  WORKS(mremap(a, PAGE, PAGE, MREMAP_FIXED | MREMAP_MAYMOVE, 1L << 60));
  CALL((char *)mremap(a + PAGE, PAGE, PAGE, MREMAP_FIXED | MREMAP_MAYMOVE, b + PAGE) - b);
  printf("%c%c%c\n", b[0], b[PAGE], b[2 * PAGE]);
  printf("%s\n", reads(a + PAGE));
  CALL((char *)mremap(a + 2 * PAGE, 2 * PAGE, PAGE, MREMAP_FIXED | MREMAP_MAYMOVE, b + 2 * PAGE) - b);
  printf("%c%c\n", b[2 * PAGE], b[3 * PAGE]);
  printf("%s %s\n", reads(a + 2 * PAGE), reads(a + 3 * PAGE));
  CALL((char *)mremap(a, PAGE, 2 * PAGE, MREMAP_FIXED | MREMAP_MAYMOVE, b) - b);
  printf("%c %d %c\n", b[0], b[PAGE], b[2 * PAGE]);
  munmap(a, 4 * PAGE), munmap(b, 4 * PAGE);
}
