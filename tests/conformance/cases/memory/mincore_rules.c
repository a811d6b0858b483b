/* mincore(2): one byte a page; the errors in their order. */
#include "../../memory.h"
CASE(mincore_rules) {
  char *a = anonymous(6, 3);
  unsigned char v[8] = {9, 9, 9, 9, 9, 9, 9, 9};
  a[PAGE] = 1, a[4 * PAGE] = 1;
  show_resident(a, 6);
  CALL(mincore(a, PAGE + 1, v));
  printf("%d %d %d\n", v[0] & 1, v[1] & 1, v[2]);
  CALL(mincore(a + 1, PAGE, v));
  CALL(mincore(a, PAGE, BAD));
  CALL(mincore(a, 0, v));
  CALL(mincore(a, -1L, v));
  munmap(a + 2 * PAGE, PAGE);
  CALL(mincore(a, 6 * PAGE, v));
  CALL(mincore(a + 2 * PAGE, PAGE, v));
  CALL(mincore(a + 3 * PAGE, 3 * PAGE, v));
  madvise(a + 4 * PAGE, PAGE, MADV_DONTNEED);
  show_resident(a + 3 * PAGE, 3);
  munmap(a, 6 * PAGE);
}
