/* eventfd, timerfd and signalfd beyond the first steps: waiting, intervals, absolute times, arguments. */
#include "../../case.h"
#include <poll.h>
#include <pthread.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <sys/timerfd.h>
static int ev;
static void *adds(void *unused) {
  uint64_t v = 2;
  usleep(10000);
  write(ev, &v, 8);
  usleep(10000);
  v = 0xfffffffffffffffe;
  write(ev, &v, 8);
  v = 1;
  return (void *)write(ev, &v, 8);
}
static void events(void) {
  uint64_t v = 0;
  pthread_t t;
  void *result;
  ev = eventfd(0, 0);
  pthread_create(&t, NULL, adds, NULL);
  CALL(read(ev, &v, 8));
  CALL(v);
  CALL(read(ev, &v, 8));
  CALL(v == 0xfffffffffffffffe);
  pthread_join(t, &result);
  CALL(result);
  CALL(read(ev, &v, 100));
  CALL(v);
  CALL(write(ev, &v, 7));
  CALL(lseek(ev, 0, SEEK_SET));
  fcntl(ev, F_SETFL, O_NONBLOCK);
  CALL(read(ev, &v, 8));
  v = 0xfffffffffffffffe;
  write(ev, &v, 8);
  struct pollfd p = {ev, POLLIN | POLLOUT, 0};
  CALL(poll(&p, 1, 0));
  CALL(p.revents);
  CALL(write(ev, &v, 8));
  close(ev);
  struct stat st;
  ev = eventfd(5, EFD_CLOEXEC | EFD_SEMAPHORE);
  CALL(fcntl(ev, F_GETFD));
  CALL(fstat(ev, &st));
  CALL(st.st_size);
  close(ev);
}
static void timers(void) {
  uint64_t v = 0;
  struct itimerspec s = {{0, 10000000}, {0, 5000000}}, old;
  struct timespec since;
  int t = timerfd_create(CLOCK_MONOTONIC, 0);
  clock_gettime(CLOCK_MONOTONIC, &since);
  CALL(timerfd_settime(t, 0, &s, NULL));
  CALL(read(t, &v, 8));
  CALL(v >= 1);
  usleep(35000);
  CALL(read(t, &v, 8));
  CALL(v >= 2);
  CALL(elapsed_ms(&since) >= 30);
  s.it_value.tv_nsec = 0;
  CALL(timerfd_settime(t, 0, &s, &old));
  CALL(old.it_interval.tv_nsec);
  CALL(old.it_value.tv_nsec <= 10000000);
  CALL(timerfd_gettime(t, &old));
  CALL(old.it_value.tv_nsec);
  fcntl(t, F_SETFL, O_NONBLOCK);
  CALL(read(t, &v, 8));
  /* absolute, in the past and soon */
  s = (struct itimerspec){{0, 0}, {1, 0}};
  CALL(timerfd_settime(t, TFD_TIMER_ABSTIME, &s, NULL));
  struct pollfd p = {t, POLLIN, 0};
  CALL(poll(&p, 1, 1000));
  CALL(read(t, &v, 8));
  CALL(v);
  clock_gettime(CLOCK_MONOTONIC, &s.it_value);
  s.it_value.tv_sec += 100;
  CALL(timerfd_settime(t, TFD_TIMER_ABSTIME, &s, NULL));
  CALL(timerfd_gettime(t, &old));
  CALL(old.it_value.tv_sec >= 99 && old.it_value.tv_sec <= 100);
  CALL(poll(&p, 1, 0));
  close(t);
  t = timerfd_create(CLOCK_REALTIME, TFD_NONBLOCK);
  clock_gettime(CLOCK_REALTIME, &s.it_value);
  s.it_value.tv_sec -= 5;
  CALL(timerfd_settime(t, TFD_TIMER_ABSTIME, &s, NULL));
  p.fd = t;
  CALL(poll(&p, 1, 1000));
  s.it_value.tv_nsec = 1000000000;
  CALL(timerfd_settime(t, 0, &s, NULL));
  s.it_value = (struct timespec){-1, 0};
  CALL(timerfd_settime(t, 0, &s, NULL));
  CALL(timerfd_settime(t, 99, &s, NULL));
  CALL(timerfd_settime(t, 0, BAD, NULL));
  CALL(timerfd_gettime(t, BAD));
  CALL(timerfd_gettime(0x7fff, &s));
  CALL(write(t, &v, 8));
  CALL(timerfd_create(99, 0));
  CALL(timerfd_create(CLOCK_MONOTONIC, 99));
  close(t);
}
static void signals(void) {
  sigset_t set, other;
  struct signalfd_siginfo info[4];
  sigemptyset(&set);
  sigaddset(&set, SIGUSR1);
  sigaddset(&set, SIGRTMIN + 1);
  sigprocmask(SIG_BLOCK, &set, NULL);
  int s = signalfd(-1, &set, SFD_CLOEXEC);
  union sigval value = {.sival_int = 7};
  sigqueue(getpid(), SIGRTMIN + 1, value);
  value.sival_int = 8;
  sigqueue(getpid(), SIGRTMIN + 1, value);
  kill(getpid(), SIGUSR1);
  kill(getpid(), SIGUSR1);
  CALL(read(s, info, sizeof info) / sizeof *info);
  for (int i = 0; i < 3; i++)
    printf("%d %d %d\n", info[i].ssi_signo == SIGUSR1 ? 0 : 1, info[i].ssi_int, info[i].ssi_code);
  CALL(info[0].ssi_pid == getpid());
  sigemptyset(&other);
  sigaddset(&other, SIGUSR2);
  CALL(signalfd(s, &other, 0) == s);
  raise(SIGUSR1);
  struct pollfd p = {s, POLLIN, 0};
  CALL(poll(&p, 1, 0));
  CALL(signalfd(s, &set, 0) == s);
  CALL(poll(&p, 1, 0));
  CALL(read(s, info, 10));
  CALL(read(s, info, sizeof *info));
  CALL(signalfd(-1, &set, 99));
  CALL(signalfd(0x7fff, &set, 0));
  CALL(syscall(SYS_signalfd4, -1, BAD, 8, 0));
  CALL(syscall(SYS_signalfd4, -1, &set, 7, 0));
  close(s);
  sigprocmask(SIG_UNBLOCK, &set, NULL);
}
CASE(event_files) {
  events();
  timers();
  signals();
}
