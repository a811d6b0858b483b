/* A writer waits for the readers, and then excludes them; a kind that prefers writers lets no reader past it. */
#include "../../case.h"
static pthread_rwlock_t l;
static volatile int inside;
static void *writes(void *p) {
  pthread_rwlock_wrlock(&l);
  inside = 1;
  pthread_rwlock_unlock(&l);
  return NULL;
}
static void *reads(void *p) {
  int r = pthread_rwlock_tryrdlock(&l);
  if (!r) pthread_rwlock_unlock(&l);
  return (void *)(long)r;
}
CASE(rwlock_writer_waits) {
  pthread_rwlockattr_t a;
  for (int kind = 0; kind < 3; kind += 2) {
    struct worker w, r;
    pthread_rwlockattr_init(&a), pthread_rwlockattr_setkind_np(&a, kind);
    pthread_rwlock_init(&l, &a);
    inside = 0;
    pthread_rwlock_rdlock(&l);
    start_worker(&w, writes, NULL), until_asleep(w.tid);
    start_worker(&r, reads, NULL);
    printf("kind %d: reader %ld, writer in %d\n", kind, (long)join_worker(&r), inside);
    pthread_rwlock_unlock(&l);
    join_worker(&w);
    CALL(inside);
    pthread_rwlock_destroy(&l);
  }
}
