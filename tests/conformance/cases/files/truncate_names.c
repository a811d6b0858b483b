/* truncate(2) by name: directories, links, missing files, negative lengths. */
#include "../../case.h"
CASE(truncate_names) {
  struct stat s;
  close(file_with("t", "0123456789"));
  symlink("t", "link"), mkdir("d", 0700);
  CALL(truncate("link", 4));
  stat("t", &s);
  CALL(s.st_size);
  CALL(truncate("t", 100000));
  stat("t", &s);
  CALL(s.st_size);
  CALL(truncate("t", -1));
  CALL(truncate("d", 0));
  CALL(truncate("missing", 0));
  CALL(truncate("t/x", 0));
  CALL(truncate("", 0));
  CALL(truncate(BAD, 0));
  int fd = open("t", O_RDONLY), p[2];
  CALL(ftruncate(fd, 0));
  CALL(ftruncate(fd, -1));
  pipe(p);
  CALL(ftruncate(p[1], 0));
  CALL(ftruncate(99, 0));
  close(fd), close(p[0]), close(p[1]), unlink("t"), unlink("link"), rmdir("d");
}
