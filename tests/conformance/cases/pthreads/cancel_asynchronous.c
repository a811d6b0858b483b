/* Asynchronous cancellation ends a thread that only computes. */
#include "../../case.h"
static volatile int running, cleaned;
static volatile long n;
static void clean(void *p) { cleaned = 1; }
static void *computes(void *p) {
  int old;
  pthread_setcanceltype(PTHREAD_CANCEL_ASYNCHRONOUS, &old);
  pthread_cleanup_push(clean, NULL);
  running = 1;
  for (;;) n++;
  pthread_cleanup_pop(0);
  return NULL;
}
CASE(cancel_asynchronous) {
  struct worker w;
  running = cleaned = 0;
  start_worker(&w, computes, NULL);
  until_equal(&running, 1);
  CALL(pthread_cancel(w.thread));
  CALL(join_worker(&w) == PTHREAD_CANCELED);
  CALL(cleaned);
}
