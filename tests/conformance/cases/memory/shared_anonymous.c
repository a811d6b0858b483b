/* Shared anonymous memory has a length of its own: remapped longer, it ends in SIGBUS. */
#include "../../memory.h"
CASE(shared_anonymous) {
  char *s = mmap(NULL, 2 * PAGE, 3, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  s[PAGE] = 's';
  show_maps(s, 0);
  WORKS(s = mremap(s, 2 * PAGE, 4 * PAGE, MREMAP_MAYMOVE));
  printf("%c %s %s\n", s[PAGE], reads(s + 2 * PAGE), writes(s + 3 * PAGE));
  munmap(s, 4 * PAGE);
  WORKS(mmap(NULL, PAGE, 3, MAP_SHARED | MAP_ANONYMOUS | MAP_GROWSDOWN, -1, 0));
  WORKS(mmap(NULL, 0, 3, MAP_SHARED | MAP_ANONYMOUS, -1, 0));
}
