/* Vector registers, the x87 stack and rounding modes survive a handler that uses them; the handler starts with plain modes. */
#include "../../case.h"
static volatile unsigned mx_inside;
static void use(int s) {
  unsigned plain = 0x1f80, mx;
  __asm__ volatile("stmxcsr %0" : "=m"(mx));
  mx_inside = mx & 0x6000;
  __asm__ volatile("pxor %%xmm0,%%xmm0\n\tpxor %%xmm7,%%xmm7\n\tpxor %%xmm15,%%xmm15\n\tldmxcsr %0\n\tfninit\n\tfldz" ::"m"(plain));
}
CASE(vectors_preserved) {
  long a = 0, b = 0, c = 0, tid = gettid(), pid = getpid();
  double top = 0;
  unsigned up = 0x5f80, after, plain = 0x1f80;
  on_signal(SIGUSR1, use, 0);
  __asm__ volatile(
      "movq %8,%%xmm0\n\tmovq %9,%%xmm7\n\tmovq %8,%%xmm15\n\tldmxcsr %6\n\tfld1\n\t"
      "mov $234,%%eax\n\tmov $10,%%edx\n\tsyscall\n\t"
      "movq %%xmm0,%0\n\tmovq %%xmm7,%1\n\tmovq %%xmm15,%2\n\tfstpl %3\n\tstmxcsr %4\n\tldmxcsr %7"
      : "=&r"(a), "=&r"(b), "=&r"(c), "=m"(top), "=m"(after), "+S"(tid)
      : "m"(up), "m"(plain), "r"(0x1111111111111111L), "r"(0x2222222222222222L), "D"(pid)
      : "rax", "rcx", "rdx", "r11", "xmm0", "xmm7", "xmm15", "memory");
  printf("%lx %lx %lx %g %x\n", a, b, c, top, after & 0x6000);
  signal(SIGUSR1, SIG_DFL);
}
