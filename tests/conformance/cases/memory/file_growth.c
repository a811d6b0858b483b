/* A mapping may be longer than its file: the pages come with the file's growth, by ftruncate and by write. */
#include "../../memory.h"
CASE(file_growth) {
  int fd = file_with(NULL, "grow");
  char *a = mmap(NULL, 4 * PAGE, 3, MAP_SHARED, fd, 0);
  printf("%s %s\n", reads(a), reads(a + PAGE));
  CALL(ftruncate(fd, PAGE + 1));
  printf("%s %s\n", reads(a + PAGE + 4095), reads(a + 2 * PAGE));
  CALL(pwrite(fd, "w", 1, 3 * PAGE));
  printf("%s %c %d\n", reads(a + 2 * PAGE), a[3 * PAGE], a[3 * PAGE + 1]);
  a[2 * PAGE] = 'm';
  char c = 0;
  CALL(pread(fd, &c, 1, 2 * PAGE));
  printf("%c\n", c);
  CALL(fallocate(fd, 0, 0, 5 * PAGE));
  struct stat s;
  fstat(fd, &s);
  CALL(s.st_size / PAGE);
  munmap(a, 4 * PAGE), close(fd);
}
