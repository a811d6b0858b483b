/* Deferred cancellation ends a thread at a cancellation point, with its cleanup handlers run, last one first. */
#include "../../case.h"
static int order[4], count, p[2];
static void clean(void *number) { order[count++] = (long)number; }
static void *reads(void *unused) {
  char c;
  pthread_cleanup_push(clean, (void *)1L);
  pthread_cleanup_push(clean, (void *)2L);
  read(p[0], &c, 1);
  pthread_cleanup_pop(0);
  pthread_cleanup_pop(0);
  return NULL;
}
CASE(cancel_deferred) {
  struct worker w;
  count = 0;
  pipe(p);
  start_worker(&w, reads, NULL), until_asleep(w.tid);
  CALL(pthread_cancel(w.thread));
  CALL(join_worker(&w) == PTHREAD_CANCELED);
  printf("%d: %d %d\n", count, order[0], order[1]);
  close(p[0]), close(p[1]);
}
