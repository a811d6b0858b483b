/* symlink(2) and readlink(2): any target, cut by the buffer, loops, slashes at the end. */
#include "../../case.h"
CASE(links_symbolic) {
  char b[64], longest[5000];
  struct stat s;
  CALL(symlink("any thing", "s"));
  CALL(symlink("x", "s"));
  CALL(symlink("", "e"));
  memset(b, '-', 64);
  CALL(readlink("s", b, 64));
  printf("%.10s\n", b);
  CALL(readlink("s", b, 3));
  CALL(readlink("s", b, 0));
  lstat("s", &s);
  printf("%o %ld\n", s.st_mode, (long)s.st_size);
  CALL(readlink(".", b, 64));
  CALL(readlink("missing", b, 64));
  CALL(readlink("s", BAD, 64));
  CALL(symlink("b", "a")), CALL(symlink("a", "b"));
  CALL(open("a", O_RDONLY));
  CALL(stat("a", &s));
  CALL(open("a/x", O_RDONLY));
  CALL(lstat("a", &s));
  CALL(lstat("a/", &s));
  memset(longest, 'l', sizeof longest), longest[4095] = 0;
  CALL(symlink(longest, "long"));
  longest[4095] = 'l', longest[4999] = 0;
  CALL(symlink(longest, "longer"));
  CALL(unlink("long"));
  mkdir("d", 0700), symlink("d", "to-d"), close(file_with("d/f", "x"));
  CALL(stat("to-d/f", &s));
  CALL(stat("to-d/../d/f", &s));
  CALL(unlink("to-d/"));
  CALL(rmdir("to-d"));
  CALL(mkdir("to-d", 0700));
  CALL(symlink("x", "missing/y"));
  unlink("s"), unlink("a"), unlink("b"), unlink("to-d"), unlink("d/f"), rmdir("d");
}
