/* A write through a shared mapping moves the file's times by the next msync at the latest. */
#include "../../memory.h"
CASE(msync_times) {
  int fd = file_with(NULL, "times");
  struct timespec old[2] = {{1000, 0}, {1000, 0}};
  struct stat s;
  char *a = mmap(NULL, PAGE, 3, MAP_SHARED, fd, 0);
  futimens(fd, old);
  a[0] = 'T';
  CALL(msync(a, PAGE, MS_SYNC));
  fstat(fd, &s);
  printf("modified: %d\n", s.st_mtim.tv_sec > 1000);
  futimens(fd, old);
  printf("%c\n", a[0]);
  CALL(msync(a, PAGE, MS_SYNC));
  fstat(fd, &s);
  printf("modified by reading: %d\n", s.st_mtim.tv_sec > 1000);
  a[1] = 'U';
  CALL(msync(a, PAGE, MS_SYNC));
  fstat(fd, &s);
  printf("modified again: %d\n", s.st_mtim.tv_sec > 1000);
  munmap(a, PAGE), close(fd);
}
