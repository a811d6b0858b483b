/* A full queue of connections: EAGAIN for a non-blocking connect(2), and waiting for the others. */
#include "../../threads.h"
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
static struct sockaddr_un a = {.sun_family = AF_UNIX, .sun_path = "backlog.sock"};
static long connect_one(void *unused) {
  int fd = socket(AF_UNIX, SOCK_STREAM, 0);
  long r = connect(fd, (void *)&a, sizeof a);
  close(fd);
  return r;
}
CASE(socket_backlog) {
  struct waiting_call w;
  int l = socket(AF_UNIX, SOCK_STREAM, 0), c[4], made = 0;
  bind(l, (void *)&a, sizeof a);
  CALL(listen(l, 1));
  for (int i = 0; i < 4; i++) {
    c[i] = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0);
    CALL(connect(c[i], (void *)&a, sizeof a));
  }
  start_waiting(&w, connect_one, NULL);
  close(accept(l, NULL, NULL));
  end_waiting(&w, "connect");
  close(l), unlink("backlog.sock");
  l = socket(AF_UNIX, SOCK_STREAM, 0);
  bind(l, (void *)&a, sizeof a);
  CALL(listen(l, 0));
  CALL(connect(c[3], (void *)&a, sizeof a));
  start_waiting(&w, connect_one, NULL);
  close(l);
  end_waiting(&w, "connect to a socket that is closed");
  unlink("backlog.sock");
  l = socket(AF_UNIX, SOCK_STREAM, 0);
  bind(l, (void *)&a, sizeof a);
  CALL(listen(l, 0));
  for (int i = 0; i < 4; i++) close(c[i]);
  c[0] = socket(AF_UNIX, SOCK_STREAM, 0);
  shutdown(l, SHUT_RD);
  struct pollfd poll_l = {l, POLLIN};
  CALL(poll(&poll_l, 1, 0));
  CALL(accept(l, NULL, NULL));
  CALL(connect(c[0], (void *)&a, sizeof a));
  close(l);
  CALL(connect(c[0], (void *)&a, sizeof a));
  close(c[0]), unlink("backlog.sock");
}
