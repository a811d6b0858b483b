/* SEEK_DATA and SEEK_HOLE in a file with a hole of whole pages. */
#include "../../case.h"
CASE(seek_data_hole) {
  char page[65536];
  memset(page, 'd', sizeof page);
  int fd = file_with(NULL, "");
  pwrite(fd, page, 65536, 0), pwrite(fd, page, 65536, 262144);
  CALL(lseek(fd, 0, SEEK_DATA));
  CALL(lseek(fd, 0, SEEK_HOLE));
  CALL(lseek(fd, 65536, SEEK_DATA));
  CALL(lseek(fd, 100000, SEEK_DATA));
  CALL(lseek(fd, 100000, SEEK_HOLE));
  CALL(lseek(fd, 262145, SEEK_HOLE));
  CALL(lseek(fd, 327680, SEEK_DATA));
  CALL(lseek(fd, 327680, SEEK_HOLE));
  CALL(lseek(fd, -1, SEEK_DATA));
  ftruncate(fd, 1 << 20);
  CALL(lseek(fd, 327680, SEEK_DATA));
  CALL(lseek(fd, 327680, SEEK_HOLE));
  CALL(fallocate(fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 0, 65536));
  CALL(lseek(fd, 0, SEEK_DATA));
  CALL(lseek(fd, 0, SEEK_HOLE));
  CALL(lseek(fd, 0, 5));
  close(fd);
}
