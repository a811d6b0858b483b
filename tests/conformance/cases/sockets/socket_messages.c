/* sendmsg, recvmsg, peeking, time limits, full buffers, SIGPIPE on sockets. */
#include "../../case.h"
#include <sys/socket.h>
#include <sys/uio.h>
static int pipes;
static void on_pipe(int s) { pipes++; }
CASE(socket_messages) {
  int s[2];
  char a[4] = {0}, b[8] = {0};
  socketpair(AF_UNIX, SOCK_STREAM, 0, s);
  struct iovec out[3] = {{"abc", 3}, {"", 0}, {"defgh", 5}}, in[2] = {{a, 3}, {b, 7}};
  struct msghdr m = {.msg_iov = out, .msg_iovlen = 3};
  CALL(sendmsg(s[0], &m, 0));
  m.msg_iov = in, m.msg_iovlen = 2, m.msg_flags = 99;
  CALL(recvmsg(s[1], &m, MSG_PEEK));
  printf("%s %s %d\n", a, b, m.msg_flags);
  memset(b, 0, sizeof b);
  CALL(recvmsg(s[1], &m, 0));
  printf("%s %s\n", a, b);
  CALL(recvmsg(s[1], &m, MSG_DONTWAIT));
  CALL(sendmsg(s[0], BAD, 0));
  m.msg_iovlen = 5000;
  CALL(sendmsg(s[0], &m, 0));
  CALL(send(s[0], "exact", 5, 0));
  in[0].iov_len = 3, in[1].iov_len = 2;
  CALL(readv(s[1], in, 2));
  send(s[0], "12", 2, 0);
  in[0].iov_len = 2;
  CALL(readv(s[1], in, 2));
  CALL(sendto(s[0], "x", 1, 0, (void *)a, 3));
  struct timeval limit = {0, 30000}, got = {0, 0};
  CALL(setsockopt(s[1], SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit));
  socklen_t n = sizeof got;
  CALL(getsockopt(s[1], SOL_SOCKET, SO_RCVTIMEO, &got, &n));
  CALL(got.tv_usec / 1000 >= 28 && got.tv_usec / 1000 <= 40);
  struct timespec since;
  clock_gettime(CLOCK_MONOTONIC, &since);
  CALL(recv(s[1], b, 1, 0));
  CALL(elapsed_ms(&since) >= 28);
  limit.tv_usec = 2000000;
  CALL(setsockopt(s[1], SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit));
  fcntl(s[0], F_SETFL, O_NONBLOCK);
  static char block[4096], whole[4096];
  long total = 0, r, back = 0;
  for (int i = 0; i < 4096; i++) block[i] = i * 7;
  while ((r = write(s[0], block, sizeof block)) > 0) total += r;
  CALL(errno == EAGAIN);
  CALL(total > 65536);
  int same = 1;
  while (back < total && (r = recv(s[1], whole, sizeof whole, MSG_WAITALL)) > 0)
    same &= memcmp(whole, block, r) == 0, back += r;
  CALL(back == total);
  CALL(same);
  on_signal(SIGPIPE, on_pipe, 0);
  close(s[1]);
  CALL(write(s[0], "x", 1));
  CALL(send(s[0], "x", 1, MSG_NOSIGNAL));
  CALL(pipes);
  signal(SIGPIPE, SIG_DFL);
  close(s[0]);
}
