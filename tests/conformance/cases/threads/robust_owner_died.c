/* A thread that ends marks the locks of its robust list that it holds, and wakes a waiter of each; others' it leaves alone. */
#include "../../case.h"
#include <linux/futex.h>
struct lock {
  struct robust_list list;
  uint32_t word;
};
static struct lock locks[3];
static struct robust_list_head head;
static volatile int go;
static void *owner(void *p) {
  head.futex_offset = offsetof(struct lock, word);
  head.list.next = &locks[0].list;
  for (int i = 0; i < 3; i++) locks[i].list.next = i < 2 ? &locks[i + 1].list : &head.list;
  locks[0].word = gettid();
  locks[1].word = gettid() | FUTEX_WAITERS;
  locks[2].word = 12345;
  syscall(SYS_set_robust_list, &head, sizeof head);
  __atomic_store_n(&go, 1, __ATOMIC_SEQ_CST);
  until_equal(&go, 2);
  return NULL;
}
static void *waits(void *word) { return (void *)sys_futex(&locks[1].word, FUTEX_WAIT, (long)word, NULL, NULL, 0); }
CASE(robust_owner_died) {
  struct worker w, waiter;
  go = 0;
  start_worker(&w, owner, NULL);
  until_equal(&go, 1);
  start_worker(&waiter, waits, (void *)(long)locks[1].word), until_asleep(waiter.tid);
  go = 2;
  join_worker(&w);
  CALL(join_worker(&waiter));
  printf("%x %x %d\n", locks[0].word, locks[1].word, locks[2].word);
}
