/* mlock(2), mlock2(2), mlockall(2) and what locked memory refuses. */
#include "../../case.h"
static void resident(const char *what, char *a, int pages) {
  unsigned char v[16];
  if (mincore(a, pages * 4096L, v)) return (void)printf("%s: %s\n", what, strerrorname_np(errno));
  printf("%s:", what);
  for (int i = 0; i < pages; i++) printf(" %d", v[i] & 1);
  puts("");
}
CASE(mem_locking) {
  char *a = mmap(NULL, 4 * 4096, 3, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  resident("untouched", a, 4);
  CALL(mlock(a + 4097, 1));
  resident("one locked", a, 4);
  CALL(madvise(a, 4 * 4096, MADV_DONTNEED));
  CALL(madvise(a, 4 * 4096, MADV_DONTNEED_LOCKED));
  CALL(madvise(a, 4 * 4096, MADV_PAGEOUT));
  CALL(madvise(a + 4096, 4096, MADV_FREE));
  CALL(msync(a, 4 * 4096, MS_INVALIDATE));
  CALL(munlock(a, 4 * 4096));
  CALL(msync(a, 4 * 4096, MS_INVALIDATE));
  CALL(madvise(a, 4 * 4096, MADV_DONTNEED));
  resident("dropped", a, 4);
  CALL(mlock2(a, 4096, MLOCK_ONFAULT));
  resident("on fault", a, 4);
  CALL(mlock2(a, 4096, 2));
  CALL(mlock(a, 0));
  CALL(mlock(a, -1L));
  CALL(mlock(a, -8192L));
  CALL(munlock((void *)0x10000, 4096));
  CALL(mlock((void *)0x10000, 4096));
  CALL(mprotect(a, 4096, PROT_NONE));
  CALL(mlock(a, 8192));
  CALL(mlockall(0));
  CALL(mlockall(MCL_ONFAULT));
  CALL(mlockall(8));
  CALL(munmap(a + 4096, 4096));
  CALL(mlock(a + 2 * 4096 - 4096, 2 * 4096));
  munmap(a, 4 * 4096);
  CALL(mlockall(MCL_FUTURE));
  a = mmap(NULL, 2 * 4096, 3, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  resident("in the future", a, 2);
  CALL(munlockall());
  munmap(a, 2 * 4096);
  a = mmap(NULL, 2 * 4096, 3, MAP_PRIVATE | MAP_ANONYMOUS | MAP_LOCKED, -1, 0);
  resident("MAP_LOCKED", a, 2);
  CALL(madvise(a, 4096, MADV_DONTNEED));
  munmap(a, 2 * 4096);
  a = mmap(NULL, 2 * 4096, 3, MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
  resident("MAP_POPULATE", a, 2);
  munmap(a, 2 * 4096);
  CALL(msync(a, 4096, 8));
  CALL(msync(a + 1, 4096, MS_SYNC));
  CALL(msync(a, 4096, MS_SYNC | MS_ASYNC));
  CALL(msync(a, -1L, MS_SYNC));
  CALL(msync(a, 0, MS_SYNC));
  unsigned char v;
  CALL(mincore(a + 1, 4096, &v));
  CALL(mincore(a, 4096, &v));
  CALL(mincore((void *)-4096L, 8192, &v));
  CALL(mincore(a, 0, BAD));
}
