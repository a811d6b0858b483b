/* sigsuspend(2): the given mask holds while it waits, the old one after the handler; it always ends with EINTR. */
#include "../../case.h"
static volatile int got;
static sigset_t inside;
static void note(int s) { got = s, sigprocmask(SIG_BLOCK, NULL, &inside); }
CASE(suspend_swaps_mask) {
  sigset_t set = signals_of(SIGUSR1, SIGUSR2, 0), wait, before, after;
  on_signal(SIGUSR1, note, SA_RESTART), on_signal(SIGUSR2, note, 0);
  sigprocmask(SIG_BLOCK, &set, &before);
  raise(SIGUSR1), raise(SIGUSR2);
  sigfillset(&wait), sigdelset(&wait, SIGUSR1);
  CALL(sigsuspend(&wait));
  CALL(got == SIGUSR1);
  printf("inside: %d %d %d\n", sigismember(&inside, SIGUSR1), sigismember(&inside, SIGUSR2), sigismember(&inside, SIGHUP));
  sigprocmask(SIG_BLOCK, NULL, &after);
  printf("after: %d %d %d\n", sigismember(&after, SIGUSR1), sigismember(&after, SIGUSR2), sigismember(&after, SIGHUP));
  CALL(syscall(SYS_rt_sigsuspend, &wait, 4));
  CALL(syscall(SYS_rt_sigsuspend, BAD, 8));
  sigprocmask(SIG_SETMASK, &before, NULL);
  CALL(got == SIGUSR2);
  signal(SIGUSR1, SIG_DFL), signal(SIGUSR2, SIG_DFL);
}
