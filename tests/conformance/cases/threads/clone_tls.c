/* CLONE_SETTLS gives the new thread its FS base; without it, it has the maker's. */
#include "../../case.h"
#include "../../rawthread.h"
#include <asm/prctl.h>
static char stack[RAW_STACK];
static long block[8];
static int ends;
static volatile long base, word;
static void looks(void *with) {
  long b = 0, w;
  raw(SYS_arch_prctl, ARCH_GET_FS, (long)&b, 0, 0, 0, 0);
  __asm__("mov %%fs:16,%0" : "=r"(w));
  base = b, word = w;
}
CASE(clone_tls) {
  long mine;
  block[2] = 4711;
  syscall(SYS_arch_prctl, ARCH_GET_FS, &mine);
  ends = 1;
  raw_clone(RAW_THREAD | CLONE_CHILD_CLEARTID | CLONE_SETTLS, stack, looks, NULL, NULL, &ends, block);
  raw_join(&ends);
  CALL(base == (long)block);
  CALL(word);
  ends = 1;
  raw_clone(RAW_THREAD | CLONE_CHILD_CLEARTID, stack, looks, NULL, NULL, &ends, block);
  raw_join(&ends);
  CALL(base == mine);
}
