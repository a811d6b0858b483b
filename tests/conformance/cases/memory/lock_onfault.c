/* MLOCK_ONFAULT and MCL_ONFAULT lock what comes, and bring nothing. */
#include "../../memory.h"
CASE(lock_onfault) {
  char *a = anonymous(3, 3);
  CALL(mlock2(a, 3 * PAGE, MLOCK_ONFAULT));
  show_resident(a, 3);
  a[PAGE] = 1;
  show_resident(a, 3);
  munmap(a, 3 * PAGE);
  CALL(mlockall(MCL_ONFAULT));
  CALL(mlockall(0));
  CALL(mlockall(64));
  CALL(mlockall(MCL_FUTURE | MCL_ONFAULT));
  a = anonymous(3, 3);
  show_resident(a, 3);
  munmap(a, 3 * PAGE);
  CALL(mlockall(MCL_FUTURE));
  a = anonymous(3, 3);
  show_resident(a, 3);
  munmap(a, 3 * PAGE);
  CALL(munlockall());
  a = anonymous(3, 3);
  show_resident(a, 3);
  munmap(a, 3 * PAGE);
  a = mmap(NULL, 3 * PAGE, 3, MAP_PRIVATE | MAP_ANONYMOUS | MAP_LOCKED, -1, 0);
  show_resident(a, 3);
  munmap(a, 3 * PAGE);
}
