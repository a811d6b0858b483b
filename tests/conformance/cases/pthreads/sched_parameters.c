/* pthread_getschedparam and pthread_setschedparam: policies, and priorities that do not fit them. */
#include "../../case.h"
CASE(sched_parameters) {
  int policy;
  struct sched_param p;
  CALL(pthread_getschedparam(pthread_self(), &policy, &p));
  printf("%d %d\n", policy, p.sched_priority);
  p.sched_priority = 0;
  CALL(pthread_setschedparam(pthread_self(), SCHED_BATCH, &p));
  CALL(pthread_getschedparam(pthread_self(), &policy, &p));
  printf("%d %d\n", policy, p.sched_priority);
  p.sched_priority = 5;
  CALL(pthread_setschedparam(pthread_self(), SCHED_OTHER, &p));
  CALL(pthread_setschedparam(pthread_self(), 99, &p));
  p.sched_priority = 0;
  CALL(pthread_setschedparam(pthread_self(), SCHED_FIFO, &p));
  CALL(pthread_setschedparam(pthread_self(), SCHED_OTHER, &p));
}
