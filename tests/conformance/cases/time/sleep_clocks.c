/* Which clocks clock_nanosleep(2) takes, and which it refuses, how. */
#include "../../case.h"
CASE(sleep_clocks) {
  struct timespec t = {0, 1000};
  int clocks[] = {0, 1, 2, 3, 4, 5, 6, 7, 11, 12, 99, -1};
  for (int i = 0; i < 12; i++) {
    if (clocks[i] == 2) continue;
    printf("%d: ", clocks[i]);
    CALL(syscall(SYS_clock_nanosleep, clocks[i], 0, &t, NULL));
  }
  t.tv_nsec = -1;
  CALL(syscall(SYS_clock_nanosleep, 99, 0, &t, NULL));
  CALL(syscall(SYS_clock_nanosleep, 3, 0, &t, NULL));
  CALL(syscall(SYS_clock_nanosleep, 1, 0, BAD, NULL));
}
