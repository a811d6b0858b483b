/* Nice values are each thread's own, inherited by the threads that it makes, and cut to their range. */
#include "../../case.h"
#include <sys/resource.h>
static volatile int stage;
static int nice_of(pid_t who) { return (errno = 0, getpriority(PRIO_PROCESS, who)); }
static void *waits(void *p) {
  long n = nice_of(0);
  stage = 1;
  until_equal(&stage, 2);
  return (void *)n;
}
CASE(nice_by_thread) {
  struct worker w;
  stage = 0;
  CALL(setpriority(PRIO_PROCESS, 0, 4));
  start_worker(&w, waits, NULL);
  until_equal(&stage, 1);
  CALL(setpriority(PRIO_PROCESS, w.tid, 9));
  CALL(nice_of(w.tid));
  CALL(nice_of(0));
  CALL(nice(3));
  CALL(nice(100));
  CALL(nice_of(w.tid));
  CALL(setpriority(PRIO_PROCESS, 0, -100));
  CALL(nice_of(0));
  CALL(setpriority(PRIO_PROCESS, 999999, 1));
  stage = 2;
  CALL(join_worker(&w));
  CALL(setpriority(PRIO_PROCESS, 0, 0));
}
