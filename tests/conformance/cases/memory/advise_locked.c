/* Locked memory is not given up: MADV_DONTNEED refuses, MADV_DONTNEED_LOCKED does not. */
#include "../../memory.h"
CASE(advise_locked) {
  char *a = anonymous(2, 3);
  memset(a, 'l', 2 * PAGE);
  CALL(mlock(a, PAGE));
  CALL(madvise(a, PAGE, MADV_DONTNEED));
  CALL(madvise(a, PAGE, MADV_FREE));
  CALL(madvise(a, PAGE, MADV_COLD));
  CALL(madvise(a, PAGE, MADV_PAGEOUT));
  printf("%c\n", a[0]);
  CALL(madvise(a, 2 * PAGE, MADV_DONTNEED));
  printf("%c %c\n", a[0], a[PAGE]);
  CALL(madvise(a, PAGE, 24));
  printf("%d\n", a[0]);
  CALL(munlock(a, PAGE));
  CALL(madvise(a, 2 * PAGE, MADV_DONTNEED));
  printf("%d %d\n", a[0], a[PAGE]);
  munmap(a, 2 * PAGE);
}
