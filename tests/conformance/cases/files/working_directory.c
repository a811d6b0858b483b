/* chdir(2), getcwd(2), also after the directory is gone. */
#include "../../case.h"
CASE(working_directory) {
  char before[4096], b[4096];
  getcwd(before, sizeof before);
  mkdir("w", 0700);
  mkdir("w/x", 0700);
  CALL(chdir("w/x"));
  getcwd(b, sizeof b);
  printf("%s\n", b + strlen(before));
  CALL(syscall(SYS_getcwd, b, 3));
  CALL(chdir(".."));
  getcwd(b, sizeof b);
  printf("%s\n", b + strlen(before));
  CALL(chdir("missing"));
  close(file_with("f", ""));
  CALL(chdir("f"));
  int d = open("x", O_RDONLY);
  CALL(fchdir(d));
  close(d);
  CALL(rmdir("../x"));
  CALL(getcwd(b, sizeof b) ? 0 : -1);
  CALL(open("new", O_CREAT | O_WRONLY, 0600));
  CALL(mkdir("new", 0700));
  struct stat s;
  CALL(stat(".", &s));
  CALL(chdir(before));
  unlink("w/f");
  CALL(rmdir("w"));
  CALL(chdir("/"));
  CALL(chdir("../.."));
  puts(getcwd(b, sizeof b));
  CALL(chdir(before));
}
