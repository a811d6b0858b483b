/* A file with a hole reads as zeros and takes blocks only where it was written. */
#include "../../case.h"
CASE(holes) {
  struct stat s;
  char b[4096];
  int fd = file_with(NULL, "");
  CALL(pwrite(fd, "end", 3, 1L << 32));
  fstat(fd, &s);
  CALL(s.st_size);
  CALL(s.st_blocks < 1000);
  CALL(pread(fd, b, 4096, 1L << 31));
  CALL(b[0] | b[4095]);
  for (long i = 0; i < 256L << 20; i += 1 << 20) pread(fd, b, 4096, i);
  fstat(fd, &s);
  CALL(s.st_blocks < 1000);
  CALL(pread(fd, b, 4096, 1L << 32));
  CALL(fallocate(fd, 0, 0, 8192));
  CALL(fallocate(fd, 0, -1, 8192));
  CALL(fallocate(fd, 0, 0, 0));
  close(fd);
}
