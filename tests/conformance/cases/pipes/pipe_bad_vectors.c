/* Buffers of a pipe and a socket of which a part is not there: whole pages go in, and what is there comes out where it fits. */
#include "../../case.h"
#include <sys/socket.h>
#include <sys/uio.h>
static int p[2];
static char *end; /* 8 pages before it are there */
static void put(const char *what, size_t first, size_t second) {
  struct iovec v[3] = {{end - 8 * 4096, first}, {end - second, second}, {BAD, 5}};
  printf("%s ", what);
  CALL(writev(p[1], v, 3));
}
static void get(const char *what, size_t room, size_t count) {
  printf("%s ", what);
  CALL(read(p[0], end - room, count));
}
CASE(pipe_bad_vectors) {
  char *m = mmap(NULL, 9 * 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  end = m + 8 * 4096;
  munmap(end, 4096);
  pipe2(p, O_NONBLOCK);
  put("empty", 4096 * 2, 100), put("more", 4096, 5000), put("small", 100, 0);
  get("all of it", 4096 * 3, 4096 * 3), get("nothing", 5, 10);
  CALL(write(p[1], "abcdef", 6));
  put("behind some", 4096 + 10, 0), put("behind some, whole", 4090, 4096 + 5);
  get("too few", 3, 10), get("some", 6, 4096);
  close(p[0]), close(p[1]);
  pipe2(p, O_NONBLOCK);
  CALL(write(p[1], "abcdef", 6));
  get("too few", 3, 10), get("just enough", 6, 10);
  put("full", 4096 * 8, 4096 * 8), put("full", 4096, 10);
  close(p[0]);
  on_signal(SIGPIPE, SIG_IGN, 0);
  put("nobody reads", 10, 0), put("nor this", 0, 0);
  close(p[1]);
  socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, p);
  put("socket", 100, 5000), get("nothing there", 5, 10);
  CALL(write(p[1], "abcdef", 6));
  get("too few", 3, 10), get("just enough", 6, 10);
  close(p[1]);
  get("at the end", 5, 10);
  close(p[0]);
  p[0] = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0);
  get("not connected", 5, 10);
  close(p[0]);
  on_signal(SIGPIPE, SIG_DFL, 0);
  munmap(m, 8 * 4096);
}
