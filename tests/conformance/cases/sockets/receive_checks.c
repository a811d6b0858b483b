/* What receiving and sending check first, and that a message that cannot be stored stays. */
#include "../../case.h"
#include <sys/socket.h>

CASE(receive_checks) {
  int s[2];
  char text[8] = "";
  int bad_length = -1;
  socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, s);
  CALL(recvfrom(-1, (void *)-1l, 5, 0, NULL, NULL));
  CALL(recvfrom(-1, text, 5, 0, NULL, NULL));
  CALL(recvfrom(0x7fff, BAD, 5, 0, NULL, NULL));
  CALL(recv(s[0], BAD, 5, 0));
  CALL(recv(s[0], text, 0, 0));
  CALL(read(s[0], text, 0));
  CALL(send(s[1], BAD, 5, 0));
  CALL(send(s[1], "abc", 3, 0));
  CALL(recv(s[0], BAD, 5, 0));
  CALL(recv(s[0], text, 0, 0));
  CALL(recvfrom(s[0], text, 5, 0, (void *)text, (void *)&bad_length));
  CALL(send(s[1], "abc", 3, 0));
  CALL(recvfrom(s[0], text, 5, 0, BAD, BAD));
  CALL(sendto(s[1], "abc", 3, 0, BAD, 0));
  CALL(sendto(s[1], "abc", 3, 0, BAD, 16));
  CALL(sendto(s[1], "abc", 3, 0, (void *)text, 200));
  CALL(sendto(s[1], "abc", 3, 0, (void *)text, 16));
  shutdown(s[1], SHUT_WR);
  CALL(send(s[1], BAD, 5, MSG_NOSIGNAL));
  close(s[0]);
  close(s[1]);
}
