/* A fault in a handler for another fault: both are handled, the outer one goes on. */
#include "../../case.h"
#include <setjmp.h>
#include <ucontext.h>
static sigjmp_buf back;
static volatile int inner, outer;
static void on_fpe(int s) {
  inner++;
  siglongjmp(back, 1);
}
static void on_segv(int s, siginfo_t *i, void *c) {
  volatile int zero = 0;
  if (!sigsetjmp(back, 1)) inner += 100 / zero;
  outer++;
  ((ucontext_t *)c)->uc_mcontext.gregs[REG_RIP] += 2;
}
CASE(fault_while_blocked) {
  inner = outer = 0;
  on_siginfo(SIGSEGV, on_segv, 0), on_signal(SIGFPE, on_fpe, 0);
  __asm__ volatile("xor %%eax,%%eax\n\t.byte 0x8a,0x08" ::: "rax", "rcx");
  printf("%d %d\n", inner, outer);
  signal(SIGSEGV, SIG_DFL), signal(SIGFPE, SIG_DFL);
}
