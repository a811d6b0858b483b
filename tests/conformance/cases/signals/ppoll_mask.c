/* ppoll(2), pselect(2), epoll_pwait(2): the mask holds while they wait; a signal that it lets through ends them and is handled once. */
#include "../../case.h"
#include <poll.h>
#include <sys/epoll.h>
#include <sys/select.h>
static volatile int handled;
static void note(int s) { handled++; }
CASE(ppoll_mask) {
  sigset_t set = signals_of(SIGUSR1, 0), before, none, now;
  struct epoll_event e;
  int ep = epoll_create1(0);
  sigemptyset(&none);
  handled = 0;
  on_signal(SIGUSR1, note, 0);
  sigprocmask(SIG_BLOCK, &set, &before);
  for (int i = 0; i < 3; i++) {
    raise(SIGUSR1);
    struct timespec t = in_ms(5000);
    if (i == 0) CALL(ppoll(NULL, 0, &t, &none));
    if (i == 1) CALL(pselect(0, NULL, NULL, NULL, &t, &none));
    if (i == 2) CALL(epoll_pwait(ep, &e, 1, 5000, &none));
    CALL(handled);
    sigprocmask(SIG_BLOCK, NULL, &now);
    CALL(sigismember(&now, SIGUSR1));
    t = in_ms(1);
    if (i == 0) CALL(ppoll(NULL, 0, &t, &set));
  }
  CALL(syscall(SYS_ppoll, NULL, 0, NULL, &none, 4));
  CALL(syscall(SYS_ppoll, NULL, 0, NULL, BAD, 8));
  close(ep);
  sigprocmask(SIG_SETMASK, &before, NULL);
  signal(SIGUSR1, SIG_DFL);
}
