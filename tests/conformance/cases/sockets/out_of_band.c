/* MSG_OOB on AF_UNIX streams: one byte by itself, the mark that it leaves, SO_OOBINLINE, POLLPRI. */
#include "../../case.h"
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
static int p[2];
static void fresh(const char *what) {
  if (p[0] != p[1]) close(p[0]), close(p[1]);
  socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, p);
  printf("%s\n", what);
}
static void tell(void) {
  struct pollfd d = {p[1], POLLIN | POLLPRI | POLLOUT | POLLRDHUP, 0};
  int at = -1;
  poll(&d, 1, 0);
  ioctl(p[1], SIOCATMARK, &at);
  printf("  at the mark %d, events %x\n", at, d.revents);
}
static void urgent(const char *text) { printf("  send %s: %ld\n", text, (long)send(p[0], text, strlen(text), MSG_OOB)); }
static void plain(const char *text) { printf("  send %s: %ld\n", text, (long)send(p[0], text, strlen(text), 0)); }
static void receive(size_t n, int flags) {
  char b[16] = "";
  struct iovec v = {b, n};
  struct msghdr m = {.msg_iov = &v, .msg_iovlen = 1};
  long r = recvmsg(p[1], &m, flags);
  printf("  receive %zu, %x: %ld %s '%s' %x\n", n, flags, r, r < 0 ? strerrorname_np(errno) : "", b, r < 0 ? 0 : m.msg_flags);
  tell();
}
CASE(out_of_band) {
  int on = 1;
  fresh("taken by itself");
  urgent("abc"), tell(), receive(10, MSG_OOB | MSG_PEEK), receive(10, MSG_OOB), receive(10, MSG_OOB), receive(10, 0), receive(10, 0);
  fresh("left out of the bytes");
  urgent("abc"), plain("de"), receive(10, MSG_PEEK), receive(10, 0), receive(1, MSG_PEEK), receive(1, 0), receive(10, MSG_OOB), receive(10, 0);
  fresh("a second one makes the first an ordinary byte");
  urgent("abc"), urgent("def"), receive(10, 0), receive(10, MSG_OOB), receive(10, 0);
  fresh("a read goes over a gap while another waits");
  urgent("abc"), receive(1, MSG_OOB), urgent("def"), receive(10, MSG_PEEK), receive(10, 0), receive(10, MSG_OOB);
  fresh("and ends at it when none does");
  urgent("abc"), receive(1, MSG_OOB), plain("def"), receive(10, MSG_WAITALL), receive(10, 0), receive(10, 0);
  fresh("gaps that meet");
  urgent("a"), receive(1, MSG_OOB), urgent("b"), receive(1, MSG_OOB), plain("c"), receive(10, 0), receive(10, 0);
  fresh("inline");
  setsockopt(p[1], SOL_SOCKET, SO_OOBINLINE, &on, sizeof on);
  urgent("abc"), plain("de"), receive(10, MSG_OOB), receive(10, 0), receive(10, MSG_PEEK), receive(10, 0);
  fresh("no room");
  urgent("a"), receive(0, MSG_OOB), receive(10, MSG_OOB), urgent("b"), receive(0, 0), receive(10, MSG_OOB);
  fresh("nothing to send, nobody to send to");
  CALL(send(p[0], "", 0, MSG_OOB));
  shutdown(p[1], SHUT_RD);
  CALL(send(p[0], "a", 1, MSG_OOB | MSG_NOSIGNAL));
  CALL(send(p[0], "", 0, MSG_NOSIGNAL));
  CALL(send(p[0], BAD, 5, MSG_NOSIGNAL));
  fresh("what was taken is not unread");
  urgent("a"), receive(1, MSG_OOB);
  close(p[1]);
  CALL(recv(p[0], &on, 1, 0));
  fresh("what waits is");
  urgent("a");
  close(p[1]);
  CALL(recv(p[0], &on, 1, 0));
  close(p[0]);
  socketpair(AF_UNIX, SOCK_DGRAM, 0, p);
  CALL(send(p[0], "a", 1, MSG_OOB));
  CALL(recv(p[1], &on, 1, MSG_OOB | MSG_DONTWAIT));
  close(p[0]), close(p[1]);
  p[0] = p[1] = 0;
}
