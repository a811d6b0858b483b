/* mremap(2) to a fixed place moves several areas and the gaps between them; the first page must be there. */
#include "../../memory.h"
CASE(remap_several) {
  char *from = anonymous(4, 3), *to = room(5);
  from[0] = 'a', from[3 * PAGE] = 'd';
  munmap(from + PAGE, PAGE);
  mprotect(from + 2 * PAGE, PAGE, PROT_READ);
  WORKS(mremap(from + PAGE, 3 * PAGE, 3 * PAGE, MREMAP_MAYMOVE | MREMAP_FIXED, to));
  WORKS(mremap(from, 4 * PAGE, 3 * PAGE + 1, MREMAP_MAYMOVE | MREMAP_FIXED, to));
  show_maps(to, 5);
  show_maps(from, 4);
  printf("%c %c\n", to[0], to[3 * PAGE]);
  WORKS(mremap(to, 1, PAGE, MREMAP_MAYMOVE | MREMAP_FIXED | MREMAP_DONTUNMAP, from));
  printf("%c %d\n", from[0], to[0]);
  munmap(from, 4 * PAGE), munmap(to, 5 * PAGE);
}
