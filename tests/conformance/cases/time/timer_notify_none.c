/* SIGEV_NONE: a timer that sends nothing, whose remaining time can be read. */
#include "../../case.h"
CASE(timer_notify_none) {
  timer_t t;
  struct sigevent e = {.sigev_notify = SIGEV_NONE};
  struct itimerspec s = {{0, 0}, in_ms(20)}, left;
  CALL(timer_create(CLOCK_MONOTONIC, &e, &t));
  CALL(timer_gettime(t, &left));
  printf("%ld %ld\n", left.it_value.tv_sec, left.it_value.tv_nsec);
  CALL(timer_settime(t, 0, &s, NULL));
  CALL(timer_gettime(t, &left));
  CALL(left.it_value.tv_nsec > 0 && left.it_value.tv_nsec <= 20000000);
  usleep(25000);
  CALL(timer_gettime(t, &left));
  printf("%ld %ld\n", left.it_value.tv_sec, left.it_value.tv_nsec);
  CALL(timer_delete(t));
  CALL(timer_delete(t));
}
