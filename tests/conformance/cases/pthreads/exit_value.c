/* pthread_exit gives its value to the joiner, from any depth, and runs cleanup handlers and destructors. */
#include "../../case.h"
static volatile int cleaned, destroyed;
static void clean(void *p) { cleaned++; }
static void destroy(void *p) { destroyed++; }
static pthread_key_t key;
static void deep(int n) {
  if (n) deep(n - 1);
  else pthread_exit((void *)33L);
}
static void *exits(void *p) {
  pthread_setspecific(key, &key);
  pthread_cleanup_push(clean, NULL);
  deep(20);
  pthread_cleanup_pop(0);
  return NULL;
}
CASE(exit_value) {
  struct worker w;
  cleaned = destroyed = 0;
  pthread_key_create(&key, destroy);
  start_worker(&w, exits, NULL);
  CALL(join_worker(&w));
  printf("%d %d\n", cleaned, destroyed);
  pthread_key_delete(key);
}
