/* Abstract names: any bytes, their length counts, no file; autobind. */
#include "../../case.h"
#include <stddef.h>
#include <sys/socket.h>
#include <sys/un.h>
CASE(abstract_names) {
  struct sockaddr_un a = {.sun_family = AF_UNIX, .sun_path = "\0na\0me"}, got;
  socklen_t n = sizeof got, base = offsetof(struct sockaddr_un, sun_path);
  int s = socket(AF_UNIX, SOCK_STREAM, 0), t = socket(AF_UNIX, SOCK_STREAM, 0), c = socket(AF_UNIX, SOCK_STREAM, 0);
  CALL(bind(s, (void *)&a, base + 6));
  CALL(bind(t, (void *)&a, base + 6));
  CALL(bind(t, (void *)&a, base + 5));
  CALL(listen(s, 2));
  CALL(connect(c, (void *)&a, base + 4));
  CALL(connect(c, (void *)&a, base + 5));
  CALL(connect(c, (void *)&a, base + 6));
  CALL(getpeername(c, (void *)&got, &n));
  printf("%d %d\n", n - base, memcmp(got.sun_path, a.sun_path, 6));
  close(s);
  int u = socket(AF_UNIX, SOCK_STREAM, 0);
  CALL(bind(u, (void *)&a, base + 6));
  int d = socket(AF_UNIX, SOCK_DGRAM, 0);
  CALL(bind(d, (void *)&a, base));
  n = sizeof got;
  CALL(getsockname(d, (void *)&got, &n));
  printf("autobind: %d, %d\n", n - base, got.sun_path[0]);
  close(t), close(c), close(u), close(d);
}
