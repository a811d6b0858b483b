/* What the processor refuses outright (a load that must be aligned): SIGSEGV, SI_KERNEL, no address. */
#include "../../case.h"
#include <setjmp.h>
#include <ucontext.h>
static sigjmp_buf back;
static volatile int code, trap;
static void *volatile address;
static void caught(int s, siginfo_t *i, void *c) {
  code = i->si_code, address = i->si_addr, trap = ((ucontext_t *)c)->uc_mcontext.gregs[REG_TRAPNO];
  siglongjmp(back, 1);
}
CASE(general_protection) {
  static char bytes[64] __attribute__((aligned(16)));
  on_siginfo(SIGSEGV, caught, 0);
  if (!sigsetjmp(back, 1)) __asm__ volatile("movaps (%0),%%xmm0" ::"r"(bytes + 1) : "xmm0");
  printf("%d %d %p\n", code, trap, address);
  signal(SIGSEGV, SIG_DFL);
}
