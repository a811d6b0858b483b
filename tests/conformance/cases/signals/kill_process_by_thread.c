/* kill(2) with the number of a thread that is not the first reaches the process all the same. */
#include "../../case.h"
static volatile int count;
static void note(int s) { count++; }
static void *sends(void *p) { return (void *)(long)kill(gettid(), SIGUSR1); }
CASE(kill_process_by_thread) {
  struct worker w;
  count = 0;
  on_signal(SIGUSR1, note, 0);
  start_worker(&w, sends, NULL);
  CALL(join_worker(&w));
  until_equal(&count, 1);
  CALL(count);
  signal(SIGUSR1, SIG_DFL);
}
