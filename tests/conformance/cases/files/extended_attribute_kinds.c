/* Extended attributes of directories, links and devices; those that a write or another name keeps. */
#include "../../case.h"
#include <sys/stat.h>
#include <sys/xattr.h>
CASE(extended_attribute_kinds) {
  char b[300] = {0}, name[300];
  close(file_with("xf", "text"));
  mkdir("xd", 0755), symlink("xf", "xl"), symlink("none", "xn");
  CALL(setxattr("xd", "user.d", "dir", 3, 0));
  CALL(getxattr("xd", "user.d", b, 10));
  CALL(setxattr("xl", "user.l", "through", 7, 0));
  CALL(getxattr("xf", "user.l", b, 10));
  CALL(lsetxattr("xl", "user.l", "x", 1, 0));
  CALL(lgetxattr("xl", "user.l", b, 10));
  CALL(setxattr("xn", "user.l", "x", 1, 0));
  CALL(setxattr("xf/", "user.l", "x", 1, 0));
  CALL(llistxattr("xn", b, 10));
  CALL(rename("xf", "xg"));
  CALL(getxattr("xg", "user.l", b, 10));
  CALL(link("xg", "xh"));
  CALL(setxattr("xh", "user.l", "other", 5, XATTR_REPLACE));
  CALL(getxattr("xg", "user.l", b, 10));
  CALL(truncate("xg", 0));
  CALL(getxattr("xg", "user.l", b, 10));
  memset(name, 'n', sizeof name), memcpy(name, "user.", 5), name[255] = 0;
  CALL(setxattr("xg", name, "", 0, 0));
  name[255] = 'n', name[256] = 0;
  CALL(setxattr("xg", name, "", 0, 0));
  CALL(getxattr("xg", name, b, 1));
  CALL(removexattr("xg", name));
  int fd = open("xg", O_PATH), r = open("xg", O_RDONLY);
  CALL(fgetxattr(fd, "user.l", b, 10));
  CALL(fsetxattr(r, "user.r", "r", 1, 0));
  CALL(fremovexattr(r, "user.r"));
  close(fd), close(r);
  unlink("xg"), unlink("xh"), unlink("xl"), unlink("xn"), rmdir("xd");
}
