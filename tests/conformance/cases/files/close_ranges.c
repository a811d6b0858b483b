/* close_range(2): a range of numbers, CLOSE_RANGE_CLOEXEC, what is wrong. */
#include "../../case.h"
CASE(close_ranges) {
  int fd = file_with(NULL, "");
  for (int i = 300; i < 306; i++) dup2(fd, i);
  CALL(syscall(SYS_close_range, 301, 302, 0));
  for (int i = 300; i < 306; i++) printf("%d", fcntl(i, F_GETFD));
  printf("\n");
  CALL(syscall(SYS_close_range, 303, 304, 4));
  for (int i = 300; i < 306; i++) printf("%d", fcntl(i, F_GETFD));
  printf("\n");
  CALL(syscall(SYS_close_range, 305, 304, 0));
  CALL(syscall(SYS_close_range, 300, 310, 8));
  CALL(syscall(SYS_close_range, 300, ~0U, 0));
  for (int i = 300; i < 306; i++) printf("%d", fcntl(i, F_GETFD));
  printf("\n");
  CALL(syscall(SYS_close_range, 300, 310, 0));
  CALL(close(300));
  CALL(close(-1));
  close(fd);
}
