/* Detached threads cannot be joined; what has ended is not found by its number. */
#include "../../case.h"
static volatile pid_t tid;
static volatile int stage;
static void *works(void *p) {
  tid = gettid();
  until_equal(&stage, 1);
  return NULL;
}
CASE(detached) {
  pthread_t t;
  pthread_attr_t a;
  stage = 0, tid = 0;
  pthread_attr_init(&a), pthread_attr_setdetachstate(&a, PTHREAD_CREATE_DETACHED);
  pthread_create(&t, &a, works, NULL);
  while (!tid) usleep(200);
  CALL(pthread_join(t, NULL));
  CALL(pthread_detach(t));
  stage = 1;
  while (syscall(SYS_tgkill, getpid(), tid, 0) == 0) usleep(200);
  CALL(syscall(SYS_tgkill, getpid(), tid, 0));
}
