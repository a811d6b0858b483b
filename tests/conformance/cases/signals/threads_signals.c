/* Signals and threads: pthread_kill, masks of one thread, cancellation of a blocked thread. */
#include "../../case.h"
#include <pthread.h>
static volatile int handled_by_child, ready;
static pthread_t child;
static int p[2];
static void note(int s) { handled_by_child = s == SIGUSR1 && pthread_equal(pthread_self(), child); }
static void *blocked_read(void *a) {
  char c;
  ready = 1;
  long n = read(p[0], &c, 1);
  return n == -1 && errno == EINTR ? (void *)7L : a;
}
static void *forever(void *a) {
  char c;
  read(p[0], &c, 1);
  return a;
}
CASE(threads_signals) {
  void *r;
  pipe(p);
  on_signal(SIGUSR1, note, 0);
  ready = 0;
  pthread_create(&child, NULL, blocked_read, NULL);
  while (!ready) usleep(1000);
  usleep(50000);
  CALL(pthread_kill(child, SIGUSR1));
  pthread_join(child, &r);
  CALL((long)r);
  CALL(handled_by_child);
  pthread_create(&child, NULL, forever, NULL);
  usleep(20000);
  CALL(pthread_cancel(child));
  pthread_join(child, &r);
  CALL(r == PTHREAD_CANCELED);
  CALL(syscall(SYS_tgkill, getpid(), 99999, SIGUSR1));
  CALL(syscall(SYS_tgkill, -1, 1, SIGUSR1));
  signal(SIGUSR1, SIG_DFL);
  close(p[0]);
  close(p[1]);
}
