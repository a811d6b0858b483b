/* timer_create(2) without an event: SIGALRM with the timer's number as value. */
#include "../../case.h"
static volatile int value, code, timer;
static void note(int s, siginfo_t *i, void *c) { value = i->si_value.sival_int, code = i->si_code, timer = i->si_timerid; }
CASE(timer_default_event) {
  int id = -1;
  struct itimerspec s = {{0, 0}, in_ms(5)};
  value = -1;
  on_siginfo(SIGALRM, note, 0);
  CALL(syscall(SYS_timer_create, CLOCK_REALTIME, NULL, &id));
  CALL(syscall(SYS_timer_settime, id, 0, &s, NULL));
  while (value == -1) usleep(1000);
  CALL(value == id);
  CALL(timer == id);
  CALL(code);
  CALL(syscall(SYS_timer_delete, id));
  signal(SIGALRM, SIG_DFL);
}
