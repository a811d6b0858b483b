/* A barrier lets all through together; each round one of them is told that it is the serial one. */
#include "../../case.h"
static pthread_barrier_t b;
static volatile int arrived, wrong, serial;
static void *rounds(void *p) {
  for (int i = 1; i <= 20; i++) {
    __atomic_add_fetch(&arrived, 1, __ATOMIC_SEQ_CST);
    if (pthread_barrier_wait(&b) == PTHREAD_BARRIER_SERIAL_THREAD) __atomic_add_fetch(&serial, 1, __ATOMIC_SEQ_CST);
    if (__atomic_load_n(&arrived, __ATOMIC_SEQ_CST) < 4 * i) wrong = 1;
    pthread_barrier_wait(&b);
  }
  return NULL;
}
CASE(barrier_rounds) {
  struct worker w[4];
  arrived = wrong = serial = 0;
  CALL(pthread_barrier_init(&b, NULL, 0));
  CALL(pthread_barrier_init(&b, NULL, 4));
  for (int i = 0; i < 4; i++) start_worker(&w[i], rounds, NULL);
  for (int i = 0; i < 4; i++) join_worker(&w[i]);
  printf("%d %d %d\n", arrived, serial, wrong);
  CALL(pthread_barrier_destroy(&b));
}
