/* MREMAP_DONTUNMAP moves the pages and leaves the old range mapped and empty. */
#include "../../memory.h"
/* The C library passes no address unless MREMAP_FIXED is set. */
static char *move(char *at, long from, long to, int flags) { return (char *)syscall(SYS_mremap, at, from, to, flags, 0); }
CASE(remap_dontunmap) {
  char *a = anonymous(3, 3), *b;
  memset(a, 'd', 3 * PAGE);
  WORKS(move(a, 3 * PAGE, 3 * PAGE, MREMAP_DONTUNMAP));
  WORKS(move(a, 3 * PAGE, 4 * PAGE, MREMAP_DONTUNMAP | MREMAP_MAYMOVE));
  WORKS(move(a, 3 * PAGE, 2 * PAGE, MREMAP_DONTUNMAP | MREMAP_MAYMOVE));
  WORKS(b = move(a, 3 * PAGE, 3 * PAGE, MREMAP_DONTUNMAP | MREMAP_MAYMOVE));
  printf("new %c %c, old %d\n", b[0], b[2 * PAGE], a[0]);
  show_maps(a, 3);
  a[0] = 'o';
  printf("%c %c\n", a[0], b[0]);
  munmap(a, 3 * PAGE), munmap(b, 3 * PAGE);
}
