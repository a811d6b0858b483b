/* What timer_create(2) refuses, and in which order. */
#include "../../case.h"

CASE(timer_create_checks) {
  int id;
  struct sigevent e = {.sigev_notify = 2, .sigev_signo = SIGUSR1};
  CALL(syscall(SYS_timer_create, 100, NULL, &id));
  CALL(syscall(SYS_timer_create, CLOCK_MONOTONIC_RAW, NULL, &id));
  CALL(syscall(SYS_timer_create, -1, NULL, BAD));
  CALL(syscall(SYS_timer_create, -1, NULL, &id));
  CALL(syscall(SYS_timer_create, CLOCK_MONOTONIC, BAD, &id));
  WORKS(syscall(SYS_timer_create, CLOCK_MONOTONIC, &e, &id));
  syscall(SYS_timer_delete, id);
  WORKS(syscall(SYS_timer_create, CLOCK_TAI, NULL, &id));
  syscall(SYS_timer_delete, id);
}
