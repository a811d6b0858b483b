/* clock_getcpuclockid(3): of oneself it is the process's clock; of what is not there, ESRCH. */
#include "../../case.h"
CASE(cpu_clock_of_process) {
  clockid_t c = 0;
  struct timespec a, b, d;
  CALL(clock_getcpuclockid(0, &c));
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &a);
  CALL(clock_gettime(c, &b));
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &d);
  CALL((a.tv_sec < b.tv_sec || (a.tv_sec == b.tv_sec && a.tv_nsec <= b.tv_nsec)) && (b.tv_sec < d.tv_sec || (b.tv_sec == d.tv_sec && b.tv_nsec <= d.tv_nsec)));
  CALL(clock_getcpuclockid(getpid(), &c));
  CALL(clock_gettime(c, &b));
  CALL(clock_getcpuclockid(999999, &c));
  CALL(clock_gettime((~999999 << 3) | 2, &b));
  CALL(clock_gettime((~999999 << 3) | 6, &b));
}
