/* Transparent huge pages: whole 2 MiB read back what was written, after being split by every means. */
#include "../../memory.h"
CASE(advise_huge) {
  long big = 512;
  char *r = room(3 * big), *a = (char *)(((uintptr_t)r + (2 << 20) - 1) & -(2L << 20));
  mmap(a, 2 * big * PAGE, 3, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
  CALL(madvise(a, 2 * big * PAGE, MADV_HUGEPAGE));
  for (long i = 0; i < 2 * big; i++) a[i * PAGE] = i % 100;
  CALL(mprotect(a + 100 * PAGE, PAGE, PROT_READ));
  CALL(munmap(a + 200 * PAGE, PAGE));
  CALL(madvise(a + 300 * PAGE, PAGE, MADV_DONTNEED));
  CALL(madvise(a + big * PAGE, big * PAGE, MADV_NOHUGEPAGE));
  CALL(madvise(a + big * PAGE, PAGE, MADV_DONTNEED));
  int wrong = 0;
  for (long i = 0; i < 2 * big; i++)
    if (i != 200) wrong += a[i * PAGE] != (i == 300 || i == big ? 0 : i % 100);
  printf("wrong %d, %s %s\n", wrong, writes(a + 100 * PAGE), reads(a + 200 * PAGE));
  show_maps(a, 202);
  munmap(r, 3 * big * PAGE);
}
