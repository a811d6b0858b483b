/* Writes of up to PIPE_BUF bytes go as a whole or not at all; longer ones go in parts where nothing may wait. */
#include "../../case.h"
#include <poll.h>
static char big[70000];
CASE(pipe_atomic) {
  int p[2];
  pipe2(p, O_NONBLOCK);
  CALL(write(p[1], big, 65536 - 4096));
  CALL(write(p[1], big, 4095));
  CALL(write(p[1], big, 4096));
  struct pollfd f = {p[1], POLLOUT};
  CALL(poll(&f, 1, 0));
  char b[4096];
  CALL(read(p[0], b, 4096));
  CALL(poll(&f, 1, 0));
  CALL(write(p[1], big, 4096));
  CALL(read(p[0], big, sizeof big));
  CALL(write(p[1], big, 70000));
  CALL(write(p[1], big, 1));
  CALL(read(p[0], big, sizeof big));
  close(p[0]), close(p[1]);
}
