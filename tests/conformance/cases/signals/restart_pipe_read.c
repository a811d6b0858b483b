/* read(2) of an empty pipe and write(2) to a full one: go on after a handler with SA_RESTART, EINTR without. */
#include "../../case.h"
static volatile int handled;
static void note(int s) { __atomic_add_fetch(&handled, 1, __ATOMIC_SEQ_CST); }
static int p[2];
static void *reads(void *x) {
  char c;
  return (void *)(read(p[0], &c, 1) == -1 ? (long)-errno : c);
}
static void *writes(void *x) { return (void *)(write(p[1], "y", 1) == -1 ? (long)-errno : 1L); }
CASE(restart_pipe_read) {
  for (int writing = 0; writing < 2; writing++)
    for (int restart = 0; restart < 2; restart++) {
      struct worker w;
      char page[4096] = {0};
      pipe2(p, O_NONBLOCK);
      if (writing) while (write(p[1], page, sizeof page) > 0);
      fcntl(p[0], F_SETFL, 0), fcntl(p[1], F_SETFL, 0);
      handled = 0;
      on_signal(SIGUSR1, note, restart ? SA_RESTART : 0);
      start_worker(&w, writing ? writes : reads, NULL), until_asleep(w.tid);
      pthread_kill(w.thread, SIGUSR1);
      until_equal(&handled, 1);
      if (restart) {
        until_asleep(w.tid);
        if (writing) read(p[0], page, sizeof page);
        else write(p[1], "r", 1);
      }
      printf("writing %d restart %d: %ld\n", writing, restart, (long)join_worker(&w));
      close(p[0]), close(p[1]);
    }
  signal(SIGUSR1, SIG_DFL);
}
