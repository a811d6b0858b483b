/* A futex in a shared mapping is one futex at both of its addresses; a private operation knows the address alone. */
#include "../../case.h"
#include <linux/futex.h>
static uint32_t *here, *there;
static void *waits(void *operation) { return (void *)sys_futex(here + 3, (long)operation, 0, NULL, NULL, 0); }
CASE(futex_shared_mapping) {
  struct worker w;
  int fd = memfd_create("shared", 0);
  ftruncate(fd, 8192);
  here = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 4096);
  there = mmap(NULL, 8192, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  start_worker(&w, waits, (void *)FUTEX_WAIT), until_asleep(w.tid);
  CALL(sys_futex(there + 3, FUTEX_WAKE, 1, NULL, NULL, 0));
  CALL(sys_futex(there + 1024 + 3, FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0));
  CALL(sys_futex(there + 1024 + 3, FUTEX_WAKE, 1, NULL, NULL, 0));
  CALL(join_worker(&w));
  start_worker(&w, waits, (void *)FUTEX_WAIT_PRIVATE), until_asleep(w.tid);
  CALL(sys_futex(there + 1024 + 3, FUTEX_WAKE, 1, NULL, NULL, 0));
  CALL(sys_futex(here + 3, FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0));
  CALL(join_worker(&w));
  munmap(here, 4096), munmap(there, 8192), close(fd);
}
