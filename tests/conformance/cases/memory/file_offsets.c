/* The offset of a mapping: pages, past the end, and sums that overflow. */
#include "../../memory.h"
CASE(file_offsets) {
  int fd = file_with(NULL, "");
  ftruncate(fd, 3 * PAGE);
  pwrite(fd, "x", 1, 2 * PAGE);
  char *a;
  WORKS(a = mmap(NULL, PAGE, 1, MAP_SHARED, fd, 2 * PAGE));
  printf("%c\n", *a);
  munmap(a, PAGE);
  WORKS(mmap(NULL, PAGE, 1, MAP_SHARED, fd, 1));
  WORKS(a = mmap(NULL, PAGE, 1, MAP_SHARED, fd, 10 * PAGE));
  printf("%s\n", reads(a));
  munmap(a, PAGE);
  WORKS(mmap(NULL, 2 * PAGE, 1, MAP_SHARED, fd, -PAGE));
  WORKS(mmap(NULL, 2 * PAGE, 1, MAP_PRIVATE, fd, 1L << 62));
  WORKS(a = mmap(NULL, PAGE, 1, MAP_PRIVATE | MAP_ANONYMOUS, fd, PAGE));
  munmap(a, PAGE);
  close(fd);
}
