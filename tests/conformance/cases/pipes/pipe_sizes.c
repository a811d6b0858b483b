/* F_SETPIPE_SZ: sizes in powers of two of pages, not below what is in the pipe. */
#include "../../case.h"
static char big[300000];
CASE(pipe_sizes) {
  int p[2];
  pipe2(p, O_NONBLOCK);
  CALL(fcntl(p[0], F_GETPIPE_SZ));
  CALL(fcntl(p[0], F_SETPIPE_SZ, 1));
  CALL(fcntl(p[1], F_GETPIPE_SZ));
  CALL(write(p[1], big, sizeof big));
  CALL(fcntl(p[0], F_SETPIPE_SZ, 4097));
  CALL(write(p[1], big, sizeof big));
  CALL(fcntl(p[0], F_SETPIPE_SZ, 4096));
  CALL(read(p[0], big, 5000));
  CALL(fcntl(p[0], F_SETPIPE_SZ, 4096));
  CALL(read(p[0], big, sizeof big));
  CALL(fcntl(p[0], F_SETPIPE_SZ, 200000));
  CALL(write(p[1], big, sizeof big));
  CALL(fcntl(p[0], F_SETPIPE_SZ, 1 << 20));
  CALL(write(p[1], big, sizeof big));
  CALL(read(p[0], big, sizeof big));
  CALL(fcntl(p[0], F_SETPIPE_SZ, -1));
  int fd = file_with(NULL, "");
  CALL(fcntl(fd, F_GETPIPE_SZ));
  CALL(fcntl(fd, F_SETPIPE_SZ, 4096));
  close(fd), close(p[0]), close(p[1]);
}
