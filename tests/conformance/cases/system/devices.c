/* /dev/null, /dev/zero, /dev/full, /dev/urandom. */
#include "../../case.h"
CASE(devices) {
  char b[16];
  int fd = open("/dev/null", O_RDWR);
  CALL(read(fd, b, 16));
  CALL(write(fd, b, 16));
  CALL(lseek(fd, 5, SEEK_SET));
  CALL(ftruncate(fd, 0));
  close(fd);
  fd = open("/dev/zero", O_RDWR);
  memset(b, 1, 16);
  CALL(read(fd, b, 16));
  CALL(b[0] | b[15]);
  char *m = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE, fd, 0);
  CALL(m != MAP_FAILED && m[5] == 0);
  if (m != MAP_FAILED) munmap(m, 4096);
  close(fd);
  fd = open("/dev/full", O_RDWR);
  CALL(write(fd, b, 1));
  CALL(read(fd, b, 3));
  close(fd);
  fd = open("/dev/urandom", O_RDONLY);
  CALL(read(fd, b, 16));
  close(fd);
  CALL(open("/dev/tty", O_RDWR) >= 0 || errno == ENXIO);
  CALL(open("/dev/null", O_WRONLY | O_CREAT | O_TRUNC, 0600) >= 0);
  closefrom(3);
  CALL(syscall(SYS_getrandom, b, 16, 0));
  CALL(syscall(SYS_getrandom, b, 16, 99));
}
