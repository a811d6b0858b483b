/* All clocks of one kind run together: wall, coarse wall and gettimeofday; monotonic, raw, boot time and coarse. */
#include "../../case.h"
#include <sys/time.h>
static double seconds(clockid_t c) {
  struct timespec t;
  clock_gettime(c, &t);
  return t.tv_sec + t.tv_nsec / 1e9;
}
static int near(double a, double b, double most) { return a - b < most && b - a < most; }
CASE(clocks_agree) {
  struct timeval v;
  double wall = seconds(CLOCK_REALTIME), coarse = seconds(CLOCK_REALTIME_COARSE);
  gettimeofday(&v, NULL);
  CALL(near(wall, coarse, 0.5));
  CALL(near(wall, v.tv_sec + v.tv_usec / 1e6, 0.5));
  CALL(near(wall, time(NULL), 1.5));
  CALL(near(seconds(CLOCK_MONOTONIC), seconds(CLOCK_MONOTONIC_COARSE), 0.5));
  CALL(near(seconds(CLOCK_MONOTONIC), seconds(CLOCK_BOOTTIME), 1));
  CALL(near(seconds(CLOCK_TAI) - seconds(CLOCK_REALTIME), 0, 60));
  CALL(wall > 1.7e9);
  double mono = seconds(CLOCK_MONOTONIC), raw = seconds(CLOCK_MONOTONIC_RAW);
  usleep(30000);
  CALL(near(seconds(CLOCK_MONOTONIC) - mono, seconds(CLOCK_MONOTONIC_RAW) - raw, 0.02));
}
