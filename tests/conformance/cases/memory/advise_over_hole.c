/* madvise(2) over a hole says ENOMEM, and does the rest all the same. */
#include "../../memory.h"
CASE(advise_over_hole) {
  char *a = anonymous(5, 3);
  memset(a, 'h', 5 * PAGE);
  munmap(a + 2 * PAGE, PAGE);
  CALL(madvise(a, 5 * PAGE, MADV_DONTNEED));
  printf("%d %d %d %d\n", a[0], a[PAGE], a[3 * PAGE], a[4 * PAGE]);
  CALL(madvise(a + 2 * PAGE, PAGE, MADV_DONTNEED));
  CALL(madvise(a, PAGE, MADV_DONTNEED));
  CALL(madvise(a, 0, MADV_DONTNEED));
  CALL(madvise(a + 1, PAGE, MADV_DONTNEED));
  CALL(madvise(a, -1L, MADV_DONTNEED));
  CALL(madvise(a + 2 * PAGE, 0, MADV_DONTNEED));
  CALL(madvise(a, PAGE, 9999));
  munmap(a, 5 * PAGE);
}
