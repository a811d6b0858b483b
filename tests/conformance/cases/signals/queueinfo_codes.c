/* rt_sigqueueinfo(2): to oneself any code may be given; the number in the structure is overwritten; unknown signals are refused. */
#include "../../case.h"
static volatile int code, value, number, error;
static void note(int s, siginfo_t *i, void *c) { code = i->si_code, value = i->si_value.sival_int, number = i->si_signo, error = i->si_errno; }
CASE(queueinfo_codes) {
  siginfo_t i = {.si_signo = 55, .si_errno = 11, .si_code = SI_QUEUE};
  i.si_value.sival_int = 42, i.si_pid = 5, i.si_uid = 6;
  on_siginfo(SIGUSR1, note, 0);
  CALL(syscall(SYS_rt_sigqueueinfo, getpid(), SIGUSR1, &i));
  printf("%d %d %d %d\n", number, code, value, error);
  i.si_code = SI_KERNEL;
  CALL(syscall(SYS_rt_sigqueueinfo, getpid(), SIGUSR1, &i));
  printf("%d %d %d %d\n", number, code, value, error);
  i.si_code = SI_TKILL;
  CALL(syscall(SYS_rt_tgsigqueueinfo, getpid(), gettid(), SIGUSR1, &i));
  printf("%d %d %d %d\n", number, code, value, error);
  CALL(syscall(SYS_rt_sigqueueinfo, getpid(), 65, &i));
  CALL(syscall(SYS_rt_sigqueueinfo, getpid(), 0, &i));
  CALL(syscall(SYS_rt_sigqueueinfo, 999999, SIGUSR1, &i));
  CALL(syscall(SYS_rt_sigqueueinfo, getpid(), SIGUSR1, BAD));
  CALL(syscall(SYS_rt_tgsigqueueinfo, getpid(), 999999, SIGUSR1, &i));
  CALL(syscall(SYS_rt_tgsigqueueinfo, 0, gettid(), SIGUSR1, &i));
  CALL(syscall(SYS_rt_tgsigqueueinfo, getpid(), -1, SIGUSR1, &i));
  signal(SIGUSR1, SIG_DFL);
}
