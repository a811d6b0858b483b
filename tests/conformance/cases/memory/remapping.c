/* mremap(2): growing in place and by moving, shrinking, refusals. */
#include "../../case.h"
#define RW (PROT_READ | PROT_WRITE)
CASE(remapping) {
  char *m = mmap(NULL, 2 * 4096, RW, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  strcpy(m, "kept");
  m[8191] = 'z';
  char *wall = mmap(m + 8192, 4096, RW, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0);
  CALL(mremap(m, 8192, 16384, 0) == MAP_FAILED ? -1 : 0);
  char *n = mremap(m, 8192, 1 << 20, MREMAP_MAYMOVE);
  printf("%s %c %d\n", n, n[8191], n[8192]);
  CALL(n != m);
  CALL(msync(m, 4096, MS_SYNC));
  CALL(mremap(n, 1 << 20, 4096, 0) == n);
  CALL(msync(n + 4096, 4096, MS_SYNC));
  WORKS(mremap(n, 4096, 0, MREMAP_MAYMOVE));
  WORKS(mremap(n + 1, 4096, 8192, MREMAP_MAYMOVE));
  WORKS(mremap(n, 4096, 8192, 0x100));
  WORKS(mremap((void *)0x10000, 4096, 8192, MREMAP_MAYMOVE));
  char *t = mmap(NULL, 4 * 4096, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  CALL(mremap(n, 4096, 8192, MREMAP_MAYMOVE | MREMAP_FIXED, t) == t);
  puts(t);
  WORKS(mremap(t, 4096, 8192, MREMAP_FIXED, n));
  munmap(t, 4 * 4096);
  if (wall != MAP_FAILED) munmap(wall, 4096);
}
