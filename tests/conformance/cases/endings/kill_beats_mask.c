/* SIGKILL cannot be blocked: it ends the process from any thread. */
#include "../../case.h"
static void *kills(void *p) {
  kill(getpid(), SIGKILL);
  return NULL;
}
CASE(kill_beats_mask) {
  sigset_t all;
  struct worker w;
  sigfillset(&all);
  CALL(sigprocmask(SIG_BLOCK, &all, NULL));
  start_worker(&w, kills, NULL);
  pause();
  printf("after\n");
}
