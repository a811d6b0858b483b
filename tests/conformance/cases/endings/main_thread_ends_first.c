/* pthread_exit(3) in the main thread: the process goes on, and ends with its last thread, status 0. */
#include "../../case.h"
#include <pthread.h>
static pthread_t main_thread;
static void *goes_on(void *unused) {
  void *result;
  CALL(pthread_join(main_thread, &result));
  CALL((long)result);
  CALL(getpid() == gettid());
  printf("the last thread ends\n");
  fflush(stdout);
  return NULL;
}
CASE(main_thread_ends_first) {
  pthread_t t;
  main_thread = pthread_self();
  pthread_create(&t, NULL, goes_on, NULL);
  pthread_exit((void *)7L);
}
