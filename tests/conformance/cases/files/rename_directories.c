/* rename(2) of directories: onto empty ones, into themselves, links, counts and "..". */
#include "../../case.h"
CASE(rename_directories) {
  struct stat s, t;
  mkdir("r", 0700), mkdir("r/a", 0700), mkdir("r/b", 0700), mkdir("r/c", 0700), mkdir("r/c/in", 0700), close(file_with("r/f", ""));
  CALL(rename("r/a", "r/b"));
  CALL(access("r/a", F_OK));
  CALL(rename("r/b", "r/c"));
  CALL(rename("r/c", "r/b"));
  CALL(rename("r/b", "r/b/in/x"));
  CALL(rename("r/b", "r/b"));
  CALL(rename("r/f", "r/b"));
  CALL(rename("r/b", "r/f"));
  stat("r", &s);
  printf("links %ld\n", (long)s.st_nlink);
  mkdir("r/d", 0700);
  CALL(rename("r/b/in", "r/d/in"));
  stat("r/d", &s), stat("r/d/in/..", &t);
  printf("links %ld, parent %d\n", (long)s.st_nlink, s.st_ino == t.st_ino);
  stat("r/b", &s);
  printf("links %ld\n", (long)s.st_nlink);
  CALL(rename("r/b/", "r/e/"));
  CALL(rename("r/f/", "r/g"));
  CALL(rename("r/f", "r/g/"));
  CALL(rename("r/..", "r/x"));
  CALL(rename("r/e/.", "r/x"));
  symlink("e", "r/l");
  CALL(rename("r/l", "r/m"));
  CALL(rename("r/m", "r/d"));
  CALL(rename("r/d", "r/m"));
  CALL(rename("r/f", "r/m"));
  lstat("r/m", &s);
  printf("a file now %d\n", S_ISREG(s.st_mode));
  unlink("r/m"), rmdir("r/d/in"), rmdir("r/d"), rmdir("r/e");
  CALL(rmdir("r"));
}
