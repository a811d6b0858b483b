/* A new thread starts with its maker's vector and rounding state, and what it does to its own stays there. */
#include "../../case.h"
#include "../../rawthread.h"
static char stack[RAW_STACK] __attribute__((aligned(16)));
static int ends;
static volatile unsigned control, controlx;
static void changes(void *p) {
  unsigned mx, other = 0x1f80;
  unsigned short cw;
  __asm__ volatile("stmxcsr %0; fnstcw %1; ldmxcsr %2; fninit" : "=m"(mx), "=m"(cw) : "m"(other));
  controlx = mx & 0xff80, control = cw;
}
CASE(clone_vector_state) {
  unsigned down = 0x3f80, after, plain = 0x1f80;
  unsigned short cw = 0x77f, cw_after, cw_plain = 0x37f;
  __asm__ volatile("ldmxcsr %0; fldcw %1" ::"m"(down), "m"(cw));
  ends = 1;
  raw_clone(RAW_THREAD | CLONE_CHILD_CLEARTID, stack, changes, NULL, NULL, &ends, NULL);
  raw_join(&ends);
  __asm__ volatile("stmxcsr %0; fnstcw %1; ldmxcsr %2; fldcw %3" : "=m"(after), "=m"(cw_after) : "m"(plain), "m"(cw_plain));
  printf("%x %x, %x %x\n", controlx, control, after & 0xff80, cw_after);
}
