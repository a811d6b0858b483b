/* mprotect(2) over a gap changes what stands before it; munmap(2) in the middle; rights of each page afterwards. */
#include "../../case.h"
#include <setjmp.h>
static sigjmp_buf back;
static void caught(int s) { siglongjmp(back, s); }
static void show(char *a, int pages) {
  on_signal(SIGSEGV, caught, 0);
  for (int i = 0; i < pages; i++) {
    char c = '-', w = '-';
    if (!sigsetjmp(back, 1)) c = ((volatile char *)a)[i * 4096L] ? 'R' : 'r';
    if (!sigsetjmp(back, 1)) ((volatile char *)a)[i * 4096L] = 1, w = 'w';
    printf("%c%c ", c, w);
  }
  on_signal(SIGSEGV, SIG_DFL, 0);
  puts("");
}
CASE(mem_protect_gap) {
  char *a = mmap(NULL, 10 * 4096, 3, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  for (int i = 0; i < 10; i += 2) a[i * 4096] = 1;
  CALL(munmap(a + 4 * 4096, 2 * 4096));
  CALL(mprotect(a + 2 * 4096, 6 * 4096, PROT_READ));
  show(a, 10);
  CALL(mprotect(a, 4096, PROT_NONE));
  CALL(mprotect(a + 7 * 4096, 4096, PROT_WRITE));
  CALL(mprotect(a + 8 * 4096, 4096, PROT_EXEC));
  show(a, 10);
  CALL(mprotect(a, 4096, PROT_READ | PROT_WRITE));
  show(a, 10);
  CALL(msync(a, 10 * 4096, MS_SYNC));
  CALL(msync(a, 4 * 4096, MS_SYNC));
  CALL(munmap(a, 10 * 4096));
}
