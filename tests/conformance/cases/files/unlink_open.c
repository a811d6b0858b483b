/* unlink(2) of an open file: it lives on until it is closed. */
#include "../../case.h"
CASE(unlink_open) {
  char b[8] = {0};
  struct stat s;
  int fd = file_with("f", "abc");
  CALL(link("f", "g"));
  fstat(fd, &s);
  CALL(s.st_nlink);
  CALL(unlink("f"));
  CALL(unlink("g"));
  fstat(fd, &s);
  CALL(s.st_nlink);
  CALL(access("f", F_OK));
  CALL(write(fd, "xyz", 3));
  CALL(pread(fd, b, 8, 0));
  puts(b);
  char path[64];
  sprintf(path, "/proc/self/fd/%d", fd);
  int again = open(path, O_RDONLY);
  CALL(read(again, b, 2));
  close(again);
  close(fd);
  mkdir("d", 0700);
  CALL(unlink("d"));
  CALL(unlink("missing"));
  CALL(unlink("d/"));
  CALL(rmdir("d"));
  CALL(unlink("."));
}
