/* A signal reaches a thread that only computes, on whatever processor, and its registers are as they were. */
#include "../../case.h"
static volatile int handled, stop;
static void note(int s) {
  double d = 1.5;
  for (int i = 0; i < 10; i++) d = d * 1.1 + s;
  handled += d > 0;
}
static void *computes(void *p) {
  long bad = 0;
  while (!stop) {
    double a = 1.25, b = 3.5;
    for (int i = 0; i < 1000; i++) a = a * 1.000001, b = b + a;
    double c = 1.25, d = 3.5;
    for (int i = 0; i < 1000; i++) c = c * 1.000001, d = d + c;
    bad += a != c || b != d;
  }
  return (void *)bad;
}
CASE(handler_on_running_thread) {
  struct worker w;
  handled = stop = 0;
  on_signal(SIGUSR1, note, 0);
  start_worker(&w, computes, NULL);
  for (int i = 1; i <= 100; i++) pthread_kill(w.thread, SIGUSR1), until_equal(&handled, i);
  stop = 1;
  CALL(join_worker(&w));
  CALL(handled);
  signal(SIGUSR1, SIG_DFL);
}
