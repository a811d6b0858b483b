/* getsockname(2), getpeername(2), accept(2): lengths that are cut, unnamed sockets, errors. */
#include "../../case.h"
#include <sys/socket.h>
#include <sys/un.h>
CASE(socket_names_told) {
  struct sockaddr_un a = {.sun_family = AF_UNIX, .sun_path = "told.sock"}, got;
  socklen_t n;
  int l = socket(AF_UNIX, SOCK_STREAM, 0), c = socket(AF_UNIX, SOCK_STREAM, 0), p[2], fd = file_with(NULL, "");
  CALL(getsockname(l, (void *)&got, (n = sizeof got, &n)));
  CALL(n);
  bind(l, (void *)&a, sizeof a), listen(l, 5);
  memset(&got, 0x55, sizeof got);
  CALL(getsockname(l, (void *)&got, (n = 6, &n)));
  printf("%d %.4s %x\n", n, got.sun_path, (unsigned char)got.sun_path[4]);
  CALL(getpeername(c, (void *)&got, (n = sizeof got, &n)));
  connect(c, (void *)&a, sizeof a);
  CALL(getpeername(c, (void *)&got, (n = sizeof got, &n)));
  printf("%d %s\n", n, got.sun_path);
  int s = accept4(l, NULL, NULL, SOCK_CLOEXEC);
  CALL(getsockname(s, (void *)&got, (n = sizeof got, &n)));
  printf("%d %s\n", n, got.sun_path);
  CALL(getpeername(s, (void *)&got, (n = sizeof got, &n)));
  CALL(n);
  CALL(getsockname(s, BAD, &n));
  CALL(getsockname(s, (void *)&got, BAD));
  CALL(getsockname(fd, (void *)&got, &n));
  CALL(getsockname(99, (void *)&got, &n));
  CALL(accept(fd, NULL, NULL));
  CALL(accept(c, NULL, NULL));
  CALL(listen(c, 1));
  CALL(listen(fd, 1));
  socketpair(AF_UNIX, SOCK_STREAM, 0, p);
  CALL(getpeername(p[0], (void *)&got, (n = sizeof got, &n)));
  CALL(n);
  CALL(listen(p[0], 1));
  close(l), close(c), close(s), close(p[0]), close(p[1]), close(fd), unlink("told.sock");
}
