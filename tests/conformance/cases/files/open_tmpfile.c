/* O_TMPFILE: a file without a name, which linkat(2) can give it. */
#include "../../case.h"
CASE(open_tmpfile) {
  char path[64], b[8] = {0};
  struct stat s;
  int fd;
  CALL(open(".", O_TMPFILE | O_RDONLY, 0600));
  CALL(open("missing", O_TMPFILE | O_RDWR, 0600));
  close(file_with("f", ""));
  CALL(open("f", O_TMPFILE | O_RDWR, 0600));
  unlink("f");
  WORKS(fd = open(".", O_TMPFILE | O_RDWR, 0640));
  CALL(write(fd, "tmp", 3));
  fstat(fd, &s);
  printf("%o %ld %ld\n", s.st_mode, (long)s.st_nlink, (long)s.st_size);
  sprintf(path, "/proc/self/fd/%d", fd);
  CALL(linkat(AT_FDCWD, path, AT_FDCWD, "named", AT_SYMLINK_FOLLOW));
  fstat(fd, &s);
  CALL(s.st_nlink);
  close(fd);
  fd = open("named", O_RDONLY);
  CALL(read(fd, b, 8));
  puts(b);
  close(fd), unlink("named");
  WORKS(fd = open(".", O_TMPFILE | O_RDWR | O_EXCL, 0600));
  sprintf(path, "/proc/self/fd/%d", fd);
  CALL(linkat(AT_FDCWD, path, AT_FDCWD, "named", AT_SYMLINK_FOLLOW));
  close(fd);
}
