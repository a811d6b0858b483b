/* A cancellation that comes while it is disabled is kept for later. */
#include "../../case.h"
static volatile int stage, passed;
static void *works(void *p) {
  int old;
  pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &old);
  stage = 1;
  until_equal(&stage, 2);
  pthread_testcancel();
  passed = 1 + old;
  pthread_setcancelstate(PTHREAD_CANCEL_ENABLE, &old);
  pthread_testcancel();
  passed = 99;
  return NULL;
}
CASE(cancel_disabled) {
  struct worker w;
  stage = passed = 0;
  start_worker(&w, works, NULL);
  until_equal(&stage, 1);
  CALL(pthread_cancel(w.thread));
  stage = 2;
  CALL(join_worker(&w) == PTHREAD_CANCELED);
  CALL(passed);
}
