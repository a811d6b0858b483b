/* Monotonic and CPU clocks never go back, by vDSO and by system call in turns. */
#include "../../case.h"
static long long now(clockid_t c, int call) {
  struct timespec t;
  if (call) syscall(SYS_clock_gettime, c, &t);
  else clock_gettime(c, &t);
  return t.tv_sec * 1000000000LL + t.tv_nsec;
}
CASE(clocks_never_go_back) {
  int clocks[] = {CLOCK_MONOTONIC, CLOCK_MONOTONIC_RAW, CLOCK_BOOTTIME, CLOCK_MONOTONIC_COARSE, CLOCK_THREAD_CPUTIME_ID, CLOCK_PROCESS_CPUTIME_ID};
  for (int i = 0; i < 6; i++) {
    long long last = 0;
    int back = 0;
    for (int n = 0; n < 3000; n++) {
      long long t = now(clocks[i], n & 1);
      if (t < last) back++;
      last = t;
    }
    printf("%d: %d\n", clocks[i], back);
  }
}
