/* Reads and writes whose buffers cannot be used, wholly or in part: what the file says of itself comes first. */
#include "../../case.h"
#include <sys/eventfd.h>
#include <sys/uio.h>
CASE(bad_buffers) {
  char *page = mmap(NULL, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0), *end = page + 4096;
  munmap(end, 4096);
  int fd = file_with(NULL, "0123456789"), directory = open(".", O_RDONLY), null = open("/dev/null", O_RDWR), p[2];
  CALL(pread(fd, end - 4, 8, 0));
  CALL(pread(fd, BAD, 8, 0));
  CALL(pread(fd, BAD, 8, 10));
  CALL(pwrite(fd, end - 4, 8, 0));
  CALL(read(directory, BAD, 8));
  CALL(syscall(SYS_getdents64, directory, BAD, 8));
  CALL(syscall(SYS_getdents64, directory, BAD, 4096));
  CALL(read(null, BAD, 8));
  CALL(write(null, BAD, 8));
  struct iovec v[2] = {{end - 4, 4}, {BAD, 8}};
  CALL(readv(fd, v, 2));
  CALL(writev(null, v, 2));
  CALL(preadv2(fd, BAD, 2, 0, 0x100000));
  CALL(preadv2(fd, v, 0, 0, 0x100000));
  CALL(pread(fd, page, 8, 0x7fffffffffffffff));
  pipe2(p, O_NONBLOCK);
  CALL(writev(p[1], v, 2)); /* all or nothing: one piece */
  CALL(read(p[0], page, 8));
  close(p[0]);
  signal(SIGPIPE, SIG_IGN);
  CALL(write(p[1], BAD, 8));
  signal(SIGPIPE, SIG_DFL);
  close(p[1]), close(fd), close(directory), close(null);
  munmap(page, 4096);
}
/* Records: lengths count together, and what the buffer cannot take is lost. */
CASE(bad_buffers_of_records) {
  uint64_t value = 0;
  struct iovec v[2] = {{&value, 4}, {(char *)&value + 4, 4}};
  int fd = eventfd(7, EFD_NONBLOCK);
  CALL(readv(fd, v, 1));
  CALL(readv(fd, v, 2));
  printf("%lu\n", value);
  CALL(readv(fd, v, 2));
  CALL(write(fd, BAD, 7));
  CALL(write(fd, BAD, 8));
  value = 3;
  CALL(write(fd, &value, 8));
  CALL(read(fd, BAD, 8));
  CALL(read(fd, &value, 8));
  close(fd);
}
