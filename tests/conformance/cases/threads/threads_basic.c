/* pthread: create, join, results, TLS, detached threads, many in turn. */
#include "../../case.h"
#include <pthread.h>
static __thread int mine = 5;
static pthread_key_t key;
static volatile int destroyed;
static void destroy(void *p) { destroyed += (int)(long)p; }
static void *work(void *p) {
  mine += (int)(long)p;
  pthread_setspecific(key, p);
  return (void *)(long)(mine * 10);
}
static void *quit(void *p) { pthread_exit(p); }
CASE(threads_basic) {
  pthread_t t[16];
  void *r;
  pthread_key_create(&key, destroy);
  long sum = 0;
  for (long i = 0; i < 16; i++) CALL(pthread_create(&t[i], NULL, work, (void *)i));
  for (int i = 0; i < 16; i++) pthread_join(t[i], &r), sum += (long)r;
  printf("sum %ld mine %d destroyed %d\n", sum, mine, destroyed);
  for (long i = 0; i < 200; i++) {
    pthread_create(&t[0], NULL, quit, (void *)i);
    pthread_join(t[0], &r);
    sum += (long)r;
  }
  printf("%ld\n", sum);
  CALL(pthread_join(pthread_self(), NULL));
  CALL(syscall(SYS_gettid) == getpid());
  pthread_key_delete(key);
}
