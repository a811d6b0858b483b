/* Behind the end of the file, in its last page, are zeros; what is written there is not in the file. */
#include "../../memory.h"
CASE(file_tail) {
  int fd = file_with(NULL, "tail");
  char *a = mmap(NULL, PAGE, 3, MAP_SHARED, fd, 0), b[16] = {0};
  printf("%d %d\n", a[4], a[4095]);
  a[6] = 'x';
  struct stat s;
  fstat(fd, &s);
  CALL(s.st_size);
  CALL(pread(fd, b, 16, 0));
  CALL(ftruncate(fd, 5));
  printf("%d\n", a[4]);
  CALL(ftruncate(fd, 2));
  printf("%d %d\n", a[2], a[3]);
  CALL(ftruncate(fd, 8));
  CALL(pread(fd, b, 16, 0));
  printf("%.2s %d %d\n", b, b[2], b[3]);
  munmap(a, PAGE), close(fd);
}
