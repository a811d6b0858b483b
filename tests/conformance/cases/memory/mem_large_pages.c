/* Memory in 2 MiB pieces keeps its contents and rights when parts of it go, move, or change. */
#include "../../case.h"
#include <setjmp.h>
#define M (1L << 20)
static sigjmp_buf back;
static void caught(int s) { siglongjmp(back, s); }
static char *aligned(size_t size) {
  char *raw = mmap(NULL, size + 2 * M, 3, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  char *a = (char *)(((uintptr_t)raw + 2 * M - 1) & -(2 * M));
  if (a > raw) munmap(raw, a - raw);
  munmap(a + size, raw + 2 * M - a);
  madvise(a, size, MADV_HUGEPAGE);
  for (size_t i = 0; i < size; i += 4096) *(uint64_t *)(a + i) = i + 1;
  return a;
}
static void check(const char *what, char *a, size_t from, size_t to, size_t first) {
  size_t bad = 0, zero = 0;
  for (size_t i = from; i < to; i += 4096) {
    uint64_t v = *(uint64_t *)(a + i);
    if (!v) zero++;
    else if (v != i - from + first + 1) bad++;
  }
  printf("%s: %zu bad, %zu zero\n", what, bad, zero);
}
CASE(mem_large_pages) {
  char *a = aligned(8 * M);
  check("fresh", a, 0, 8 * M, 0);
  CALL(munmap(a + M, 4096));
  CALL(munmap(a + 3 * M, 2 * M));
  check("below", a, 0, M, 0);
  check("between", a, M + 4096, 3 * M, M + 4096);
  check("above", a, 5 * M, 8 * M, 5 * M);
  CALL(madvise(a + 6 * M + 4096, 8192, MADV_DONTNEED));
  check("dropped", a, 6 * M, 8 * M, 6 * M);
  munmap(a, 8 * M);
  a = aligned(4 * M);
  CALL(mprotect(a + 4096, 4096, PROT_READ));
  on_signal(SIGSEGV, caught, 0);
  int s = sigsetjmp(back, 1);
  if (!s) a[4096] = 1;
  printf("write to the read-only page: %d\n", s);
  a[0] = 1, a[8192] = 1;
  CALL(mprotect(a + 2 * M, 2 * M, PROT_NONE));
  s = sigsetjmp(back, 1);
  if (!s) a[0] = a[3 * M];
  printf("read of what is closed: %d\n", s);
  on_signal(SIGSEGV, SIG_DFL, 0);
  CALL(mprotect(a, 4 * M, 3));
  check("open again", a, 2 * M, 4 * M, 2 * M);
  check("beginning", a, 8192 + 4096, 2 * M, 8192 + 4096);
  munmap(a, 4 * M);
  a = aligned(4 * M);
  char *b = mremap(a, 4 * M, 6 * M, MREMAP_MAYMOVE);
  check("moved", b, 0, 6 * M, 0);
  char *c = mmap(NULL, 4 * M + 4096, 0, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  c = mremap(b, 4 * M, 4 * M, MREMAP_MAYMOVE | MREMAP_FIXED, c + 4096);
  check("moved by an odd page", c, 0, 4 * M, 0);
  munmap(c - 4096, 4 * M + 4096);
  munmap(b, 6 * M);
  a = aligned(2 * M);
  CALL(madvise(a, 2 * M, MADV_NOHUGEPAGE));
  check("advised against", a, 0, 2 * M, 0);
  CALL(madvise(a, 2 * M, MADV_HUGEPAGE));
  CALL(madvise(a, 2 * M, 25 /* MADV_COLLAPSE */));
  check("collapsed", a, 0, 2 * M, 0);
  int p[2];
  pipe(p);
  printf("a system call reads it: %zd\n", write(p[1], a + M, 4096));
  printf("and writes it: %zd\n", read(p[0], a + M + 100, 4096));
  close(p[0]), close(p[1]);
  munmap(a, 2 * M);
}
