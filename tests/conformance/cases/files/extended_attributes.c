/* Extended attributes of files in memory: names, sizes, flags, lists, and which error comes first. */
#include "../../case.h"
#include <sys/stat.h>
#include <sys/xattr.h>
CASE(extended_attributes) {
  char b[64] = {0};
  int fd = file_with("f", "text");
  mkfifo("p", 0644);
  CALL(getxattr("f", "user.a", b, 64));
  CALL(setxattr("f", "user.a", "value", 5, XATTR_REPLACE));
  CALL(setxattr("f", "user.a", "value", 5, XATTR_CREATE));
  CALL(setxattr("f", "user.a", "value", 5, XATTR_CREATE));
  CALL(setxattr("f", "user.a", "v", 1, 8));
  CALL(getxattr("f", "user.a", NULL, 0));
  CALL(getxattr("f", "user.a", b, 2));
  CALL(fgetxattr(fd, "user.a", b, 64));
  puts(b);
  CALL(getxattr("f", "user.a", (void *)8, 64));
  CALL(fsetxattr(fd, "user.empty", NULL, 0, 0));
  CALL(fgetxattr(fd, "user.empty", b, 64));
  CALL(flistxattr(fd, NULL, 0));
  CALL(listxattr("f", b, 3));
  CALL(setxattr("f", "user.", "v", 1, 0));
  CALL(setxattr("f", "none.a", "v", 1, 0));
  CALL(setxattr("f", "a", "v", 1, 0));
  CALL(setxattr("f", "", "v", 1, 0));
  CALL(setxattr("nope", "", "v", 1, 0));
  CALL(setxattr("nope", "user.a", "v", 70000, 0));
  CALL(setxattr("p", "user.a", "v", 1, 0));
  CALL(getxattr("p", "user.a", b, 1));
  CALL(removexattr("f", "user.a"));
  CALL(removexattr("f", "user.a"));
  CALL(fgetxattr(-1, "", b, 1));
  CALL(fgetxattr(-1, "user.a", b, 1));
  close(fd);
  unlink("f"), unlink("p");
}
