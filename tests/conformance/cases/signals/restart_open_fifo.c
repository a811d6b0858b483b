/* open(2) of a FIFO that waits for its other end: restarted by SA_RESTART, EINTR without. */
#include "../../case.h"
static volatile int handled;
static void note(int s) { __atomic_add_fetch(&handled, 1, __ATOMIC_SEQ_CST); }
static void *opens(void *x) {
  int fd = open("restart-fifo", O_RDONLY);
  long r = fd < 0 ? -errno : 1;
  close(fd);
  return (void *)r;
}
CASE(restart_open_fifo) {
  mkfifo("restart-fifo", 0600);
  for (int restart = 0; restart < 2; restart++) {
    struct worker w;
    int other = -1;
    handled = 0;
    on_signal(SIGUSR1, note, restart ? SA_RESTART : 0);
    start_worker(&w, opens, NULL), until_asleep(w.tid);
    pthread_kill(w.thread, SIGUSR1);
    until_equal(&handled, 1);
    if (restart) until_asleep(w.tid), other = open("restart-fifo", O_WRONLY);
    printf("restart %d: %ld\n", restart, (long)join_worker(&w));
    close(other);
  }
  unlink("restart-fifo");
  signal(SIGUSR1, SIG_DFL);
}
