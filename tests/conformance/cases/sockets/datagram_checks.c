/* What is wrong with a datagram comes before that there is nobody to get it. */
#include "../../case.h"
#include <sys/socket.h>
CASE(datagram_checks) {
  static char many[1 << 19];
  int s = socket(AF_UNIX, SOCK_DGRAM, 0), q = socket(AF_UNIX, SOCK_SEQPACKET, 0);
  CALL(send(s, many, sizeof many, 0));
  CALL(send(s, BAD, 5, 0));
  CALL(send(s, many, 5, 0));
  CALL(send(q, many, sizeof many, 0));
  CALL(send(q, BAD, 5, MSG_OOB));
  shutdown(s, SHUT_WR);
  CALL(send(s, many, sizeof many, MSG_NOSIGNAL));
  CALL(send(s, BAD, 5, MSG_NOSIGNAL));
  CALL(send(s, many, 5, MSG_NOSIGNAL));
  close(s), close(q);
}
