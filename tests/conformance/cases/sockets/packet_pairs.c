/* SOCK_SEQPACKET: borders as of datagrams, an end as of streams. */
#include "../../case.h"
#include <poll.h>
#include <sys/socket.h>
CASE(packet_pairs) {
  int p[2];
  char b[16] = {0};
  struct pollfd f;
  socketpair(AF_UNIX, SOCK_SEQPACKET, 0, p);
  CALL(send(p[0], "one", 3, 0));
  CALL(send(p[0], "two", 3, MSG_EOR));
  CALL(recv(p[1], b, 2, 0));
  CALL(read(p[1], b, 16));
  printf("%.3s\n", b);
  CALL(send(p[0], "", 0, 0));
  CALL(recv(p[1], b, 16, MSG_DONTWAIT));
  CALL(recv(p[1], b, 16, MSG_DONTWAIT));
  send(p[0], "last", 4, 0);
  close(p[0]);
  f = (struct pollfd){p[1], POLLIN | POLLOUT | POLLRDHUP};
  poll(&f, 1, 0);
  printf("%x\n", f.revents);
  CALL(recv(p[1], b, 16, 0));
  CALL(recv(p[1], b, 16, 0));
  CALL(send(p[1], "x", 1, MSG_NOSIGNAL));
  close(p[1]);
}
