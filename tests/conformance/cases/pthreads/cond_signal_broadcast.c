/* A condition's signal wakes one waiter at least, its broadcast all; a waiter comes back with the mutex. */
#include "../../case.h"
static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t c = PTHREAD_COND_INITIALIZER;
static int tickets, served;
static void *waits(void *p) {
  pthread_mutex_lock(&m);
  while (!tickets) pthread_cond_wait(&c, &m);
  tickets--, served++;
  long held = pthread_mutex_trylock(&m);
  pthread_mutex_unlock(&m);
  return (void *)held;
}
CASE(cond_signal_broadcast) {
  struct worker w[6];
  tickets = served = 0;
  for (int i = 0; i < 6; i++) start_worker(&w[i], waits, NULL), until_asleep(w[i].tid);
  pthread_mutex_lock(&m), tickets = 1, pthread_cond_signal(&c), pthread_mutex_unlock(&m);
  for (int n = 0; n < 5000; n++) {
    pthread_mutex_lock(&m);
    int done = served;
    pthread_mutex_unlock(&m);
    if (done == 1) break;
    usleep(500);
  }
  CALL(served);
  pthread_mutex_lock(&m), tickets = 5, pthread_cond_broadcast(&c), pthread_mutex_unlock(&m);
  for (int i = 0; i < 6; i++) CALL(join_worker(&w[i]));
  CALL(served);
}
