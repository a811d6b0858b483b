/* System calls with numbers that no kernel has, and with descriptors that are not open. */
#include "../../case.h"
#include <sys/ioctl.h>
CASE(bad_numbers) {
  char b[8];
  CALL(syscall(9999));
  CALL(syscall(-5));
  CALL(read(-1, b, 1));
  CALL(read(1000000, b, 1));
  CALL(write(77, b, 1));
  CALL(close(-1));
  CALL(close(77));
  CALL(dup(77));
  CALL(dup2(77, 5));
  CALL(dup2(0, -1));
  CALL(dup2(0, 10000000));
  CALL(fcntl(77, F_GETFL));
  CALL(fcntl(0, 12345));
  CALL(ioctl(77, TIOCGWINSZ, b));
  CALL(fsync(77));
  CALL(lseek(77, 0, 0));
  CALL(fchdir(77));
  CALL(fchmod(77, 0));
  CALL(mmap(NULL, 4096, PROT_READ, MAP_PRIVATE, 77, 0) == MAP_FAILED ? -1 : 0);
  int fd = file_with(NULL, "abc");
  CALL(ioctl(fd, TIOCGWINSZ, b));
  CALL(isatty(fd));
  CALL(fchdir(fd));
  CALL(read(fd, b, 0));
  CALL(write(fd, b, 0));
  close(fd);
}
