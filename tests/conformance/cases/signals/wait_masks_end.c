/* A signal that the mask of ppoll(2) and its relatives lets in is taken only where it ends the wait: not by one that ends otherwise. */
#include "../../case.h"
#include <poll.h>
#include <sys/epoll.h>
#include <sys/select.h>
static volatile int taken;
static void on_user(int s) { taken++; }
CASE(wait_masks_end) {
  sigset_t blocked = signals_of(SIGUSR2, 0), before, none = signals_of(0);
  struct timespec no_time = {0, 0};
  int p[2], e = epoll_create1(0);
  struct epoll_event event;
  pipe(p);
  struct pollfd writable = {p[1], POLLOUT, 0}, waiting = {p[0], POLLIN, 0};
  on_signal(SIGUSR2, on_user, 0);
  sigprocmask(SIG_BLOCK, &blocked, &before);
  raise(SIGUSR2);
  CALL(ppoll(&writable, 1, NULL, &none));
  printf("taken %d\n", taken);
  fd_set set;
  FD_ZERO(&set);
  FD_SET(p[1], &set);
  CALL(pselect(p[1] + 1, NULL, &set, NULL, NULL, &none));
  printf("taken %d\n", taken);
  CALL(epoll_pwait(e, &event, -1, 0, &none));
  CALL(epoll_pwait(p[0], &event, 1, 0, &none));
  printf("taken %d\n", taken);
  CALL(ppoll(&waiting, 1, &no_time, &none));
  printf("taken %d\n", taken);
  sigprocmask(SIG_SETMASK, &before, NULL);
  signal(SIGUSR2, SIG_DFL);
  close(p[0]), close(p[1]), close(e);
}
