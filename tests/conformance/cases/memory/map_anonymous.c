/* mmap(2) of memory: zeroed, hints, argument checks, munmap of a middle. */
#include "../../case.h"
#define RW (PROT_READ | PROT_WRITE)
#define ANON (MAP_PRIVATE | MAP_ANONYMOUS)
CASE(map_anonymous) {
  char *m = mmap(NULL, 5 * 4096, RW, ANON, -1, 0);
  CALL(m[0] | m[5 * 4096 - 1]);
  CALL(((uintptr_t)m & 4095));
  m[0] = 1;
  CALL(munmap(m + 4096, 4096));
  CALL(munmap(m + 4096, 4096));
  CALL(msync(m + 4096, 4096, MS_SYNC));
  CALL(munmap(m + 1, 4096));
  CALL(munmap(m, 0));
  CALL(munmap(m, 5 * 4096));
  WORKS(mmap(NULL, 0, RW, ANON, -1, 0));
  WORKS(mmap(NULL, 4096, RW, MAP_ANONYMOUS, -1, 0));
  WORKS(mmap(NULL, 4096, RW, ANON, -1, 100));
  WORKS(mmap(NULL, 1L << 60, RW, ANON, -1, 0));
  WORKS(mmap((void *)0xffff800000000000, 4096, RW, ANON | MAP_FIXED, -1, 0));
  WORKS(mmap((void *)123, 4096, RW, ANON | MAP_FIXED, -1, 0));
  CALL(munmap((void *)0xffff800000000000, 4096));
  CALL(mprotect((void *)0xffff800000000000, 4096, PROT_READ));
  CALL(madvise((void *)0xffff800000000000, 4096, MADV_DONTNEED));
  char *h = mmap((void *)0x200000000, 4096, RW, ANON, -1, 0);
  CALL(h == (char *)0x200000000);
  char *other = mmap(h, 4096, RW, ANON, -1, 0);
  CALL(other != h);
  CALL(mmap(h, 4096, RW, ANON | MAP_FIXED_NOREPLACE, -1, 0) == MAP_FAILED ? -1 : 0);
  h[0] = 7;
  CALL(mmap(h, 4096, RW, ANON | MAP_FIXED, -1, 0) == h);
  CALL(h[0]);
  munmap(h, 4096);
  munmap(other, 4096);
  char *big = mmap(NULL, 1L << 36, RW, ANON | MAP_NORESERVE, -1, 0);
  big[1L << 35] = 9;
  CALL(big[1L << 35]);
  CALL(munmap(big, 1L << 36));
}
