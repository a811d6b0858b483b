/* A handler sees all registers of the interrupted code and may change them: they are loaded when it returns. */
#include "../../case.h"
#include <ucontext.h>
static volatile int equal;
static void swap(int s, siginfo_t *i, void *c) {
  greg_t *g = ((ucontext_t *)c)->uc_mcontext.gregs;
  equal = g[REG_R12] == 12 && g[REG_R13] == 13 && g[REG_R14] == 14 && g[REG_R15] == 15 && g[REG_R8] == 8 && g[REG_R9] == 9 && g[REG_RSI] == 6 && g[REG_RDI] == 7;
  g[REG_R12] = 112, g[REG_R13] = 113, g[REG_R8] = 108, g[REG_RSI] = 106;
  g[REG_EFL] |= 1;
  g[REG_RIP] += 2;
}
CASE(context_registers) {
  long r12, r13, r8, rsi, carry = 0;
  on_siginfo(SIGILL, swap, 0);
  __asm__ volatile(
      "mov $12,%%r12\n\tmov $13,%%r13\n\tmov $14,%%r14\n\tmov $15,%%r15\n\tmov $8,%%r8\n\tmov $9,%%r9\n\tmov $6,%%rsi\n\tmov $7,%%rdi\n\tclc\n\tud2\n\t"
      "sbb %%rax,%%rax\n\tmov %%r12,%%rbx\n\tmov %%r13,%%rcx\n\tmov %%r8,%%rdx"
      : "=a"(carry), "=b"(r12), "=c"(r13), "=d"(r8), "=S"(rsi)::"r8", "r9", "r12", "r13", "r14", "r15", "rdi", "cc");
  printf("%d: %ld %ld %ld %ld carry %ld\n", equal, r12, r13, r8, rsi, carry);
  signal(SIGILL, SIG_DFL);
}
