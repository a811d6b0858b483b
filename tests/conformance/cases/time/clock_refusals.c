/* clock_gettime(2) and clock_getres(2): clocks that are not there, bad addresses; a resolution may go nowhere. */
#include "../../case.h"
CASE(clock_refusals) {
  struct timespec t;
  int clocks[] = {12, 13, 99, -1, INT32_MAX, 10};
  for (int i = 0; i < 6; i++) {
    printf("clock %d\n", clocks[i]);
    CALL(syscall(SYS_clock_gettime, clocks[i], &t));
    CALL(syscall(SYS_clock_getres, clocks[i], &t));
  }
  CALL(syscall(SYS_clock_gettime, CLOCK_MONOTONIC, BAD));
  CALL(syscall(SYS_clock_getres, CLOCK_MONOTONIC, BAD));
  CALL(syscall(SYS_clock_getres, CLOCK_MONOTONIC, NULL));
  CALL(syscall(SYS_clock_getres, 99, NULL));
}
