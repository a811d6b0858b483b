/* A thread's stack has the size that was asked for; its own memory may be given; sizes that are too small are refused. */
#include "../../case.h"
static char memory[65536] __attribute__((aligned(4096)));
static void *looks(void *p) {
  pthread_attr_t a;
  void *at;
  size_t size, guard;
  char here;
  pthread_getattr_np(pthread_self(), &a);
  pthread_attr_getstack(&a, &at, &size), pthread_attr_getguardsize(&a, &guard);
  pthread_attr_destroy(&a);
  *(size_t *)p = size;
  return (void *)(long)(&here > (char *)at && &here < (char *)at + size);
}
CASE(stack_attributes) {
  pthread_attr_t a;
  pthread_t t;
  size_t size;
  void *r;
  pthread_attr_init(&a);
  CALL(pthread_attr_setstacksize(&a, 100));
  CALL(pthread_attr_setstacksize(&a, 262144));
  pthread_create(&t, &a, looks, &size), pthread_join(t, &r);
  printf("%d %zu\n", r != NULL, size);
  CALL(pthread_attr_setstack(&a, memory, sizeof memory));
  pthread_create(&t, &a, looks, &size), pthread_join(t, &r);
  printf("%d %zu\n", r != NULL, size);
}
