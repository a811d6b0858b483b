/* brk(2): the end moves both ways, shrinking forgets, and it does not grow over a mapping. */
#include "../../memory.h"
static char *end(void *to) { return (char *)syscall(SYS_brk, to); }
CASE(brk_rules) {
  char *start = end(0), *base = (char *)(((uintptr_t)start + 4095) & -4096L);
  printf("%d\n", end(base + 3 * PAGE) == base + 3 * PAGE);
  memset(base, 'b', 3 * PAGE);
  printf("%d\n", end(base + PAGE) == base + PAGE);
  printf("%s %s\n", reads(base), reads(base + PAGE));
  printf("%d\n", end(base + 2 * PAGE) == base + 2 * PAGE);
  printf("%d\n", base[PAGE]);
  printf("unaligned: %d\n", end(base + 2 * PAGE + 7) == base + 2 * PAGE + 7);
  printf("%s %s\n", writes(base + 2 * PAGE + 4095), writes(base + 3 * PAGE));
  char *wall = mmap(base + 8 * PAGE, PAGE, 3, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0);
  printf("over a mapping: %d\n", end(base + 9 * PAGE) == base + 2 * PAGE + 7);
  printf("up to it: %d\n", end(base + 6 * PAGE) == base + 6 * PAGE);
  munmap(wall, PAGE);
  printf("far too far: %d\n", end((void *)(1L << 46)) == base + 6 * PAGE);
  printf("below the start: %d\n", end((void *)PAGE) == base + 6 * PAGE);
  printf("%d\n", end(start) == start);
}
