/* futex(2): EAGAIN, timeouts, EINVAL, wake counts, bitsets, requeue. */
#include "../../case.h"
#include <linux/futex.h>
#include <pthread.h>
static uint32_t word, other;
static volatile int woken;
static long futex(uint32_t *a, int op, uint32_t v, void *t, uint32_t *b, uint32_t v3) {
  return syscall(SYS_futex, a, op, v, t, b, v3);
}
static void *waiter(void *p) {
  futex(&word, FUTEX_WAIT_BITSET, 0, NULL, NULL, (uint32_t)(long)p);
  __atomic_add_fetch(&woken, 1, __ATOMIC_SEQ_CST);
  return NULL;
}
CASE(futexes) {
  struct timespec t = {0, 30000000}, start;
  pthread_t th[4];
  word = 0, woken = 0;
  CALL(futex(&word, FUTEX_WAIT, 1, NULL, NULL, 0));
  clock_gettime(CLOCK_MONOTONIC, &start);
  CALL(futex(&word, FUTEX_WAIT, 0, &t, NULL, 0));
  CALL(elapsed_ms(&start) >= 30);
  t.tv_nsec = 1000000000;
  CALL(futex(&word, FUTEX_WAIT, 0, &t, NULL, 0));
  CALL(futex((uint32_t *)((char *)&word + 1), FUTEX_WAIT, 0, NULL, NULL, 0));
  CALL(futex(&word, FUTEX_WAIT_BITSET, 0, NULL, NULL, 0));
  CALL(futex(&word, FUTEX_WAKE_BITSET, 1, NULL, NULL, 0));
  CALL(futex(&word, FUTEX_WAKE, 10, NULL, NULL, 0));
  CALL(futex(&word, 77, 10, NULL, NULL, 0));
  struct timespec past = {1, 0};
  CALL(futex(&word, FUTEX_WAIT_BITSET, 0, &past, NULL, 1));
  CALL(futex(&word, FUTEX_WAIT_BITSET | FUTEX_CLOCK_REALTIME, 0, &past, NULL, 1));
  for (long i = 0; i < 4; i++) pthread_create(&th[i], NULL, waiter, (void *)(1L << (i & 1)));
  usleep(100000);
  CALL(futex(&word, FUTEX_WAKE_BITSET, 10, NULL, NULL, 2));
  until_equal(&woken, 2);
  CALL(woken);
  CALL(futex(&word, FUTEX_CMP_REQUEUE, 1, (void *)10L, &other, 5));
  CALL(futex(&word, FUTEX_CMP_REQUEUE, 1, (void *)10L, &other, 0));
  until_equal(&woken, 3);
  CALL(woken);
  CALL(futex(&word, FUTEX_WAKE, 10, NULL, NULL, 0));
  CALL(futex(&other, FUTEX_WAKE, 10, NULL, NULL, 0));
  for (int i = 0; i < 4; i++) pthread_join(th[i], NULL);
  CALL(woken);
}
