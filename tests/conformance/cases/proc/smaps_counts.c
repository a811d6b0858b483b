/* /proc/self/smaps: size, resident, private and anonymous pages of mappings, as they are touched. */
#include "../../memory.h"
static void show(void *a) {
  printf("size %ld rss %ld dirty %ld anonymous %ld locked %ld\n", smaps_kb(a, "Size"), smaps_kb(a, "Rss"), smaps_kb(a, "Private_Dirty"), smaps_kb(a, "Anonymous"), smaps_kb(a, "Locked"));
}
CASE(smaps_counts) {
  char *r = room(12), *a = r + PAGE;
  mmap(a, 10 * PAGE, 3, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
  show(a);
  a[0] = a[PAGE] = a[5 * PAGE] = 1;
  show(a);
  madvise(a, PAGE, MADV_DONTNEED), show(a);
  mlock(a, 10 * PAGE), show(a);
  munlock(a, 10 * PAGE), munmap(a + 4 * PAGE, 6 * PAGE), show(a);
  int fd = file_with(NULL, "");
  ftruncate(fd, 4 * PAGE);
  pwrite(fd, "x", 1, 0), pwrite(fd, "x", 1, PAGE);
  char *p = mmap(r + 7 * PAGE, 2 * PAGE, 3, MAP_PRIVATE | MAP_FIXED, fd, 0);
  p[0], show(p);
  p[0] = 'w', show(p);
  munmap(r, 12 * PAGE), close(fd);
}
