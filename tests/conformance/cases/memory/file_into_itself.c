/* read(2) and write(2) whose buffer is a mapping of the same file. */
#include "../../memory.h"
CASE(file_into_itself) {
  int fd = file_with(NULL, "");
  ftruncate(fd, 4 * PAGE);
  char *a = mmap(room(5), 4 * PAGE, 3, MAP_SHARED | MAP_FIXED, fd, 0), *p = mmap(NULL, 4 * PAGE, 3, MAP_PRIVATE, fd, 0);
  for (int i = 0; i < 2 * PAGE; i++) a[i] = 'a' + i / PAGE;
  CALL(pwrite(fd, a, 2 * PAGE, 2 * PAGE));
  printf("%c %c\n", a[2 * PAGE], a[3 * PAGE]);
  CALL(pread(fd, a + 2 * PAGE, PAGE, PAGE));
  printf("%c %c\n", a[2 * PAGE], a[3 * PAGE]);
  CALL(pread(fd, p, PAGE, PAGE));
  printf("%c %c\n", p[0], a[0]);
  CALL(pwrite(fd, a + 4 * PAGE - 10, 20, 0));
  CALL(pread(fd, a + 4 * PAGE - 10, 20, 0));
  munmap(a, 5 * PAGE), munmap(p, 4 * PAGE), close(fd);
}
