/* The ucontext of SIGSEGV has trap number 14, the fault's error code and its address (REG_CR2). */
#include "../../case.h"
#include <setjmp.h>
#include <ucontext.h>
static sigjmp_buf back;
static volatile long trap, error, cr2;
static void caught(int s, siginfo_t *i, void *c) {
  ucontext_t *u = c;
  trap = u->uc_mcontext.gregs[REG_TRAPNO], error = u->uc_mcontext.gregs[REG_ERR], cr2 = u->uc_mcontext.gregs[REG_CR2];
  siglongjmp(back, 1);
}
CASE(segv_context) {
  char *p = mmap(NULL, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  on_siginfo(SIGSEGV, caught, 0);
  *(volatile char *)p;
  if (!sigsetjmp(back, 1)) p[9] = 1;
  printf("trap %ld present %ld write %ld cr2 %ld\n", trap, error & 1, error >> 1 & 1, cr2 - (long)p);
  if (!sigsetjmp(back, 1)) *(volatile char *)0x50;
  printf("trap %ld present %ld write %ld cr2 %lx\n", trap, error & 1, error >> 1 & 1, cr2);
  munmap(p, 4096);
  signal(SIGSEGV, SIG_DFL);
}
