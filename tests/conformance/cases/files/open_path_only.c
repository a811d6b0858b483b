/* O_PATH: a place without the file; what can be done with it. */
#include "../../case.h"
#include <sys/statfs.h>
CASE(open_path_only) {
  char b[8] = {0};
  struct stat s;
  struct statfs fs;
  close(file_with("p", "path"));
  mkdir("d", 0700), close(file_with("d/in", "inside"));
  int fd = open("p", O_PATH), dir = open("d", O_PATH | O_DIRECTORY);
  CALL(read(fd, b, 4));
  CALL(write(fd, b, 4));
  CALL(lseek(fd, 0, SEEK_SET));
  CALL(ftruncate(fd, 0));
  CALL(fchmod(fd, 0600));
  CALL(fchown(fd, 0, 0));
  CALL(ioctl(fd, 0x541b, b));
  CALL(fsync(fd));
  CALL(fcntl(fd, F_SETFL, O_APPEND));
  CALL(fcntl(fd, F_GETFL) == (O_PATH | 0100000) || fcntl(fd, F_GETFL) == O_PATH);
  CALL(fstat(fd, &s));
  CALL(s.st_size);
  CALL(fstatfs(fd, &fs));
  int copy = dup(fd);
  CALL(fcntl(copy, F_GETFD));
  close(copy);
  int in = openat(dir, "in", O_RDONLY);
  CALL(read(in, b, 6));
  puts(b);
  close(in);
  char path[64];
  sprintf(path, "/proc/self/fd/%d", fd);
  int again = open(path, O_RDONLY);
  CALL(read(again, b, 6));
  close(again);
  CALL(fchdir(fd));
  CALL(linkat(fd, "", AT_FDCWD, "linked", AT_EMPTY_PATH));
  CALL(access("linked", F_OK));
  CALL(close(fd));
  close(dir), unlink("p"), unlink("linked"), unlink("d/in"), rmdir("d");
}
