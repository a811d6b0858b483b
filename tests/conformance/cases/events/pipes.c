/* pipe(2): order, end of file, O_NONBLOCK, capacity, EPIPE and SIGPIPE. */
#include "../../case.h"
#include <sys/ioctl.h>
static volatile int broken;
static void on_pipe(int s) { broken = s; }
CASE(pipes) {
  static char big[100000];
  int p[2], n;
  CALL(pipe2(p, O_NONBLOCK | O_CLOEXEC));
  CALL(fcntl(p[0], F_GETFD));
  CALL(fcntl(p[0], F_GETFL) & O_ACCMODE);
  CALL(fcntl(p[1], F_GETFL) & O_ACCMODE);
  CALL(read(p[0], big, 10));
  CALL(write(p[0], big, 10));
  CALL(read(p[1], big, 10));
  CALL(write(p[1], "hello", 5));
  CALL(ioctl(p[0], FIONREAD, &n));
  CALL(n);
  CALL(read(p[0], big, 3));
  CALL(read(p[0], big, 30));
  CALL(write(p[1], big, 100000));
  CALL(write(p[1], big, 1));
  CALL(read(p[0], big, 100000));
  CALL(fcntl(p[1], F_GETPIPE_SZ));
  CALL(close(p[1]));
  CALL(read(p[0], big, 10));
  close(p[0]);
  pipe(p);
  close(p[0]);
  on_signal(SIGPIPE, on_pipe, 0);
  CALL(write(p[1], "x", 1));
  CALL(broken);
  on_signal(SIGPIPE, SIG_IGN, 0);
  broken = 0;
  CALL(write(p[1], "x", 1));
  CALL(broken);
  CALL(write(p[1], "x", 0));
  on_signal(SIGPIPE, SIG_DFL, 0);
  close(p[1]);
  CALL(syscall(SYS_pipe2, p, 0x1234));
  struct stat s;
  pipe(p);
  fstat(p[0], &s);
  CALL(S_ISFIFO(s.st_mode));
  CALL(s.st_size);
  close(p[0]);
  close(p[1]);
}
