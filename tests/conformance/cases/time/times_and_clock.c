/* times(2) and clock(3) grow with the work that is done; times(2) may go nowhere. */
#include "../../case.h"
#include <sys/times.h>
CASE(times_and_clock) {
  struct tms a, b;
  struct timespec start, now;
  clock_t c = clock();
  CALL(times(&a) != -1);
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &start);
  do clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  while ((now.tv_sec - start.tv_sec) * 1000 + (now.tv_nsec - start.tv_nsec) / 1000000 < 60);
  CALL(times(&b) != -1);
  CALL(b.tms_utime + b.tms_stime - a.tms_utime - a.tms_stime >= 4);
  CALL(b.tms_cutime);
  CALL(clock() - c >= 50000);
  CALL(times(NULL) != -1);
  CALL(syscall(SYS_times, BAD));
}
