/* rt_sigreturn(2) with a stack that holds no frame: SIGSEGV. */
#include "../../case.h"
CASE(bad_sigreturn) {
  fflush(stdout);
  __asm__ volatile("mov $64,%%rsp\n\tmov $15,%%eax\n\tsyscall" ::: "rax", "rcx", "r11", "memory");
}
