/* socket(2) and socketpair(2): domains, types, protocols, flags; what getsockopt(2) tells of them. */
#include "../../case.h"
#include <sys/socket.h>
static void show(int fd) {
  int v[4] = {-1, -1, -1, -1}, names[] = {SO_TYPE, SO_DOMAIN, SO_PROTOCOL, SO_ERROR};
  for (int i = 0; i < 4; i++) getsockopt(fd, SOL_SOCKET, names[i], v + i, &(socklen_t){4});
  printf("%d %d %d %d, flags %o, %d\n", v[0], v[1], v[2], v[3], fcntl(fd, F_GETFL) & ~O_LARGEFILE, fcntl(fd, F_GETFD));
}
CASE(socket_types) {
  int p[2], types[] = {SOCK_STREAM, SOCK_DGRAM, SOCK_SEQPACKET};
  for (int i = 0; i < 3; i++) {
    WORKS(socketpair(AF_UNIX, types[i] | (i == 1 ? SOCK_CLOEXEC : 0) | (i == 2 ? SOCK_NONBLOCK : 0), 0, p));
    show(p[0]);
    close(p[0]), close(p[1]);
    int fd;
    WORKS(fd = socket(AF_UNIX, types[i], 0));
    close(fd);
  }
  WORKS(p[0] = socket(AF_UNIX, SOCK_STREAM, PF_UNIX));
  close(p[0]);
  CALL(socket(AF_UNIX, SOCK_STREAM, 5));
  CALL(socket(AF_UNIX, SOCK_RDM, 0));
  CALL(socket(AF_UNIX, 0, 0));
  CALL(socket(AF_UNIX, SOCK_STREAM | 0x100000, 0));
  CALL(socketpair(AF_UNIX, SOCK_STREAM, 0, BAD));
  CALL(socketpair(99, SOCK_STREAM, 0, p));
  CALL(socketpair(AF_UNIX, SOCK_STREAM, 9, p));
}
