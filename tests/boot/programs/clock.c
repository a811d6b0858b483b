/* For each line on stdin, CLOCK_MONOTONIC and CLOCK_REALTIME in nanoseconds, a line on stdout. */
#include <stdio.h>
#include <time.h>

static long long now(clockid_t clock) {
  struct timespec t;
  clock_gettime(clock, &t);
  return t.tv_sec * 1000000000ll + t.tv_nsec;
}

int main(void) {
  char line[16];
  while (fgets(line, sizeof line, stdin) != NULL) {
    printf("%lld %lld\n", now(CLOCK_MONOTONIC), now(CLOCK_REALTIME));
    fflush(stdout);
  }
  return 0;
}
