/* siginfo tells how a signal was sent: kill, tgkill, raise, sigqueue, pthread_sigqueue, with sender and value. */
#include "../../case.h"
static volatile int code, pid_ok, uid, value, number;
static void note(int s, siginfo_t *i, void *c) {
  number = i->si_signo, code = i->si_code, pid_ok = i->si_pid == getpid(), uid = i->si_uid, value = i->si_value.sival_int;
}
static void show(const char *what, int with_value) { printf("%s: %d code %d pid %d uid %d value %d\n", what, number, code, pid_ok, uid, with_value ? value : 0); }
CASE(info_of_senders) {
  on_siginfo(SIGUSR1, note, 0);
  kill(getpid(), SIGUSR1), show("kill", 0);
  syscall(SYS_tgkill, getpid(), gettid(), SIGUSR1), show("tgkill", 0);
  syscall(SYS_tkill, gettid(), SIGUSR1), show("tkill", 0);
  raise(SIGUSR1), show("raise", 0);
  sigqueue(getpid(), SIGUSR1, (union sigval){.sival_int = -5}), show("sigqueue", 1);
  pthread_sigqueue(pthread_self(), SIGUSR1, (union sigval){.sival_int = 6}), show("pthread_sigqueue", 1);
  signal(SIGUSR1, SIG_DFL);
}
