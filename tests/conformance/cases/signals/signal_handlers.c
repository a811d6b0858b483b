/* sigaction(2): handlers, SA_NODEFER, SA_RESETHAND, the mask in a handler, SI codes. */
#include "../../case.h"
static volatile int depth, most, count, info_code, info_value;
static void nested(int s) {
  depth++;
  if (depth > most) most = depth;
  if (count++ == 0) raise(s);
  depth--;
}
static void with_info(int s, siginfo_t *i, void *c) {
  (void)s, (void)c;
  info_code = i->si_code;
  info_value = i->si_value.sival_int;
  count++;
}
CASE(signal_handlers) {
  struct sigaction a = {.sa_handler = nested}, old;
  count = most = 0;
  CALL(sigaction(SIGUSR1, &a, NULL));
  raise(SIGUSR1);
  printf("masked: %d calls, depth %d\n", count, most);
  a.sa_flags = SA_NODEFER;
  count = most = 0;
  sigaction(SIGUSR1, &a, &old);
  CALL(old.sa_handler == nested);
  raise(SIGUSR1);
  printf("SA_NODEFER: %d calls, depth %d\n", count, most);
  struct sigaction b = {.sa_sigaction = with_info, .sa_flags = SA_SIGINFO | SA_RESETHAND};
  count = 0;
  sigaction(SIGUSR2, &b, NULL);
  kill(getpid(), SIGUSR2);
  CALL(info_code);
  sigaction(SIGUSR2, NULL, &old);
  CALL(old.sa_handler == SIG_DFL);
  b.sa_flags = SA_SIGINFO;
  sigaction(SIGUSR2, &b, NULL);
  union sigval v = {.sival_int = 42};
  CALL(sigqueue(getpid(), SIGUSR2, v));
  printf("%d %d\n", info_code, info_value);
  raise(SIGUSR2);
  CALL(info_code);
  CALL(sigaction(SIGKILL, &a, NULL));
  CALL(sigaction(SIGKILL, NULL, &old));
  CALL(sigaction(0, &a, NULL));
  CALL(sigaction(99, &a, NULL));
  CALL(kill(getpid(), 0));
  CALL(kill(getpid(), 99));
  CALL(kill(999999, 0));
  signal(SIGUSR1, SIG_DFL);
  signal(SIGUSR2, SIG_DFL);
}
