/* SIGSEGV: no mapping (SEGV_MAPERR), no right (SEGV_ACCERR), an address that cannot be (SI_KERNEL); si_addr. */
#include "../../case.h"
#include <setjmp.h>
static sigjmp_buf back;
static volatile int code;
static void *volatile address;
static void caught(int s, siginfo_t *i, void *c) {
  code = i->si_code, address = i->si_addr;
  siglongjmp(back, 1);
}
static void touch(const char *what, char *p, int write, long base) {
  if (!sigsetjmp(back, 1)) {
    if (write) *(volatile char *)p = 1;
    else (void)*(volatile char *)p;
    printf("%s: fine\n", what);
  } else printf("%s: code %d at %ld\n", what, code, base < 0 ? (long)address : (long)((char *)address - (char *)base));
}
CASE(segv_codes) {
  on_siginfo(SIGSEGV, caught, 0);
  char *p = mmap(NULL, 12288, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  mprotect(p + 4096, 4096, PROT_NONE);
  munmap(p + 8192, 4096);
  touch("read", p + 5, 0, (long)p);
  touch("write to what may be read", p + 5, 1, (long)p);
  touch("read of what may not", p + 4100, 0, (long)p);
  touch("no mapping", p + 8200, 0, (long)p);
  touch("null", NULL, 0, -1);
  touch("null, written", (char *)8, 1, -1);
  touch("not canonical", (char *)0x8000000000000000, 0, -1);
  touch("the kernel's", (char *)0xffff800000000000, 0, -1);
  munmap(p, 8192);
  signal(SIGSEGV, SIG_DFL);
}
