/* Without MAP_FIXED the address is a hint: taken where it is free, rounded, and given up where it is not. */
#include "../../memory.h"
CASE(map_hint) {
  char *a = room(8), *b, *c;
  munmap(a, 8 * PAGE);
  b = mmap(a + PAGE, PAGE, 3, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  printf("free: taken %d\n", b == a + PAGE);
  c = mmap(a + PAGE, PAGE, 3, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  printf("occupied: elsewhere %d\n", c != MAP_FAILED && c != b);
  munmap(c, PAGE);
  c = mmap(a, 2 * PAGE, 3, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  printf("too small a hole: elsewhere %d\n", c != MAP_FAILED && c != a);
  munmap(c, 2 * PAGE);
  c = mmap(a + 4 * PAGE + 123, PAGE, 3, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  printf("unaligned: %ld\n", c - a);
  munmap(c, PAGE);
  WORKS(mmap(a + 4 * PAGE + 123, PAGE, 3, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0));
  WORKS(c = mmap((void *)(1L << 60), PAGE, 3, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
  munmap(c, PAGE);
  WORKS(mmap((void *)(1L << 60), PAGE, 3, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0));
  munmap(b, PAGE);
}
