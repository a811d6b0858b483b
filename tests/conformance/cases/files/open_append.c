/* O_APPEND: writes go to the end whatever the position. */
#include "../../case.h"
CASE(open_append) {
  char b[16] = {0};
  close(file_with("f", "abc"));
  int fd = open("f", O_RDWR | O_APPEND);
  CALL(lseek(fd, 0, SEEK_CUR));
  CALL(write(fd, "de", 2));
  CALL(lseek(fd, 0, SEEK_CUR));
  CALL(lseek(fd, 1, SEEK_SET));
  CALL(write(fd, "f", 1));
  CALL(pwrite(fd, "g", 1, 0));
  CALL(pread(fd, b, 16, 0));
  puts(b);
  CALL(fcntl(fd, F_GETFL) & (O_APPEND | O_ACCMODE));
  CALL(fcntl(fd, F_SETFL, 0));
  CALL(pwrite(fd, "X", 1, 0));
  CALL(pread(fd, b, 16, 0));
  puts(b);
  close(fd);
  unlink("f");
}
