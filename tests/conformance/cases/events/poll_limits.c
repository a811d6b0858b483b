/* poll(2) and ppoll(2): counts, times, masks, and what is wrong. */
#include "../../case.h"
#include <poll.h>
#include <sys/resource.h>
static void on_usr1(int s) {}
CASE(poll_limits) {
  struct pollfd f[2] = {{-1, POLLIN, 77}, {99, POLLIN}};
  struct timespec since, t = {0, 20000000}, bad = {-1, 0};
  CALL(poll(f, 2, 0));
  printf("%x %x\n", f[0].revents, f[1].revents);
  clock_gettime(CLOCK_MONOTONIC, &since);
  CALL(poll(NULL, 0, 20));
  printf("%d\n", elapsed_ms(&since) >= 19);
  CALL(ppoll(f, 1, &t, NULL));
  CALL(ppoll(f, 1, &bad, NULL));
  CALL(poll(BAD, 1, 0));
  CALL(poll(f, -1, 0));
  struct rlimit old, small;
  getrlimit(RLIMIT_NOFILE, &old), small = old, small.rlim_cur = 20, setrlimit(RLIMIT_NOFILE, &small);
  static struct pollfd many[21];
  CALL(poll(many, 20, 0) >= 0);
  CALL(poll(many, 21, 0));
  setrlimit(RLIMIT_NOFILE, &old);
  sigset_t empty, blocked;
  sigemptyset(&empty), sigemptyset(&blocked), sigaddset(&blocked, SIGUSR1);
  on_signal(SIGUSR1, on_usr1, SA_RESTART);
  sigprocmask(SIG_BLOCK, &blocked, NULL), raise(SIGUSR1);
  CALL(ppoll(NULL, 0, NULL, &empty));
  sigprocmask(SIG_UNBLOCK, &blocked, NULL), on_signal(SIGUSR1, SIG_DFL, 0);
}
