/* mremap(2): growing, shrinking, moving, keeping the old range; errors. */
#include "../../case.h"
static char *fresh(int pages) {
  char *a = mmap(NULL, pages * 4096L, 3, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  for (int i = 0; i < pages; i++) a[i * 4096L] = 'a' + i;
  return a;
}
static void show(const char *what, char *a, int pages) {
  printf("%s:", what);
  for (int i = 0; i < pages; i++) printf(" %c", a[i * 4096L] ? a[i * 4096L] : '.');
  puts("");
}
CASE(mem_mremap_rules) {
  char *a = fresh(4);
  WORKS(mremap(a + 1, 4096, 8192, MREMAP_MAYMOVE));
  WORKS(mremap(a, 4096, 0, MREMAP_MAYMOVE));
  WORKS(mremap(a, 4096, 8192, 0x10));
  WORKS(mremap(a, 4096, 8192, MREMAP_FIXED, a));
  WORKS(mremap(a, 4096, 8192, MREMAP_DONTUNMAP));
  WORKS(mremap(a, 4096, 8192, MREMAP_MAYMOVE | MREMAP_DONTUNMAP, 0));
  WORKS(mremap(a, 8 * 4096, 9 * 4096, MREMAP_MAYMOVE));
  WORKS(mremap(a, 0, 4096, MREMAP_MAYMOVE));
  WORKS(mremap((void *)0x10000, 4096, 8192, MREMAP_MAYMOVE));
  WORKS(mremap(a, 4096, 4096, MREMAP_MAYMOVE | MREMAP_FIXED, a));
  WORKS(mremap(a, 4096, 4096, MREMAP_MAYMOVE | MREMAP_FIXED, a + 7));
  WORKS(mremap(a, 4096, -1L, MREMAP_MAYMOVE));
  WORKS(mremap(a, 4096, 1L << 46, MREMAP_MAYMOVE));
  show("untouched", a, 4);
  a = mremap(a, 4 * 4096, 8 * 4096, MREMAP_MAYMOVE);
  show("grown", a, 8);
  printf("shrunk in place: %d\n", mremap(a, 8 * 4096, 3 * 4096, 0) == a);
  show("shrunk", a, 3);
  char *spot = mmap(NULL, 8 * 4096, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  printf("moved there: %d\n", mremap(a, 3 * 4096, 6 * 4096, MREMAP_MAYMOVE | MREMAP_FIXED, spot) == spot);
  show("moved", spot, 6);
  CALL(msync(a, 4096, MS_SYNC));
  char *b = mremap(spot, 3 * 4096, 3 * 4096, MREMAP_MAYMOVE | MREMAP_DONTUNMAP, 0);
  show("kept", spot, 3);
  show("twin", b, 3);
  printf("no room in place: %d\n", mremap(b, 4096, 8 * 4096, 0) == MAP_FAILED);
  munmap(b, 3 * 4096);
  munmap(spot, 8 * 4096);
  char *s = mmap(NULL, 8192, 3, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  s[0] = 'x';
  char *t = mremap(s, 0, 8192, MREMAP_MAYMOVE);
  show("second view", t, 1);
  t[4096] = 'y';
  show("first view", s, 2);
  munmap(s, 8192);
  show("after the first has gone", t, 2);
  munmap(t, 8192);
}
