/* sendmsg(2) and recvmsg(2) over several buffers; sendmmsg(2) and recvmmsg(2). */
#include "../../case.h"
#include <sys/socket.h>
CASE(message_vectors) {
  int p[2];
  char a[4] = {0}, b[16] = {0};
  struct iovec out[3] = {{"ab", 2}, {NULL, 0}, {"cdef", 4}}, in[2] = {{a, 3}, {b, 16}};
  struct msghdr m = {.msg_iov = out, .msg_iovlen = 3};
  socketpair(AF_UNIX, SOCK_DGRAM, 0, p);
  CALL(sendmsg(p[0], &m, 0));
  m = (struct msghdr){.msg_iov = in, .msg_iovlen = 2};
  CALL(recvmsg(p[1], &m, 0));
  printf("%s %s, flags %x, name %d\n", a, b, m.msg_flags, m.msg_namelen);
  struct mmsghdr many[3] = {{{.msg_iov = out, .msg_iovlen = 1}}, {{.msg_iov = out + 2, .msg_iovlen = 1}}, {{.msg_iov = out, .msg_iovlen = 3}}};
  CALL(sendmmsg(p[0], many, 3, 0));
  printf("%d %d %d\n", many[0].msg_len, many[1].msg_len, many[2].msg_len);
  struct mmsghdr got[4] = {{{.msg_iov = in, .msg_iovlen = 2}}, {{.msg_iov = in, .msg_iovlen = 2}}, {{.msg_iov = in, .msg_iovlen = 2}}, {{.msg_iov = in, .msg_iovlen = 2}}};
  CALL(recvmmsg(p[1], got, 4, MSG_DONTWAIT, NULL));
  printf("%d %d %d\n", got[0].msg_len, got[1].msg_len, got[2].msg_len);
  CALL(recvmmsg(p[1], got, 4, MSG_DONTWAIT, NULL));
  m = (struct msghdr){.msg_iov = out, .msg_iovlen = 2000};
  CALL(sendmsg(p[0], &m, 0));
  CALL(sendmsg(p[0], BAD, 0));
  CALL(recvmsg(p[1], BAD, MSG_DONTWAIT));
  CALL(sendmsg(99, &m, 0));
  close(p[0]), close(p[1]);
}
