/* SOL_SOCKET options that are kept and told again, or refused. */
#include "../../case.h"
#include <sys/socket.h>
static int p[2];
static void try(const char *name, int option, int value) {
  int got = -7, r = setsockopt(p[0], SOL_SOCKET, option, &value, 4);
  printf("%s: set %s", name, r ? strerrorname_np(errno) : "ok");
  socklen_t n = 4;
  r = getsockopt(p[0], SOL_SOCKET, option, &got, &n);
  printf(", get %s %d %d\n", r ? strerrorname_np(errno) : "ok", r ? 0 : got, n);
}
CASE(socket_options_kept) {
  socketpair(AF_UNIX, SOCK_STREAM, 0, p);
  try("REUSEADDR", SO_REUSEADDR, 1), try("KEEPALIVE", SO_KEEPALIVE, 1), try("BROADCAST", SO_BROADCAST, 1);
  try("OOBINLINE", SO_OOBINLINE, 5), try("PRIORITY", SO_PRIORITY, 3), try("TYPE", SO_TYPE, 1);
  try("ERROR", SO_ERROR, 1), try("ACCEPTCONN", SO_ACCEPTCONN, 1), try("RCVLOWAT", SO_RCVLOWAT, 5);
  try("SNDBUF", SO_SNDBUF, 50000), try("RCVBUF", SO_RCVBUF, 50000), try("SNDBUF small", SO_SNDBUF, 1), try("RCVBUF small", SO_RCVBUF, 1);
  try("DEBUG", SO_DEBUG, 1), try("DONTROUTE", SO_DONTROUTE, 2), try("NO_CHECK", SO_NO_CHECK, 1), try("BSDCOMPAT", SO_BSDCOMPAT, 1);
  try("REUSEPORT", SO_REUSEPORT, 1), try("REUSEPORT off", SO_REUSEPORT, 0);
  try("TIMESTAMP", SO_TIMESTAMP, 1), try("TIMESTAMPNS", SO_TIMESTAMPNS, 1), try("TIMESTAMP off", SO_TIMESTAMP, 0);
  struct linger l = {1, 5}, got;
  socklen_t n = sizeof got;
  CALL(setsockopt(p[0], SOL_SOCKET, SO_LINGER, &l, sizeof l));
  CALL(getsockopt(p[0], SOL_SOCKET, SO_LINGER, &got, &n));
  printf("%d %d %d\n", got.l_onoff, got.l_linger, n);
  int v = 1;
  CALL(setsockopt(p[0], SOL_SOCKET, SO_REUSEADDR, &v, 1));
  CALL(setsockopt(p[0], SOL_SOCKET, 12345, &v, 4));
  CALL(setsockopt(p[0], 12345, 1, &v, 4));
  CALL(setsockopt(p[0], SOL_SOCKET, SO_REUSEADDR, BAD, 4));
  CALL(setsockopt(p[0], SOL_SOCKET, SO_REUSEADDR, &v, 0x7fffffff));
  CALL(getsockopt(p[0], SOL_SOCKET, SO_TYPE, &v, BAD));
  n = 2;
  CALL(getsockopt(p[0], SOL_SOCKET, SO_TYPE, &v, &n));
  CALL(n);
  n = 100;
  CALL(getsockopt(p[0], SOL_SOCKET, SO_TYPE, &v, &n));
  CALL(n);
  close(p[0]), close(p[1]);
}
