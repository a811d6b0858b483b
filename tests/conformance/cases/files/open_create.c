/* open(2): O_CREAT, O_EXCL, O_TRUNC, the umask. */
#include "../../case.h"
CASE(open_create) {
  struct stat s;
  int fd;
  CALL(open("c", O_RDONLY));
  umask(027);
  fd = open("c", O_CREAT | O_WRONLY, 0666);
  fstat(fd, &s);
  printf("mode %o\n", s.st_mode);
  umask(022);
  CALL(write(fd, "12345", 5));
  char b;
  CALL(read(fd, &b, 1));
  close(fd);
  CALL(open("c", O_CREAT | O_EXCL | O_WRONLY, 0600));
  fd = open("c", O_RDWR | O_TRUNC);
  fstat(fd, &s);
  printf("size %ld links %ld\n", (long)s.st_size, (long)s.st_nlink);
  close(fd);
  CALL(open("c/x", O_RDONLY));
  CALL(open("missing/x", O_CREAT | O_WRONLY, 0600));
  CALL(open("", O_RDONLY));
  CALL(open("c/", O_RDONLY));
  CALL(open("newdir/", O_CREAT | O_WRONLY, 0600));
  symlink("nowhere", "dangling");
  CALL(open("dangling", O_CREAT | O_EXCL | O_WRONLY, 0600));
  fd = open("dangling", O_CREAT | O_WRONLY, 0600);
  printf("through a dangling link: %d\n", fd >= 0);
  close(fd);
  CALL(unlink("nowhere"));
  CALL(unlink("dangling"));
  CALL(unlink("c"));
}
