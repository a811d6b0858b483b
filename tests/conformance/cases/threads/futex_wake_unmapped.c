/* Waking by a private address needs no memory there: 0 waiters. One that is shared must be mapped. */
#include "../../case.h"
#include <linux/futex.h>
CASE(futex_wake_unmapped) {
  char *p = mmap(NULL, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  CALL(sys_futex((uint32_t *)p, FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0));
  CALL(sys_futex((uint32_t *)p, FUTEX_WAKE, 1, NULL, NULL, 0));
  munmap(p, 4096);
  CALL(sys_futex((uint32_t *)p, FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0));
  CALL(sys_futex((uint32_t *)p, FUTEX_WAKE, 1, NULL, NULL, 0));
  CALL(sys_futex((uint32_t *)p, FUTEX_WAIT_PRIVATE, 1, NULL, NULL, 0));
}
