/* RLIMIT_SIGPENDING bounds what sigqueue(2) may queue: EAGAIN beyond; kill(2) still works. */
#include "../../case.h"
#include <sys/resource.h>
static volatile int count;
static void note(int s) { count++; }
CASE(realtime_limit) {
  struct rlimit before, small;
  sigset_t set = signals_of(40, 0), mask;
  getrlimit(RLIMIT_SIGPENDING, &before);
  small = before, small.rlim_cur = 0;
  count = 0;
  on_signal(40, note, 0);
  sigprocmask(SIG_BLOCK, &set, &mask);
  CALL(setrlimit(RLIMIT_SIGPENDING, &small));
  CALL(sigqueue(getpid(), 40, (union sigval){.sival_int = 1}));
  CALL(kill(getpid(), 40));
  CALL(setrlimit(RLIMIT_SIGPENDING, &before));
  CALL(sigqueue(getpid(), 40, (union sigval){.sival_int = 1}));
  CALL(sigqueue(getpid(), 40, (union sigval){.sival_int = 1}));
  sigprocmask(SIG_SETMASK, &mask, NULL);
  CALL(count);
  signal(40, SIG_DFL);
}
