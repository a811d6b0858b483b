/* A signalfd in an epoll becomes ready with a signal to the process or to the thread that waits, edge by edge. */
#include "../../case.h"
#include <sys/epoll.h>
#include <sys/signalfd.h>
CASE(signalfd_epoll) {
  sigset_t set = signals_of(SIGUSR1, SIGUSR2, 0), before;
  struct signalfd_siginfo s;
  struct epoll_event e = {.events = EPOLLIN, .data.u32 = 7}, got;
  sigprocmask(SIG_BLOCK, &set, &before);
  int fd = signalfd(-1, &set, 0), ep = epoll_create1(0);
  CALL(epoll_ctl(ep, EPOLL_CTL_ADD, fd, &e));
  CALL(epoll_wait(ep, &got, 1, 0));
  kill(getpid(), SIGUSR1);
  CALL(epoll_wait(ep, &got, 1, 1000));
  CALL(got.data.u32);
  CALL(read(fd, &s, sizeof s));
  CALL(epoll_wait(ep, &got, 1, 0));
  raise(SIGUSR2);
  CALL(epoll_wait(ep, &got, 1, 1000));
  CALL(read(fd, &s, sizeof s));
  CALL(s.ssi_signo);
  close(fd), close(ep);
  sigprocmask(SIG_SETMASK, &before, NULL);
}
