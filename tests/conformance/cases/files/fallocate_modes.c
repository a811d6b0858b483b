/* fallocate(2): growth, KEEP_SIZE, holes, zeroed ranges, and what is refused. */
#include "../../case.h"
static int fd;
static void show(void) {
  struct stat s;
  char b[16] = {0};
  fstat(fd, &s);
  pread(fd, b, 10, 0);
  printf("size %ld:", (long)s.st_size);
  for (int i = 0; i < 10; i++) printf(" %d", b[i]);
  printf("\n");
}
CASE(fallocate_modes) {
  fd = file_with(NULL, "0123456789");
  CALL(fallocate(fd, 0, 5, 10));
  show();
  CALL(fallocate(fd, FALLOC_FL_KEEP_SIZE, 0, 100));
  show();
  CALL(fallocate(fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 2, 3));
  show();
  CALL(fallocate(fd, FALLOC_FL_PUNCH_HOLE, 2, 3));
  CALL(fallocate(fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 8, 10000));
  show();
  CALL(fallocate(fd, 0, 0, 0));
  CALL(fallocate(fd, 0, -1, 5));
  CALL(fallocate(fd, 0, 5, -1));
  CALL(fallocate(fd, 0x1000, 0, 5));
  CALL(fallocate(fd, 0, 1L << 62, 1L << 62));
  CALL(posix_fallocate(fd, 0, 30));
  show();
  close(fd);
  close(file_with("ro", "x"));
  int ro = open("ro", O_RDONLY), p[2], dir = open(".", O_RDONLY);
  CALL(fallocate(ro, 0, 0, 5));
  pipe(p);
  CALL(fallocate(p[1], 0, 0, 5));
  CALL(fallocate(dir, 0, 0, 5));
  CALL(fallocate(99, 0, 0, 5));
  close(ro), close(dir), close(p[0]), close(p[1]), unlink("ro");
}
