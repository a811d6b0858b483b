/* /proc tells a thread's blocked and pending signals, and the process's ignored and caught ones. */
#include "../../case.h"
static void show(const char *name) {
  char text[4096], key[32];
  int fd = open("/proc/thread-self/status", O_RDONLY);
  ssize_t n = read(fd, text, sizeof text - 1);
  close(fd);
  text[n < 0 ? 0 : n] = 0;
  snprintf(key, sizeof key, "\n%s:\t", name);
  char *at = strstr(text, key);
  unsigned long mask = at ? strtoul(at + strlen(key), NULL, 16) : 0;
  printf("%s %d %d %d\n", name, (int)(mask >> (SIGUSR1 - 1) & 1), (int)(mask >> (SIGUSR2 - 1) & 1), (int)(mask >> 49 & 1));
}
static void handler(int s) {}
CASE(status_of_signals) {
  sigset_t set = signals_of(SIGUSR1, 50, 0), before;
  on_signal(SIGUSR1, handler, 0), on_signal(SIGUSR2, SIG_IGN, 0);
  sigprocmask(SIG_BLOCK, &set, &before);
  raise(SIGUSR1), kill(getpid(), 50);
  show("SigPnd"), show("ShdPnd"), show("SigBlk"), show("SigIgn"), show("SigCgt");
  struct timespec none = {0, 0};
  while (sigtimedwait(&set, NULL, &none) > 0);
  sigprocmask(SIG_SETMASK, &before, NULL);
  signal(SIGUSR1, SIG_DFL), signal(SIGUSR2, SIG_DFL);
}
