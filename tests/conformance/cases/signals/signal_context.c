/* A SIGSEGV handler reads and changes the interrupted registers, vectors included. */
#include "../../case.h"
#include <ucontext.h>
static volatile long seen;
static void skip(int s, siginfo_t *i, void *c) {
  (void)s, (void)i;
  ucontext_t *u = c;
  seen = u->uc_mcontext.gregs[REG_RBX];
  u->uc_mcontext.gregs[REG_RIP] += 2; /* over "mov (%rax),%cl" */
  u->uc_mcontext.gregs[REG_RCX] = 99;
  __asm__ volatile("pxor %%xmm5,%%xmm5" ::: "xmm5");
}
CASE(signal_context) {
  struct sigaction a = {.sa_sigaction = skip, .sa_flags = SA_SIGINFO};
  sigaction(SIGSEGV, &a, NULL);
  long rcx = 0, xmm = 0;
  __asm__ volatile(
      "movq %2,%%xmm5\n\t"
      "mov $8,%%eax\n\t"
      ".byte 0x8a,0x08\n\t" /* mov (%rax),%cl */
      "mov %%rcx,%0\n\t"
      "movq %%xmm5,%1"
      : "=r"(rcx), "=r"(xmm)
      : "r"(0x1234L), "b"(77L)
      : "rax", "rcx", "xmm5", "memory");
  printf("%ld %ld %lx\n", seen, rcx, xmm);
  signal(SIGSEGV, SIG_DFL);
}
