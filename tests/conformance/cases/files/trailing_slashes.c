/* What a slash behind the last name means to each call, and which of two errors of a path comes first. */
#include "../../case.h"
#include <sys/stat.h>
#include <sys/syscall.h>
CASE(trailing_slashes) {
  close(file_with("f", "text"));
  mkdir("d", 0755);
  symlink("f", "l");
  symlink("d", "ld");
  struct stat s;
  CALL(stat("f/", &s));
  CALL(lstat("ld/", &s));
  printf("%d\n", S_ISDIR(s.st_mode));
  CALL(mkdir("f/", 0755));
  CALL(mkdir("ld/", 0755));
  CALL(mkdir("l/", 0755));
  CALL(mkdir(".", 0755));
  CALL(mkdir("m/", 0755));
  CALL(rmdir("m/"));
  CALL(symlink("x", "f/"));
  CALL(symlink("x", "n/"));
  CALL(link("f", "n/"));
  CALL(link("f/", "n"));
  CALL(unlink("f/"));
  CALL(unlink("l/"));
  CALL(unlink("d/"));
  CALL(unlink("d/."));
  CALL(rmdir("ld/"));
  CALL(rmdir("d/."));
  CALL(rmdir("d/.."));
  CALL(rename("f/", "n"));
  CALL(rename("f", "n/"));
  CALL(rename("d", "d/x"));
  CALL(rename("d/.", "n"));
  CALL(rename("nope", "f/x"));
  CALL(rename("d", "n/"));
  CALL(rename("n", "d"));
  CALL(open("f/", O_RDONLY));
  CALL(open("f/", O_CREAT | O_WRONLY, 0644));
  CALL(open("l/", O_CREAT | O_WRONLY, 0644));
  CALL(open("d", O_CREAT | O_DIRECTORY, 0755));
  CALL(open("d", O_RDONLY | O_TRUNC));
  CALL(open("f/x", O_CREAT | O_DIRECTORY));
  unlink("f"), unlink("l"), unlink("ld"), rmdir("d");
}
