/* socketpair(2) of AF_UNIX: a pipe both ways; what is not there is refused. */
#include "../../case.h"
#include <poll.h>
#include <sys/socket.h>
CASE(socket_pairs) {
  char b[16] = {0};
  int s[2];
  CALL(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, s));
  CALL(send(s[0], "hello", 5, 0));
  CALL(recv(s[1], b, 2, MSG_PEEK));
  CALL(recv(s[1], b, 16, 0));
  puts(b);
  CALL(write(s[1], "back", 4));
  CALL(read(s[0], b, 16));
  CALL(read(s[0], b, 16));
  CALL(lseek(s[0], 0, 0));
  struct pollfd p = {s[0], POLLIN | POLLOUT, 0};
  CALL(poll(&p, 1, 0));
  CALL(p.revents);
  CALL(shutdown(s[1], SHUT_WR));
  CALL(recv(s[0], b, 16, 0));
  CALL(send(s[1], "x", 1, MSG_NOSIGNAL));
  close(s[1]);
  CALL(send(s[0], "x", 1, MSG_NOSIGNAL));
  struct stat st;
  fstat(s[0], &st);
  CALL(S_ISSOCK(st.st_mode));
  close(s[0]);
  CALL(socketpair(AF_UNIX, 77, 0, s));
  int file = file_with("plain", "");
  CALL(send(file, "x", 1, 0));
  close(file);
  unlink("plain");
}
