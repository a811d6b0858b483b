/* symlink(2), readlink(2), loops. */
#include "../../case.h"
#include <limits.h>
CASE(symlinks) {
  char b[32] = {0};
  struct stat s;
  CALL(symlink("loop2", "loop1"));
  CALL(symlink("loop1", "loop2"));
  CALL(open("loop1", O_RDONLY));
  CALL(stat("loop1", &s));
  CALL(lstat("loop1", &s));
  CALL(s.st_size);
  CALL(readlink("loop1", b, 3));
  puts(b);
  CALL(readlink("loop1", b, 0));
  CALL(readlink(".", b, 32));
  CALL(readlink("missing", b, 32));
  CALL(readlink("loop1", BAD, 32));
  CALL(symlink("x", "loop1"));
  CALL(symlink("", "empty"));
  CALL(mkdir("loop1", 0700));
  CALL(chdir("loop1"));
  CALL(link("loop1", "hard"));
  CALL(lstat("hard", &s));
  CALL(S_ISLNK(s.st_mode));
  CALL(linkat(AT_FDCWD, "loop1", AT_FDCWD, "h", AT_SYMLINK_FOLLOW));
  symlink(".", "here");
  mkdir("d", 0700);
  CALL(stat("here/here/here/d", &s));
  CALL(lstat("here/", &s));
  CALL(S_ISDIR(s.st_mode));
  CALL(rmdir("here"));
  CALL(unlink("here/"));
  unlink("here");
  rmdir("d");
  unlink("hard");
  unlink("loop1");
  unlink("loop2");
}
