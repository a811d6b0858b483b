/* SO_PASSCRED, SCM_CREDENTIALS, SO_PEERCRED. */
#include "../../case.h"
#include <sys/socket.h>
static void receive(int s) {
  char b, control[128];
  struct iovec v = {&b, 1};
  struct msghdr m = {.msg_iov = &v, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control};
  printf("%ld", (long)recvmsg(s, &m, 0));
  for (struct cmsghdr *c = CMSG_FIRSTHDR(&m); c; c = CMSG_NXTHDR(&m, c)) {
    struct ucred *u = (void *)CMSG_DATA(c);
    if (c->cmsg_type == SCM_CREDENTIALS) printf(" pid %d uid %d gid %d", u->pid == getpid(), u->uid, u->gid);
  }
  printf("\n");
}
CASE(passing_credentials) {
  int p[2], on = 1, v = -1;
  socklen_t n = 4;
  struct ucred u;
  socketpair(AF_UNIX, SOCK_STREAM, 0, p);
  CALL(getsockopt(p[0], SOL_SOCKET, SO_PEERCRED, &u, (n = sizeof u, &n)));
  printf("%d %d %d\n", u.pid == getpid(), u.uid, u.gid);
  send(p[0], "a", 1, 0);
  receive(p[1]);
  CALL(setsockopt(p[1], SOL_SOCKET, SO_PASSCRED, &on, sizeof on));
  CALL(getsockopt(p[1], SOL_SOCKET, SO_PASSCRED, &v, (n = 4, &n)));
  CALL(v);
  send(p[0], "b", 1, 0);
  receive(p[1]);
  char control[CMSG_SPACE(sizeof u)] = {0};
  struct iovec io = {"c", 1};
  struct msghdr m = {.msg_iov = &io, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control};
  struct cmsghdr *c = CMSG_FIRSTHDR(&m);
  c->cmsg_level = SOL_SOCKET, c->cmsg_type = SCM_CREDENTIALS, c->cmsg_len = CMSG_LEN(sizeof u);
  memcpy(CMSG_DATA(c), &u, sizeof u);
  CALL(sendmsg(p[0], &m, 0));
  receive(p[1]);
  close(p[0]), close(p[1]);
}
