/* Semaphores: values, waiting, times, tries, the greatest value. */
#include "../../case.h"
#include <semaphore.h>
static sem_t s;
static void *waits(void *p) { return (void *)(long)sem_wait(&s); }
CASE(semaphore_unnamed) {
  int v;
  struct worker w[3];
  struct timespec t;
  CALL(sem_init(&s, 0, 2147483648u));
  CALL(sem_init(&s, 0, 2));
  CALL(sem_getvalue(&s, &v));
  CALL(v);
  CALL(sem_wait(&s));
  CALL(sem_trywait(&s));
  CALL(sem_trywait(&s));
  t = after_ms(CLOCK_REALTIME, 10);
  CALL(sem_timedwait(&s, &t));
  t = after_ms(CLOCK_MONOTONIC, 10);
  CALL(sem_clockwait(&s, CLOCK_MONOTONIC, &t));
  t.tv_nsec = -1;
  CALL(sem_timedwait(&s, &t));
  for (int i = 0; i < 3; i++) start_worker(&w[i], waits, NULL), until_asleep(w[i].tid);
  for (int i = 0; i < 3; i++) sem_post(&s);
  for (int i = 0; i < 3; i++) CALL(join_worker(&w[i]));
  CALL(sem_destroy(&s));
  sem_init(&s, 0, 2147483647);
  CALL(sem_post(&s));
}
