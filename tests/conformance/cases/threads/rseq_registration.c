/* rseq(2): libc has registered the area; another registration, a wrong size, an unknown flag are refused. */
#include "../../case.h"
#include <linux/rseq.h>
#include <sys/rseq.h>
static void *looks(void *p) {
  struct rseq *area = (struct rseq *)((char *)__builtin_thread_pointer() + __rseq_offset);
  return (void *)(long)((int)area->cpu_id >= 0);
}
CASE(rseq_registration) {
  struct rseq *area = (struct rseq *)((char *)__builtin_thread_pointer() + __rseq_offset);
  struct worker w;
  static struct rseq other __attribute__((aligned(32)));
  CALL(__rseq_size > 0);
  CALL((int)area->cpu_id >= 0);
  CALL((int)area->cpu_id_start >= 0 && area->cpu_id_start < 64);
  CALL(syscall(SYS_rseq, area, 32, 0, RSEQ_SIG));
  CALL(syscall(SYS_rseq, area, 32, 0, RSEQ_SIG + 1));
  CALL(syscall(SYS_rseq, &other, 32, 0, RSEQ_SIG));
  CALL(syscall(SYS_rseq, area, 32, 2, RSEQ_SIG));
  CALL(syscall(SYS_rseq, &other, 32, RSEQ_FLAG_UNREGISTER, RSEQ_SIG));
  CALL(syscall(SYS_rseq, area, 32, RSEQ_FLAG_UNREGISTER, RSEQ_SIG + 1));
  start_worker(&w, looks, NULL);
  CALL(join_worker(&w));
}
