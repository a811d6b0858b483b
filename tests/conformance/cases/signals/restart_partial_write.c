/* A write(2) of which a part is done when a handler runs answers that part, whatever SA_RESTART says. */
#include "../../case.h"
#include <sys/ioctl.h>
static volatile int handled;
static void note(int s) { __atomic_add_fetch(&handled, 1, __ATOMIC_SEQ_CST); }
static int p[2];
static void *writes(void *x) {
  static char many[200000];
  return (void *)write(p[1], many, sizeof many);
}
CASE(restart_partial_write) {
  for (int restart = 0; restart < 2; restart++) {
    struct worker w;
    pipe(p);
    fcntl(p[1], F_SETPIPE_SZ, 65536);
    handled = 0;
    on_signal(SIGUSR1, note, restart ? SA_RESTART : 0);
    start_worker(&w, writes, NULL), until_asleep(w.tid);
    pthread_kill(w.thread, SIGUSR1);
    until_equal(&handled, 1);
    CALL(join_worker(&w));
    close(p[0]), close(p[1]);
  }
  signal(SIGUSR1, SIG_DFL);
}
