/* SIGCHLD, SIGURG, SIGWINCH and SIGCONT do nothing by default, and do not interrupt a sleep. */
#include "../../case.h"
static void *sleeps(void *p) {
  struct timespec t = in_ms(60);
  return (void *)(long)nanosleep(&t, NULL);
}
CASE(default_ignores) {
  struct worker w;
  int signals[] = {SIGCHLD, SIGURG, SIGWINCH, SIGCONT};
  for (int i = 0; i < 4; i++) CALL(raise(signals[i]));
  start_worker(&w, sleeps, NULL), until_asleep(w.tid);
  for (int i = 0; i < 4; i++) pthread_kill(w.thread, signals[i]);
  CALL(join_worker(&w));
}
