/* Two readers of a signalfd: each signal is read by one of them; a blocked read is ended by the next signal. */
#include "../../case.h"
#include <sys/signalfd.h>
static int fd;
static void *reads(void *p) {
  struct signalfd_siginfo s;
  return (void *)(long)(read(fd, &s, sizeof s) == sizeof s ? s.ssi_int : -1);
}
CASE(signalfd_two_readers) {
  sigset_t set = signals_of(41, 0), before;
  struct worker w[2];
  sigprocmask(SIG_BLOCK, &set, &before);
  fd = signalfd(-1, &set, 0);
  start_worker(&w[0], reads, NULL), start_worker(&w[1], reads, NULL);
  until_asleep(w[0].tid), until_asleep(w[1].tid);
  sigqueue(getpid(), 41, (union sigval){.sival_int = 3});
  sigqueue(getpid(), 41, (union sigval){.sival_int = 5});
  long a = (long)join_worker(&w[0]), b = (long)join_worker(&w[1]);
  printf("%ld %ld\n", a < b ? a : b, a + b);
  close(fd);
  sigprocmask(SIG_SETMASK, &before, NULL);
}
