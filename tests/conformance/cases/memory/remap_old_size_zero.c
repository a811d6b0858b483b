/* An old size of 0 shows a shared mapping a second time; private ones refuse. */
#include "../../memory.h"
CASE(remap_old_size_zero) {
  char *s = mmap(NULL, 2 * PAGE, 3, MAP_SHARED | MAP_ANONYMOUS, -1, 0), *p = anonymous(2, 3), *t;
  s[0] = 's', s[PAGE] = 't';
  WORKS(t = mremap(s, 0, 2 * PAGE, MREMAP_MAYMOVE));
  printf("%c%c\n", t[0], t[PAGE]);
  t[0] = 'T';
  printf("%c\n", s[0]);
  WORKS(mremap(p, 0, 2 * PAGE, MREMAP_MAYMOVE));
  WORKS(mremap(s, 0, 2 * PAGE, 0));
  WORKS(mremap(s, 0, 0, MREMAP_MAYMOVE));
  munmap(s, 2 * PAGE);
  printf("%c\n", t[0]);
  munmap(t, 2 * PAGE), munmap(p, 2 * PAGE);
}
