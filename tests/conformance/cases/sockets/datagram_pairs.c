/* Datagrams keep their borders: short buffers cut them, MSG_TRUNC tells the whole length, empty ones count. */
#include "../../case.h"
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
CASE(datagram_pairs) {
  int p[2], n;
  char b[16] = {0};
  socketpair(AF_UNIX, SOCK_DGRAM, 0, p);
  CALL(send(p[0], "first", 5, 0));
  CALL(send(p[0], "second", 6, 0));
  CALL(send(p[0], "", 0, 0));
  CALL(ioctl(p[1], FIONREAD, &n));
  CALL(n);
  CALL(recv(p[1], b, 3, MSG_PEEK));
  CALL(recv(p[1], b, 3, 0));
  printf("%s\n", b);
  CALL(recv(p[1], b, 3, MSG_TRUNC));
  CALL(recv(p[1], b, 16, 0));
  CALL(recv(p[1], b, 16, MSG_DONTWAIT));
  struct iovec v = {b, 2};
  struct msghdr m = {.msg_iov = &v, .msg_iovlen = 1};
  send(p[0], "third", 5, 0);
  CALL(recvmsg(p[1], &m, 0));
  CALL(m.msg_flags & MSG_TRUNC);
  CALL(shutdown(p[0], SHUT_WR));
  CALL(send(p[0], "x", 1, MSG_NOSIGNAL));
  CALL(send(p[1], "back", 4, 0));
  CALL(recv(p[0], b, 16, 0));
  close(p[1]);
  CALL(recv(p[0], b, 16, MSG_DONTWAIT));
  CALL(send(p[0], "x", 1, MSG_NOSIGNAL));
  close(p[0]);
}
