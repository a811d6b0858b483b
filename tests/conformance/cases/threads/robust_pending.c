/* The lock that was being taken or given up when the thread ended is looked at though it stands in no list. */
#include "../../case.h"
#include <linux/futex.h>
struct lock {
  struct robust_list list;
  uint32_t word;
};
static struct lock held, released, foreign;
static struct robust_list_head head;
static void *ends_with(void *l) {
  struct lock *lock = l;
  head.futex_offset = offsetof(struct lock, word);
  head.list.next = &head.list;
  head.list_op_pending = &lock->list;
  if (lock == &held) held.word = gettid();
  syscall(SYS_set_robust_list, &head, sizeof head);
  return NULL;
}
static void *waits(void *p) { return (void *)sys_futex(&released.word, FUTEX_WAIT, 0, NULL, NULL, 0); }
CASE(robust_pending) {
  struct worker w, waiter;
  start_worker(&w, ends_with, &held), join_worker(&w);
  printf("%x\n", held.word);
  foreign.word = 77777;
  start_worker(&w, ends_with, &foreign), join_worker(&w);
  printf("%d\n", foreign.word);
  start_worker(&waiter, waits, NULL), until_asleep(waiter.tid);
  start_worker(&w, ends_with, &released), join_worker(&w);
  CALL(join_worker(&waiter));
  printf("%x\n", released.word);
}
