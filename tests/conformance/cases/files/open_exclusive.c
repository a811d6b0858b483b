/* O_CREAT | O_EXCL: existing files, links (dangling too), directories; O_CREAT through a link. */
#include "../../case.h"
CASE(open_exclusive) {
  int fd;
  WORKS(fd = open("x", O_CREAT | O_EXCL | O_RDWR, 0600));
  close(fd);
  CALL(open("x", O_CREAT | O_EXCL | O_RDWR, 0600));
  symlink("x", "to-x"), symlink("nowhere", "dangling"), mkdir("d", 0700);
  CALL(open("to-x", O_CREAT | O_EXCL | O_RDWR, 0600));
  CALL(open("dangling", O_CREAT | O_EXCL | O_RDWR, 0600));
  CALL(open("d", O_CREAT | O_EXCL | O_RDWR, 0600));
  CALL(open("d", O_CREAT | O_RDONLY, 0600));
  CALL(open("d", O_CREAT | O_DIRECTORY, 0600));
  CALL(open("dangling", O_RDWR));
  WORKS(fd = open("dangling", O_CREAT | O_RDWR, 0600));
  close(fd);
  CALL(access("nowhere", F_OK));
  CALL(open("x/", O_CREAT | O_RDWR, 0600));
  CALL(open("new/", O_CREAT | O_RDWR, 0600));
  CALL(open("x/y", O_CREAT | O_RDWR, 0600));
  CALL(open("", O_CREAT | O_RDWR, 0600));
  unlink("x"), unlink("to-x"), unlink("dangling"), unlink("nowhere"), rmdir("d");
}
