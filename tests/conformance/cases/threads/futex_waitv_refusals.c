/* futex_waitv(2): what is checked, and EAGAIN when a word has changed. */
#include "../../case.h"
#include <linux/futex.h>
CASE(futex_waitv_refusals) {
  uint32_t word = 1, second = 2;
  struct futex_waitv v[2] = {{1, (uintptr_t)&word, FUTEX_32, 0}, {3, (uintptr_t)&second, FUTEX_32, 0}};
  CALL(syscall(SYS_futex_waitv, v, 2, 0, NULL, 0));
  CALL(syscall(SYS_futex_waitv, v, 0, 0, NULL, 0));
  CALL(syscall(SYS_futex_waitv, v, 129, 0, NULL, 0));
  CALL(syscall(SYS_futex_waitv, v, 1, 1, NULL, 0));
  CALL(syscall(SYS_futex_waitv, NULL, 1, 0, NULL, 0));
  CALL(syscall(SYS_futex_waitv, BAD, 1, 0, NULL, 0));
  v[0].flags = 0;
  CALL(syscall(SYS_futex_waitv, v, 2, 0, NULL, 0));
  v[0].flags = FUTEX_32 | 64;
  CALL(syscall(SYS_futex_waitv, v, 2, 0, NULL, 0));
  v[0].flags = FUTEX_32, v[0].__reserved = 1;
  CALL(syscall(SYS_futex_waitv, v, 2, 0, NULL, 0));
  v[0].__reserved = 0, v[0].uaddr++;
  CALL(syscall(SYS_futex_waitv, v, 2, 0, NULL, 0));
  v[0].uaddr = (uintptr_t)BAD;
  CALL(syscall(SYS_futex_waitv, v, 2, 0, NULL, 0));
}
