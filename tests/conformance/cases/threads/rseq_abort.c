/* A thread that is preempted, as one of four on a processor, in a restartable sequence goes on at its abort address. */
#include "../../case.h"
#include <linux/rseq.h>
#include <sys/rseq.h>
static volatile int stop;
static void *keeps_busy(void *p) {
  while (!stop);
  return NULL;
}
CASE(rseq_abort) {
  struct rseq *area = (struct rseq *)((char *)__builtin_thread_pointer() + __rseq_offset);
  struct worker w[3];
  long aborted = 0;
  cpu_set_t before, one;
  sched_getaffinity(0, sizeof before, &before);
  CPU_ZERO(&one);
  CPU_SET(sched_getcpu(), &one);
  CALL(sched_setaffinity(0, sizeof one, &one));
  stop = 0;
  for (int i = 0; i < 3; i++) start_worker(&w[i], keeps_busy, NULL);
  __asm__ volatile(
      ".pushsection .data.rseq,\"aw\"\n\t"
      ".balign 32\n\t"
      "7: .long 0, 0\n\t"
      ".quad 1f, 2f - 1f, 4f\n\t"
      ".popsection\n\t"
      "lea 7b(%%rip),%%rax\n\t"
      "mov %%rax,8(%1)\n"
      "1: pause\n\t"
      "jmp 1b\n"
      "2: jmp 5f\n\t"
      ".byte 0x0f, 0xb9, 0x3d\n\t"
      ".long 0x53053053\n"
      "4: mov $1,%0\n"
      "5:\n\t"
      : "+r"(aborted)
      : "r"(area)
      : "rax", "memory");
  stop = 1;
  for (int i = 0; i < 3; i++) join_worker(&w[i]);
  sched_setaffinity(0, sizeof before, &before);
  CALL(aborted);
  CALL(area->rseq_cs);
}
