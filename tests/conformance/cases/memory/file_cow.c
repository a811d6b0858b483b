/* A private mapping sees the file until the page is written, and then a copy of its own. */
#include "../../memory.h"
CASE(file_cow) {
  int fd = file_with(NULL, "");
  ftruncate(fd, 2 * PAGE);
  pwrite(fd, "one", 3, 0), pwrite(fd, "two", 3, PAGE);
  char *a = mmap(NULL, 2 * PAGE, 3, MAP_PRIVATE, fd, 0), *b = mmap(NULL, 2 * PAGE, 3, MAP_PRIVATE, fd, 0), c[4] = {0};
  printf("%s %s\n", a, b + PAGE);
  a[0] = 'O';
  pwrite(fd, "ONE", 3, 0), pwrite(fd, "TWO", 3, PAGE);
  printf("%s %s, %s %s\n", a, a + PAGE, b, b + PAGE);
  b[PAGE + 1] = '-';
  pread(fd, c, 3, PAGE);
  printf("%s %s %s\n", c, a + PAGE, b + PAGE);
  mprotect(a, PAGE, PROT_READ);
  mprotect(a, PAGE, PROT_READ | PROT_WRITE);
  a[1] = 'N';
  printf("%s\n", a);
  munmap(a, 2 * PAGE), munmap(b, 2 * PAGE), close(fd);
}
