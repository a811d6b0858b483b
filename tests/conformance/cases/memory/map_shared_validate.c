/* MAP_SHARED_VALIDATE refuses flags that it does not know; MAP_SHARED ignores them. */
#include "../../memory.h"
CASE(map_shared_validate) {
  int fd = file_with(NULL, "validated");
  char *a;
  WORKS(a = mmap(NULL, PAGE, 3, MAP_SHARED_VALIDATE, fd, 0));
  munmap(a, PAGE);
  WORKS(a = mmap(NULL, PAGE, 3, MAP_SHARED_VALIDATE | MAP_POPULATE | MAP_NORESERVE, fd, 0));
  munmap(a, PAGE);
  WORKS(mmap(NULL, PAGE, 3, MAP_SHARED_VALIDATE | (1 << 27), fd, 0));
  WORKS(mmap(NULL, PAGE, 3, MAP_SHARED_VALIDATE | MAP_SYNC, fd, 0));
  WORKS(a = mmap(NULL, PAGE, 3, MAP_SHARED | (1 << 27), fd, 0));
  printf("%.9s\n", a);
  munmap(a, PAGE);
  WORKS(mmap(NULL, PAGE, 3, MAP_SHARED_VALIDATE | MAP_ANONYMOUS, -1, 0));
  WORKS(mmap(NULL, PAGE, 3, 0, fd, 0));
  WORKS(mmap(NULL, PAGE, 3, MAP_ANONYMOUS, -1, 0));
  close(fd);
}
