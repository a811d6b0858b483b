/* mknod(2): files, fifos, devices; opening a device node. */
#include "../../case.h"
#include <sys/sysmacros.h>
CASE(special_nodes) {
  struct stat s;
  char b[4] = "abc";
  CALL(mknod("n", S_IFREG | 0640, 0));
  CALL(mknod("n", S_IFREG | 0640, 0));
  CALL(mknod("plain", 0600, 0));
  stat("plain", &s);
  printf("%o\n", s.st_mode);
  CALL(mknod("fifo", S_IFIFO | 0600, 0));
  CALL(mknod("dir", S_IFDIR | 0700, 0));
  CALL(mknod("link", S_IFLNK | 0700, 0));
  CALL(mknod("sock", S_IFSOCK | 0600, 0));
  stat("sock", &s);
  printf("%o\n", s.st_mode);
  CALL(open("sock", O_RDWR));
  CALL(mknod("missing/n", S_IFREG | 0600, 0));
  CALL(mknod("odd", 0170000, 0));
  unlink("n"), unlink("plain"), unlink("fifo"), unlink("sock");
}
