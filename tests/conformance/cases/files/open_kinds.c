/* open(2) of directories and links: O_DIRECTORY, O_NOFOLLOW, O_PATH. */
#include "../../case.h"
CASE(open_kinds) {
  char b[8];
  mkdir("d", 0755);
  close(file_with("f", "abc"));
  symlink("f", "l");
  CALL(open("d", O_WRONLY));
  CALL(open("d", O_RDWR | O_CREAT, 0600));
  CALL(open("f", O_RDONLY | O_DIRECTORY));
  CALL(open("l", O_RDONLY | O_NOFOLLOW));
  int d = open("d", O_RDONLY | O_DIRECTORY);
  CALL(read(d, b, 8));
  CALL(write(d, b, 8));
  CALL(pread(d, b, 8, 0));
  CALL(ftruncate(d, 0));
  int at = openat(d, "inner", O_CREAT | O_RDWR, 0600);
  printf("openat %d\n", at >= 0);
  CALL(close(at));
  CALL(openat(-1, "x", O_RDONLY));
  CALL(openat(at, "x", O_RDONLY));
  int f = open("f", O_PATH);
  CALL(read(f, b, 8));
  CALL(openat(f, "x", O_RDONLY));
  CALL(fcntl(f, F_GETFD));
  struct stat s;
  CALL(fstat(f, &s));
  CALL(close(f));
  int l = open("l", O_PATH | O_NOFOLLOW);
  fstat(l, &s);
  printf("link %d\n", S_ISLNK(s.st_mode));
  close(l);
  CALL(unlinkat(d, "inner", 0));
  close(d);
  CALL(rmdir("d"));
  CALL(unlink("l"));
  CALL(unlink("f"));
}
