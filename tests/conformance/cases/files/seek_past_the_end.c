/* Positions beyond the greatest offset, and the sizes that getdents64(2) takes. */
#include "../../case.h"
CASE(seek_past_the_end) {
  int fd = memfd_create("m", 0); /* the greatest offset of other files is each filesystem's own */
  ftruncate(fd, 10);
  CALL(lseek(fd, 0x7fffffffffffffff, SEEK_SET));
  CALL(lseek(fd, 1, SEEK_CUR));
  CALL(lseek(fd, 0x7fffffffffffffff, SEEK_CUR));
  CALL(lseek(fd, 0x7fffffffffffffff, SEEK_END));
  CALL(lseek(fd, -11, SEEK_END));
  close(fd);
  char b[1024];
  fd = open(".", O_RDONLY | O_DIRECTORY);
  CALL(syscall(SYS_getdents64, fd, b, 0xffffffffffffffff));
  CALL(syscall(SYS_getdents64, fd, BAD, 0x80000000));
  CALL(syscall(SYS_getdents64, fd, b, 23));
  CALL(syscall(SYS_getdents64, fd, BAD, 1024));
  close(fd);
}
