/* An area can be taken back and registered anew; once it is not registered nothing is written there. */
#include "../../case.h"
#include <linux/rseq.h>
#include <sys/rseq.h>
static void *tries(void *p) {
  struct rseq *area = (struct rseq *)((char *)__builtin_thread_pointer() + __rseq_offset);
  static struct rseq other __attribute__((aligned(32)));
  other.cpu_id = 4711;
  CALL(syscall(SYS_rseq, area, 32, RSEQ_FLAG_UNREGISTER, RSEQ_SIG));
  CALL(syscall(SYS_rseq, area, 32, RSEQ_FLAG_UNREGISTER, RSEQ_SIG));
  CALL(area->cpu_id == RSEQ_CPU_ID_UNINITIALIZED);
  CALL(syscall(SYS_rseq, (char *)&other + 4, 32, 0, RSEQ_SIG));
  CALL(syscall(SYS_rseq, &other, 16, 0, RSEQ_SIG));
  CALL(syscall(SYS_rseq, &other, 32, 0, RSEQ_SIG));
  CALL(other.cpu_id < 64);
  CALL(syscall(SYS_rseq, &other, 32, RSEQ_FLAG_UNREGISTER, RSEQ_SIG));
  CALL(other.cpu_id == RSEQ_CPU_ID_UNINITIALIZED);
  CALL(syscall(SYS_rseq, (void *)0x800000000000, 32, 0, RSEQ_SIG));
  return NULL;
}
CASE(rseq_again) {
  struct worker w;
  start_worker(&w, tries, NULL), join_worker(&w);
}
