/* futex_waitv(2) waits for several words and tells which one was woken. */
#include "../../case.h"
#include <linux/futex.h>
static uint32_t words[4];
static void *waits(void *p) {
  struct futex_waitv v[4] = {};
  for (int i = 0; i < 4; i++) v[i].val = 7, v[i].uaddr = (uintptr_t)&words[i], v[i].flags = FUTEX_32 | FUTEX_PRIVATE_FLAG;
  return (void *)syscall(SYS_futex_waitv, v, 4, 0, NULL, 0);
}
CASE(futex_waitv_wakes) {
  struct worker w;
  for (int i = 0; i < 4; i++) words[i] = 7;
  for (int i = 3; i >= 0; i--) {
    start_worker(&w, waits, NULL), until_asleep(w.tid);
    CALL(sys_futex(&words[i], FUTEX_WAKE_PRIVATE, 9, NULL, NULL, 0));
    CALL(join_worker(&w));
    CALL(sys_futex(&words[i], FUTEX_WAKE_PRIVATE, 9, NULL, NULL, 0));
  }
}
