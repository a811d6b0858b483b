/* A new thread has its maker's mask, no alternate stack, and no pending signals. */
#include "../../case.h"
static stack_t alternate;
static sigset_t mask, pending;
static void *looks(void *p) {
  sigaltstack(NULL, &alternate);
  pthread_sigmask(SIG_BLOCK, NULL, &mask);
  sigpending(&pending);
  return NULL;
}
CASE(clone_signal_state) {
  static char memory[65536];
  stack_t mine = {.ss_sp = memory, .ss_size = sizeof memory}, off = {.ss_flags = SS_DISABLE};
  sigset_t block = signals_of(SIGUSR1, SIGUSR2, SIGRTMIN + 3, 0), before;
  sigaltstack(&mine, NULL);
  pthread_sigmask(SIG_BLOCK, &block, &before);
  pthread_kill(pthread_self(), SIGUSR1);
  struct worker w;
  start_worker(&w, looks, NULL), join_worker(&w);
  printf("alternate: flags %d size %zu\n", alternate.ss_flags, alternate.ss_size);
  printf("mask: %d %d %d %d\n", sigismember(&mask, SIGUSR1), sigismember(&mask, SIGUSR2), sigismember(&mask, SIGRTMIN + 3), sigismember(&mask, SIGHUP));
  printf("pending: %d\n", sigismember(&pending, SIGUSR1));
  sigpending(&pending);
  printf("pending here: %d\n", sigismember(&pending, SIGUSR1));
  struct timespec none = {0, 0};
  CALL(sigtimedwait(&block, NULL, &none));
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  sigaltstack(&off, NULL);
}
