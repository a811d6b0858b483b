/* Datagram sockets by name: sendto(2), the sender's name, connect(2) that filters and can be undone. */
#include "../../case.h"
#include <stddef.h>
#include <sys/socket.h>
#include <sys/un.h>
static struct sockaddr_un at(const char *name) {
  struct sockaddr_un a = {.sun_family = AF_UNIX};
  strcpy(a.sun_path, name);
  return a;
}
CASE(datagram_names) {
  struct sockaddr_un a = at("server.dgram"), b = at("client.dgram"), from;
  socklen_t n = sizeof from;
  char text[16] = {0};
  int s = socket(AF_UNIX, SOCK_DGRAM, 0), c = socket(AF_UNIX, SOCK_DGRAM, 0), o = socket(AF_UNIX, SOCK_DGRAM, 0);
  CALL(sendto(c, "x", 1, 0, (void *)&a, sizeof a));
  CALL(bind(s, (void *)&a, sizeof a));
  CALL(send(c, "x", 1, 0));
  CALL(sendto(c, "unnamed", 7, 0, (void *)&a, sizeof a));
  CALL(recvfrom(s, text, 16, 0, (void *)&from, &n));
  printf("%s from %d\n", text, n);
  CALL(bind(c, (void *)&b, sizeof b));
  CALL(connect(c, (void *)&a, sizeof a));
  CALL(send(c, "named", 5, 0));
  n = sizeof from;
  CALL(recvfrom(s, text, 16, 0, (void *)&from, &n));
  printf("%.5s from %s\n", text, from.sun_path);
  CALL(sendto(s, "reply", 5, 0, (void *)&from, n));
  CALL(recv(c, text, 16, 0));
  CALL(sendto(o, "stray", 5, MSG_DONTWAIT, (void *)&b, sizeof b));
  CALL(getpeername(c, (void *)&from, (n = sizeof from, &n)));
  struct sockaddr none = {AF_UNSPEC};
  CALL(connect(c, &none, sizeof none));
  CALL(send(c, "x", 1, 0));
  CALL(sendto(o, "heard", 5, MSG_DONTWAIT, (void *)&b, sizeof b));
  CALL(recv(c, text, 16, MSG_DONTWAIT));
  CALL(listen(s, 1));
  CALL(accept(s, NULL, NULL));
  close(s);
  CALL(sendto(c, "x", 1, 0, (void *)&a, sizeof a));
  close(c), close(o), unlink("server.dgram"), unlink("client.dgram");
}
