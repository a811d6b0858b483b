/* shutdown(2) of each direction, as both sides and poll(2) see it. */
#include "../../case.h"
#include <poll.h>
#include <sys/socket.h>
static int p[2];
static void show(void) {
  struct pollfd f[2] = {{p[0], POLLIN | POLLOUT | POLLRDHUP}, {p[1], POLLIN | POLLOUT | POLLRDHUP}};
  poll(f, 2, 0);
  printf("%x %x\n", f[0].revents, f[1].revents);
}
CASE(socket_shutdowns) {
  char b[4];
  signal(SIGPIPE, SIG_IGN);
  socketpair(AF_UNIX, SOCK_STREAM, 0, p);
  show();
  CALL(shutdown(p[0], SHUT_RD));
  show();
  CALL(recv(p[0], b, 4, 0));
  CALL(send(p[1], "x", 1, 0));
  CALL(send(p[0], "y", 1, 0));
  CALL(recv(p[1], b, 4, 0));
  CALL(shutdown(p[0], SHUT_WR));
  show();
  CALL(recv(p[1], b, 4, 0));
  CALL(send(p[0], "z", 1, 0));
  CALL(shutdown(p[0], SHUT_RDWR));
  CALL(shutdown(p[0], 3));
  CALL(shutdown(p[0], -1));
  show();
  close(p[0]);
  show();
  CALL(send(p[1], "x", 1, 0));
  CALL(shutdown(p[1], SHUT_WR));
  close(p[1]);
  int s = socket(AF_UNIX, SOCK_STREAM, 0), fd = file_with(NULL, "");
  CALL(shutdown(s, SHUT_RDWR));
  CALL(shutdown(fd, SHUT_RDWR));
  close(s), close(fd);
  signal(SIGPIPE, SIG_DFL);
}
