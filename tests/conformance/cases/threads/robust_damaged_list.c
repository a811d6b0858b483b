/* A robust list that leads nowhere, or in a circle, does not keep a thread from ending. */
#include "../../case.h"
#include <linux/futex.h>
static struct robust_list circle[2];
static struct robust_list_head head;
static void *ends(void *first) {
  head.futex_offset = 4096;
  head.list.next = first;
  head.list_op_pending = first == (void *)-8L ? BAD : NULL;
  syscall(SYS_set_robust_list, &head, sizeof head);
  return (void *)3L;
}
static void *ends_without(void *address) {
  syscall(SYS_set_robust_list, address, sizeof head);
  return (void *)4L;
}
CASE(robust_damaged_list) {
  struct worker w;
  void *firsts[] = {NULL, BAD, (void *)-8L, &circle[0]};
  circle[0].next = &circle[1], circle[1].next = &circle[0];
  for (int i = 0; i < 4; i++) {
    start_worker(&w, ends, firsts[i]);
    CALL(join_worker(&w));
  }
  start_worker(&w, ends_without, BAD);
  CALL(join_worker(&w));
  start_worker(&w, ends_without, (void *)-4096L);
  CALL(join_worker(&w));
}
