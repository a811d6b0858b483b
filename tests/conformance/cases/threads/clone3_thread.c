/* clone3(2) makes a thread: lowest address and size of its stack, numbers, thread-local storage. */
#include "../../case.h"
#include "../../rawthread.h"
static char stack[RAW_STACK] __attribute__((aligned(16)));
static long block[4] = {0, 0, 99};
static int parent, child;
static volatile long seen, word, inside;
static void looks(void *p) {
  long w;
  char local;
  __asm__("mov %%fs:16,%0" : "=r"(w));
  seen = *(long *)p, word = w;
  inside = &local > stack && &local < stack + RAW_STACK;
}
CASE(clone3_thread) {
  long argument = 41;
  struct clone_args args = {.flags = RAW_THREAD | CLONE_SETTLS | CLONE_PARENT_SETTID | CLONE_CHILD_SETTID | CLONE_CHILD_CLEARTID,
    .stack = (uintptr_t)stack, .stack_size = RAW_STACK, .tls = (uintptr_t)block, .parent_tid = (uintptr_t)&parent, .child_tid = (uintptr_t)&child};
  child = 1;
  long tid = raw_clone3(&args, sizeof args, looks, &argument);
  CALL(tid > 0);
  raw_join(&child);
  CALL(parent == tid);
  printf("%ld %ld %ld %d\n", seen, word, inside, child);
}
