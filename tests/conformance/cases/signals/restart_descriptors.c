/* read(2) of an eventfd, a timerfd and a signalfd: restarted by SA_RESTART, EINTR without. */
#include "../../case.h"
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <sys/timerfd.h>
static volatile int handled;
static void note(int s) { __atomic_add_fetch(&handled, 1, __ATOMIC_SEQ_CST); }
static void *reads(void *fd) {
  char b[128];
  return (void *)(read((long)fd, b, sizeof b) == -1 ? (long)-errno : 1L);
}
CASE(restart_descriptors) {
  sigset_t set = signals_of(SIGUSR2, 0), before;
  pthread_sigmask(SIG_BLOCK, &set, &before);
  for (int which = 0; which < 3; which++)
    for (int restart = 0; restart < 2; restart++) {
      struct worker w;
      struct itimerspec soon = {{0, 0}, {0, 1}};
      long fd = which == 0 ? eventfd(0, 0) : which == 1 ? timerfd_create(CLOCK_MONOTONIC, 0) : signalfd(-1, &set, 0);
      handled = 0;
      on_signal(SIGUSR1, note, restart ? SA_RESTART : 0);
      start_worker(&w, reads, (void *)fd), until_asleep(w.tid);
      pthread_kill(w.thread, SIGUSR1);
      until_equal(&handled, 1);
      if (restart) {
        until_asleep(w.tid);
        if (which == 0) eventfd_write(fd, 1);
        if (which == 1) timerfd_settime(fd, 0, &soon, NULL);
        if (which == 2) pthread_kill(w.thread, SIGUSR2);
      }
      printf("%d restart %d: %ld\n", which, restart, (long)join_worker(&w));
      close(fd);
    }
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  signal(SIGUSR1, SIG_DFL);
}
