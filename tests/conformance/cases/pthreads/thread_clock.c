/* pthread_getcpuclockid: the clock of the calling thread is CLOCK_THREAD_CPUTIME_ID. */
#include "../../case.h"
CASE(thread_clock) {
  clockid_t c;
  struct timespec a, b, d;
  CALL(pthread_getcpuclockid(pthread_self(), &c));
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &a);
  CALL(clock_gettime(c, &b));
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &d);
  CALL((a.tv_sec < b.tv_sec || a.tv_nsec <= b.tv_nsec) && (b.tv_sec < d.tv_sec || b.tv_nsec <= d.tv_nsec));
}
