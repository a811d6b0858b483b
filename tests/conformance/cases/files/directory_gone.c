/* A working directory that was removed: what can still be done in it. */
#include "../../case.h"
CASE(directory_gone) {
  char b[4096];
  struct stat s;
  int back = open(".", O_RDONLY);
  mkdir("gone", 0700), chdir("gone");
  CALL(rmdir("../gone"));
  CALL(syscall(SYS_getcwd, b, sizeof b));
  CALL(open("new", O_CREAT | O_RDWR, 0600));
  CALL(mkdir("new", 0700));
  CALL(symlink("x", "new"));
  CALL(stat(".", &s));
  printf("links %ld\n", (long)s.st_nlink);
  CALL(access("..", F_OK));
  CALL(open("missing", O_RDONLY));
  CALL(chdir("."));
  CALL(fchdir(back));
  CALL(access("gone", F_OK));
  close(back);
}
