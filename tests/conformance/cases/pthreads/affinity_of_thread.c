/* pthread_setaffinity_np: a thread runs where it may; sets without a processor that is there are refused. */
#include "../../case.h"
static void *looks(void *p) { return (void *)(long)sched_getcpu(); }
CASE(affinity_of_thread) {
  cpu_set_t one, none = {0}, now;
  pthread_attr_t a;
  pthread_t t;
  void *r;
  CPU_ZERO(&one);
  CPU_SET(0, &one);
  pthread_attr_init(&a);
  CALL(pthread_attr_setaffinity_np(&a, sizeof one, &one));
  pthread_create(&t, &a, looks, NULL), pthread_join(t, &r);
  CALL(r);
  CALL(pthread_setaffinity_np(pthread_self(), sizeof none, &none));
  pthread_getaffinity_np(pthread_self(), sizeof now, &now);
  CALL(pthread_setaffinity_np(pthread_self(), sizeof one, &one));
  CALL(sched_getcpu());
  CALL(pthread_setaffinity_np(pthread_self(), sizeof now, &now));
}
