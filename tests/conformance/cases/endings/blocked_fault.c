/* A fault whose signal is blocked ends the process though there is a handler. */
#include "../../case.h"
static void note(int s) { printf("handler\n"); }
CASE(blocked_fault) {
  sigset_t set = signals_of(SIGSEGV, 0);
  on_signal(SIGSEGV, note, 0);
  sigprocmask(SIG_BLOCK, &set, NULL);
  printf("before\n");
  fflush(stdout);
  *(volatile int *)16 = 1;
  printf("after\n");
}
