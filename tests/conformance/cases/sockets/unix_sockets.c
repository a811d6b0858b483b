/* AF_UNIX streams by name: bind, listen, connect, accept, names, shutdown, errors. */
#include "../../case.h"
#include <poll.h>
#include <pthread.h>
#include <stddef.h>
#include <sys/socket.h>
#include <sys/un.h>
static struct sockaddr_un address(const char *path) {
  struct sockaddr_un a = {.sun_family = AF_UNIX};
  strcpy(a.sun_path, path);
  return a;
}
static int connected(struct sockaddr_un *a) {
  int s = socket(AF_UNIX, SOCK_STREAM, 0);
  if (connect(s, (void *)a, sizeof *a)) printf("connect: %s\n", strerrorname_np(errno));
  return s;
}
static int events(int fd) {
  struct pollfd p = {fd, POLLIN | POLLOUT | POLLRDHUP, 0};
  poll(&p, 1, 0);
  return p.revents;
}
static void name(const char *what, int (*get)(), int fd) {
  struct sockaddr_un a;
  socklen_t n = sizeof a;
  if (get(fd, &a, &n)) printf("%s: %s\n", what, strerrorname_np(errno));
  else printf("%s: %d \"%s\"\n", what, n, n > 2 ? a.sun_path : "");
}
static void *late_client(void *a) {
  usleep(20000);
  int s = connected(a);
  write(s, "late", 4);
  close(s);
  return NULL;
}
CASE(unix_sockets) {
  char b[64] = {0};
  struct sockaddr_un a = address("a.sock"), got;
  socklen_t n = sizeof got;
  CALL(socket(AF_UNIX, 77, 0));
  CALL(socket(AF_UNIX, SOCK_STREAM, 9));
  CALL(socket(99, SOCK_STREAM, 0));
  int l = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  CALL(events(l));
  CALL(listen(l, 5));
  CALL(accept(l, NULL, NULL));
  CALL(recv(l, b, 1, 0));
  CALL(send(l, b, 1, 0));
  CALL(connect(l, (void *)&a, sizeof a));
  CALL(bind(l, (void *)&a, 1));
  CALL(bind(l, (void *)&a, 999));
  CALL(bind(l, BAD, 20));
  CALL(bind(l, (void *)&a, sizeof a));
  CALL(bind(l, (void *)&a, sizeof a));
  int other = socket(AF_UNIX, SOCK_STREAM, 0);
  CALL(bind(other, (void *)&a, sizeof a));
  CALL(connect(other, (void *)&a, sizeof a));
  CALL(listen(l, 5));
  CALL(events(l));
  struct stat st;
  CALL(stat("a.sock", &st));
  CALL(S_ISSOCK(st.st_mode));
  CALL(open("a.sock", O_RDWR));
  int c = connected(&a);
  CALL(events(l));
  CALL(connect(c, (void *)&a, sizeof a));
  CALL(write(c, "early", 5));
  int s = accept4(l, (void *)&got, &n, SOCK_NONBLOCK);
  CALL(n);
  CALL(fcntl(s, F_GETFL) & O_NONBLOCK ? 1 : 0);
  CALL(accept4(l, NULL, NULL, 99));
  CALL(recv(s, b, 64, 0));
  puts(b);
  CALL(recv(s, b, 64, 0));
  name("sockname", getsockname, s);
  name("peername", getpeername, c);
  name("unnamed", getpeername, s);
  n = 4;
  CALL(getsockname(l, (void *)&got, &n));
  CALL(n);
  CALL(getpeername(l, (void *)&got, &n));
  n = -1;
  CALL(getsockname(l, (void *)&got, &n));
  CALL(events(c));
  CALL(shutdown(s, SHUT_WR));
  CALL(events(c));
  CALL(recv(c, b, 1, 0));
  CALL(write(c, "more", 4));
  CALL(shutdown(s, 5));
  close(c);
  CALL(events(s));
  CALL(recv(s, b, 64, 0));
  CALL(recv(s, b, 64, 0));
  CALL(send(s, "x", 1, MSG_NOSIGNAL));
  close(s);
  /* closing with unread data resets */
  c = connected(&a);
  s = accept(l, NULL, NULL);
  write(c, "unread", 6);
  close(s);
  CALL(events(c));
  CALL(recv(c, b, 1, 0));
  CALL(recv(c, b, 1, 0));
  close(c);
  /* a listener that goes away */
  c = connected(&a);
  close(l);
  CALL(events(c));
  CALL(recv(c, b, 1, 0));
  close(c);
  c = socket(AF_UNIX, SOCK_STREAM, 0);
  CALL(connect(c, (void *)&a, sizeof a));
  struct sockaddr_un missing = address("missing.sock");
  CALL(connect(c, (void *)&missing, sizeof missing));
  CALL(connect(c, (void *)&missing, 2));
  close(c);
  unlink("a.sock");
  /* abstract names, and accept that waits */
  struct sockaddr_un abstract = {.sun_family = AF_UNIX, .sun_path = "\0osier"};
  l = socket(AF_UNIX, SOCK_STREAM, 0);
  CALL(bind(l, (void *)&abstract, 8));
  CALL(bind(other, (void *)&abstract, 8));
  CALL(listen(l, 1));
  c = socket(AF_UNIX, SOCK_STREAM, 0);
  CALL(connect(c, (void *)&abstract, 9));
  CALL(connect(c, (void *)&abstract, 8));
  n = sizeof got;
  CALL(getpeername(c, (void *)&got, &n));
  CALL(n);
  close(c);
  close(accept(l, NULL, NULL));
  close(l);
  l = socket(AF_UNIX, SOCK_STREAM, 0);
  bind(l, (void *)&a, sizeof a);
  listen(l, 1);
  pthread_t t;
  pthread_create(&t, NULL, late_client, &a);
  s = accept(l, NULL, NULL);
  CALL(recv(s, b, 64, MSG_WAITALL));
  pthread_join(t, NULL);
  close(s);
  fcntl(l, F_SETFL, O_NONBLOCK);
  CALL(accept(l, NULL, NULL));
  CALL(getsockopt(l, SOL_SOCKET, SO_ACCEPTCONN, b, (n = 4, &n)));
  CALL(*(int *)b);
  CALL(getsockopt(l, SOL_SOCKET, SO_ACCEPTCONN, b, (n = 2, &n)));
  CALL(getsockopt(l, SOL_SOCKET, 9999, b, &n));
  CALL(setsockopt(l, SOL_SOCKET, SO_REUSEADDR, b, 2));
  close(l);
  close(other);
  unlink("a.sock");
}
