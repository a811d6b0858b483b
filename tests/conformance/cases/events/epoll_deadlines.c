/* epoll_wait(2), epoll_pwait(2), epoll_pwait2(2): time limits, signal masks, EINTR. */
#include "../../case.h"
#include <sys/epoll.h>
static volatile int came;
static void on_usr1(int s) { came++; }
CASE(epoll_deadlines) {
  int ep = epoll_create1(0);
  struct epoll_event got;
  struct timespec since, t = {0, 20000000}, none = {0, 0}, bad = {0, 1000000000};
  sigset_t blocked, empty;
  sigemptyset(&empty), sigemptyset(&blocked), sigaddset(&blocked, SIGUSR1);
  clock_gettime(CLOCK_MONOTONIC, &since);
  CALL(epoll_wait(ep, &got, 1, 20));
  printf("%d\n", elapsed_ms(&since) >= 19);
  clock_gettime(CLOCK_MONOTONIC, &since);
  CALL(epoll_pwait2(ep, &got, 1, &t, NULL));
  printf("%d\n", elapsed_ms(&since) >= 19);
  CALL(epoll_pwait2(ep, &got, 1, &none, NULL));
  CALL(epoll_pwait2(ep, &got, 1, &bad, NULL));
  on_signal(SIGUSR1, on_usr1, 0);
  sigprocmask(SIG_BLOCK, &blocked, NULL);
  raise(SIGUSR1);
  CALL(epoll_wait(ep, &got, 1, 5));
  CALL(came);
  CALL(epoll_pwait(ep, &got, 1, 1000, &empty));
  CALL(came);
  sigset_t now;
  sigprocmask(SIG_BLOCK, NULL, &now);
  CALL(sigismember(&now, SIGUSR1));
  CALL(syscall(SYS_epoll_pwait, ep, &got, 1, 0, &empty, 7));
  CALL(syscall(SYS_epoll_pwait, ep, &got, 1, 0, BAD, 8));
  sigprocmask(SIG_UNBLOCK, &blocked, NULL);
  on_signal(SIGUSR1, SIG_DFL, 0);
  close(ep);
}
