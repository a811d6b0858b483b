/* Two hundred threads at once, each with its number, all living together and all joined. */
#include "../../case.h"
static pthread_barrier_t b;
static pid_t tids[200];
static void *lives(void *index) {
  tids[(long)index] = gettid();
  pthread_barrier_wait(&b);
  return (void *)((long)index * 3);
}
CASE(two_hundred) {
  static pthread_t t[200];
  pthread_attr_t a;
  long sum = 0, failed = 0, equal = 0;
  pthread_attr_init(&a), pthread_attr_setstacksize(&a, 65536);
  pthread_barrier_init(&b, NULL, 201);
  for (long i = 0; i < 200; i++) failed += pthread_create(&t[i], &a, lives, (void *)i) != 0;
  CALL(failed);
  pthread_barrier_wait(&b);
  for (int i = 0; i < 200; i++) {
    void *r;
    pthread_join(t[i], &r);
    sum += (long)r;
    for (int j = 0; j < i; j++) equal += tids[i] == tids[j];
  }
  printf("%ld %ld\n", sum, equal);
  pthread_barrier_destroy(&b);
}
