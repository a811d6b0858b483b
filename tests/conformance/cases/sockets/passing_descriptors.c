/* SCM_RIGHTS: several descriptors, duplicates of one open file, MSG_CMSG_CLOEXEC, no room for them. */
#include "../../case.h"
#include <sys/socket.h>
static char control[256];
static ssize_t send_fds(int s, int *fds, int n) {
  struct iovec v = {"x", 1};
  struct msghdr m = {.msg_iov = &v, .msg_iovlen = 1, .msg_control = control, .msg_controllen = CMSG_SPACE(n * sizeof(int))};
  struct cmsghdr *c = CMSG_FIRSTHDR(&m);
  c->cmsg_level = SOL_SOCKET, c->cmsg_type = SCM_RIGHTS, c->cmsg_len = CMSG_LEN(n * sizeof(int));
  memcpy(CMSG_DATA(c), fds, n * sizeof(int));
  return sendmsg(s, &m, 0);
}
static int receive_fds(int s, int *fds, int room, int flags) {
  char b;
  struct iovec v = {&b, 1};
  struct msghdr m = {.msg_iov = &v, .msg_iovlen = 1, .msg_control = control, .msg_controllen = room};
  ssize_t r = recvmsg(s, &m, flags);
  int n = 0;
  for (struct cmsghdr *c = CMSG_FIRSTHDR(&m); c; c = CMSG_NXTHDR(&m, c)) {
    n = (c->cmsg_len - CMSG_LEN(0)) / sizeof(int);
    memcpy(fds, CMSG_DATA(c), n * sizeof(int));
  }
  printf("received %ld, %d descriptors, cut %d\n", (long)r, n, !!(m.msg_flags & MSG_CTRUNC));
  return n;
}
CASE(passing_descriptors) {
  int p[2], fd = file_with(NULL, "0123456789"), q[2], fds[3], got[8], bad = 99;
  socketpair(AF_UNIX, SOCK_STREAM, 0, p), pipe(q);
  fds[0] = fd, fds[1] = q[1], fds[2] = fd;
  CALL(send_fds(p[0], fds, 3));
  receive_fds(p[1], got, CMSG_SPACE(8 * sizeof(int)), 0);
  lseek(fd, 7, SEEK_SET);
  CALL(lseek(got[0], 0, SEEK_CUR));
  CALL(lseek(got[2], 0, SEEK_CUR));
  CALL(write(got[1], "pipe", 4));
  char b[8];
  CALL(read(q[0], b, 8));
  for (int i = 0; i < 3; i++) close(got[i]);
  CALL(send_fds(p[0], &fd, 1));
  receive_fds(p[1], got, CMSG_SPACE(sizeof(int)), MSG_CMSG_CLOEXEC);
  CALL(fcntl(got[0], F_GETFD));
  close(got[0]);
  CALL(send_fds(p[0], fds, 3));
  if (receive_fds(p[1], got, CMSG_LEN(sizeof(int)), 0)) close(got[0]);
  CALL(send_fds(p[0], fds, 2));
  receive_fds(p[1], got, 0, 0);
  CALL(send_fds(p[0], &bad, 1));
  CALL(send_fds(p[0], &fd, 1));
  CALL(recv(p[1], b, 1, 0));
  send_fds(p[0], q, 1);
  close(q[0]);
  CALL(write(q[1], "kept", 4));
  close(p[0]), close(p[1]);
  signal(SIGPIPE, SIG_IGN);
  CALL(write(q[1], "gone", 4));
  signal(SIGPIPE, SIG_DFL);
  close(q[1]), close(fd);
}
