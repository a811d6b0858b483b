/* sigprocmask(2), sigpending(2), sigsuspend(2), sigtimedwait(2): blocked signals wait. */
#include "../../case.h"
static volatile int got[65], order[8], n;
static void note(int s) {
  got[s]++;
  if (n < 8) order[n++] = s;
}
CASE(signal_masks) {
  sigset_t set, old, pending;
  n = 0;
  on_signal(SIGUSR1, note, 0);
  on_signal(SIGUSR2, note, 0);
  sigemptyset(&set);
  sigaddset(&set, SIGUSR1);
  sigaddset(&set, SIGUSR2);
  sigaddset(&set, SIGKILL);
  CALL(sigprocmask(SIG_BLOCK, &set, &old));
  raise(SIGUSR2);
  raise(SIGUSR1);
  raise(SIGUSR1);
  sigpending(&pending);
  printf("pending %d %d got %d\n", sigismember(&pending, SIGUSR1), sigismember(&pending, SIGUSR2), got[SIGUSR1]);
  sigprocmask(SIG_BLOCK, NULL, &set);
  CALL(sigismember(&set, SIGKILL));
  sigset_t none;
  sigfillset(&none);
  sigdelset(&none, SIGUSR2);
  CALL(sigsuspend(&none));
  printf("got %d %d\n", got[SIGUSR1], got[SIGUSR2]);
  struct timespec short_time = {0, 20000000};
  siginfo_t info;
  sigemptyset(&none);
  sigaddset(&none, SIGUSR1);
  CALL(sigtimedwait(&none, &info, &short_time));
  CALL(info.si_code);
  CALL(sigtimedwait(&none, &info, &short_time));
  printf("got %d\n", got[SIGUSR1]);
  raise(SIGUSR1);
  raise(SIGUSR2);
  n = 0;
  CALL(sigprocmask(SIG_SETMASK, &old, NULL));
  printf("order %d %d, got %d %d\n", order[0], order[1], got[SIGUSR1], got[SIGUSR2]);
  CALL(sigprocmask(99, &old, NULL));
  on_signal(SIGUSR1, SIG_IGN, 0);
  sigprocmask(SIG_BLOCK, &none, NULL);
  raise(SIGUSR1);
  sigpending(&pending);
  CALL(sigismember(&pending, SIGUSR1));
  sigprocmask(SIG_SETMASK, &old, NULL);
  signal(SIGUSR1, SIG_DFL);
  signal(SIGUSR2, SIG_DFL);
}
