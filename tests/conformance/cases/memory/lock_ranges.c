/* mlock(2) and munlock(2): pages in memory, splits in maps, the errors. */
#include "../../memory.h"
CASE(lock_ranges) {
  char *a = anonymous(4, 3);
  CALL(mlock(a + PAGE, PAGE + 1));
  show_resident(a, 4);
  show_maps(a, 4);
  CALL(munlock(a, 4 * PAGE));
  show_maps(a, 4);
  munmap(a + 2 * PAGE, PAGE);
  CALL(mlock(a, 4 * PAGE));
  CALL(munlock(a, 4 * PAGE));
  CALL(mlock(a, 0));
  CALL(mlock(a, -1L));
  CALL(munlock(a + 5, -1L));
  CALL(munlock((char *)5, -1L));
  CALL(mlock2(a, PAGE, 8));
  CALL(mlock2(a, PAGE, MLOCK_ONFAULT));
  mprotect(a + 3 * PAGE, PAGE, PROT_NONE);
  CALL(mlock(a + 3 * PAGE, PAGE));
  munmap(a, 4 * PAGE);
}
