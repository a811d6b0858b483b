/* SO_RCVLOWAT holds a receive back until so many bytes came; SO_SNDBUF bounds what is sent ahead. */
#include "../../threads.h"
#include <poll.h>
#include <sys/socket.h>
static int p[2];
static long receive(void *unused) {
  char b[16];
  return recv(p[1], b, 16, 0);
}
CASE(socket_low_marks) {
  struct waiting_call w;
  int low = 4, size = 20000;
  char b[16], *big = calloc(1, 1 << 20);
  socketpair(AF_UNIX, SOCK_STREAM, 0, p);
  CALL(setsockopt(p[1], SOL_SOCKET, SO_RCVLOWAT, &low, 4));
  send(p[0], "ab", 2, 0);
  struct pollfd f = {p[1], POLLIN};
  CALL(poll(&f, 1, 0));
  CALL(recv(p[1], b, 2, 0));
  send(p[0], "ab", 2, 0);
  start_waiting(&w, receive, NULL);
  send(p[0], "cd", 2, 0);
  end_waiting(&w, "recv of 16");
  send(p[0], "ab", 2, 0);
  CALL(recv(p[1], b, 16, MSG_DONTWAIT));
  CALL(recv(p[1], b, 16, MSG_DONTWAIT));
  send(p[0], "ab", 2, 0);
  start_waiting(&w, receive, NULL);
  shutdown(p[0], SHUT_WR);
  end_waiting(&w, "recv at the end");
  close(p[0]), close(p[1]);
  socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, p);
  CALL(setsockopt(p[0], SOL_SOCKET, SO_SNDBUF, &size, 4));
  long sent = send(p[0], big, 1 << 20, 0);
  CALL(sent > 8000 && sent <= 80000);
  f = (struct pollfd){p[0], POLLOUT};
  CALL(poll(&f, 1, 0));
  CALL(recv(p[1], big, 1 << 20, 0) == sent);
  CALL(poll(&f, 1, 0));
  close(p[0]), close(p[1]), free(big);
}
