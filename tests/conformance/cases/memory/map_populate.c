/* MAP_POPULATE brings all pages in, as far as the rights let it. */
#include "../../memory.h"
CASE(map_populate) {
  char *a = mmap(NULL, 4 * PAGE, 3, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  show_resident(a, 4);
  touch(a + 2 * PAGE, 1);
  show_resident(a, 4);
  munmap(a, 4 * PAGE);
  a = mmap(NULL, 4 * PAGE, 3, MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
  show_resident(a, 4);
  munmap(a, 4 * PAGE);
  a = mmap(NULL, 4 * PAGE, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
  show_resident(a, 4);
  munmap(a, 4 * PAGE);
  a = mmap(NULL, 4 * PAGE, 3, MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE | MAP_NONBLOCK, -1, 0);
  show_resident(a, 4);
  munmap(a, 4 * PAGE);
  int fd = file_with(NULL, "");
  ftruncate(fd, 2 * PAGE);
  a = mmap(NULL, 4 * PAGE, 3, MAP_SHARED | MAP_POPULATE, fd, 0);
  printf("past the end: %s %s\n", reads(a + PAGE), reads(a + 2 * PAGE));
  munmap(a, 4 * PAGE);
  close(fd);
}
