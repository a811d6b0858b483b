/* Address space is not memory: a terabyte that is not reserved can be mapped and touched here and there. */
#include "../../memory.h"
CASE(map_noreserve) {
  size_t size = 1L << 40;
  char *a;
  WORKS(a = mmap(NULL, size, 3, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0));
  for (size_t at = 0; at < size; at += size / 8) a[at] = at >> 36;
  int sum = 0;
  for (size_t at = 0; at < size; at += size / 8) sum += a[at] + a[at + PAGE];
  printf("%d\n", sum);
  munmap(a, size);
  WORKS(a = mmap(NULL, size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
  printf("%s\n", reads(a + size / 2));
  CALL(mprotect(a + size / 2, PAGE, 3));
  printf("%s\n", writes(a + size / 2));
  munmap(a, size);
  WORKS(mmap(NULL, 1L << 47, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0));
  WORKS(mmap(NULL, -1L, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
}
