/* timer_create(2) and its relatives: clocks, events, signals, numbers, times and addresses that are not good. */
#include "../../case.h"
CASE(timer_refusals) {
  int id;
  struct sigevent e = {.sigev_notify = 77, .sigev_signo = SIGUSR1};
  struct itimerspec s = {{0, 0}, {0, 1000000000}};
  CALL(syscall(SYS_timer_create, 99, NULL, &id));
  CALL(syscall(SYS_timer_create, -1, NULL, &id));
  CALL(syscall(SYS_timer_create, CLOCK_MONOTONIC_COARSE, NULL, &id));
  CALL(syscall(SYS_timer_create, CLOCK_MONOTONIC_RAW, NULL, &id));
  CALL(syscall(SYS_timer_create, CLOCK_MONOTONIC, &e, &id));
  e.sigev_notify = SIGEV_SIGNAL, e.sigev_signo = 0;
  CALL(syscall(SYS_timer_create, CLOCK_MONOTONIC, &e, &id));
  e.sigev_signo = 65;
  CALL(syscall(SYS_timer_create, CLOCK_MONOTONIC, &e, &id));
  CALL(syscall(SYS_timer_create, CLOCK_MONOTONIC, BAD, &id));
  CALL(syscall(SYS_timer_create, CLOCK_MONOTONIC, NULL, BAD));
  CALL(syscall(SYS_timer_settime, 4711, 0, &s, NULL));
  CALL(syscall(SYS_timer_gettime, 4711, &s));
  CALL(syscall(SYS_timer_getoverrun, 4711));
  CALL(syscall(SYS_timer_delete, 4711));
  CALL(syscall(SYS_timer_create, CLOCK_MONOTONIC, NULL, &id));
  CALL(syscall(SYS_timer_settime, id, 0, &s, NULL));
  CALL(syscall(SYS_timer_settime, id, 0, NULL, NULL));
  CALL(syscall(SYS_timer_settime, id, 0, BAD, NULL));
  s.it_value.tv_nsec = 0;
  CALL(syscall(SYS_timer_settime, id, 0, &s, BAD));
  CALL(syscall(SYS_timer_gettime, id, BAD));
  CALL(syscall(SYS_timer_getoverrun, id));
  CALL(syscall(SYS_timer_delete, id));
}
