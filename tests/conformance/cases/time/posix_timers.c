/* timer_create(2): signals with values, repeating timers, remaining time, SIGEV_THREAD, refusals. */
#include "../../case.h"
#include <semaphore.h>
static volatile int count, value, code;
static sem_t done;
static void tick(int s, siginfo_t *i, void *c) {
  (void)s, (void)c;
  count++;
  value = i->si_value.sival_int;
  code = i->si_code;
}
static void in_thread(union sigval v) {
  value = v.sival_int;
  sem_post(&done);
}
CASE(posix_timers) {
  timer_t t;
  struct sigaction a = {.sa_sigaction = tick, .sa_flags = SA_SIGINFO};
  sigaction(SIGUSR1, &a, NULL);
  struct sigevent e = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGUSR1, .sigev_value.sival_int = 7};
  CALL(timer_create(CLOCK_MONOTONIC, &e, &t));
  struct itimerspec s = {{0, 10000000}, {0, 10000000}}, left;
  CALL(timer_settime(t, 0, &s, NULL));
  while (count < 3) pause();
  printf("%d %d\n", value, code);
  s.it_value.tv_sec = 100;
  CALL(timer_settime(t, 0, &s, NULL));
  CALL(timer_gettime(t, &left));
  printf("%d %ld\n", left.it_value.tv_sec >= 99, left.it_interval.tv_nsec);
  CALL(timer_getoverrun(t) >= 0);
  CALL(timer_delete(t));
  CALL(syscall(SYS_timer_gettime, 12345, &left));
  CALL(timer_create(77, &e, &t));
  e.sigev_signo = 99;
  CALL(timer_create(CLOCK_REALTIME, &e, &t));
  sem_init(&done, 0, 0);
  struct sigevent th = {.sigev_notify = SIGEV_THREAD, .sigev_notify_function = in_thread, .sigev_value.sival_int = 9};
  CALL(timer_create(CLOCK_REALTIME, &th, &t));
  struct itimerspec once = {{0, 0}, {0, 10000000}};
  CALL(timer_settime(t, 0, &once, NULL));
  sem_wait(&done);
  CALL(value);
  CALL(timer_delete(t));
  signal(SIGUSR1, SIG_DFL);
}
