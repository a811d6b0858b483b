/* ITIMER_REAL: once or again and again; the old setting is given; refusals. */
#include "../../case.h"
#include <sys/time.h>
static volatile int count, code;
static void note(int s, siginfo_t *i, void *c) { count++, code = i->si_code; }
CASE(itimer_real) {
  struct itimerval v = {{0, 5000}, {0, 5000}}, old, off = {0};
  count = 0;
  on_siginfo(SIGALRM, note, 0);
  CALL(setitimer(ITIMER_REAL, &v, NULL));
  while (count < 4) pause();
  CALL(code);
  v = (struct itimerval){{3, 0}, {200, 0}};
  CALL(setitimer(ITIMER_REAL, &v, &old));
  printf("%ld %ld\n", old.it_interval.tv_sec, old.it_interval.tv_usec);
  CALL(setitimer(ITIMER_REAL, &off, &old));
  printf("%ld %d\n", old.it_interval.tv_sec, old.it_value.tv_sec >= 198);
  CALL(getitimer(ITIMER_REAL, &old));
  printf("%ld %ld\n", old.it_interval.tv_sec, old.it_value.tv_sec);
  v.it_value.tv_usec = 1000000;
  CALL(setitimer(ITIMER_REAL, &v, NULL));
  v.it_value = (struct timeval){-1, 0};
  CALL(setitimer(ITIMER_REAL, &v, NULL));
  CALL(setitimer(3, &off, NULL));
  CALL(getitimer(3, &old));
  CALL(syscall(SYS_getitimer, ITIMER_REAL, BAD));
  CALL(syscall(SYS_setitimer, ITIMER_REAL, BAD, NULL));
  CALL(syscall(SYS_setitimer, ITIMER_REAL, NULL, NULL));
  signal(SIGALRM, SIG_DFL);
}
