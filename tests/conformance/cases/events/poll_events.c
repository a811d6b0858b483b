/* poll(2): what each kind of descriptor reports. */
#include "../../case.h"
#include <poll.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
static void show(const char *what, int fd) {
  struct pollfd f = {fd, POLLIN | POLLOUT | POLLPRI | POLLRDHUP | POLLRDNORM | POLLWRNORM | POLLRDBAND | POLLWRBAND};
  int n = poll(&f, 1, 0);
  printf("%s: %d %x\n", what, n, f.revents);
}
CASE(poll_events) {
  int p[2], fd = file_with(NULL, "x"), dir = open(".", O_RDONLY), null = open("/dev/null", O_RDWR), zero = open("/dev/zero", O_RDONLY);
  pipe(p);
  show("file", fd), show("directory", dir), show("null", null), show("zero", zero);
  show("read end", p[0]), show("write end", p[1]);
  write(p[1], "x", 1), show("read end with data", p[0]);
  close(p[1]), show("read end, data, no writer", p[0]);
  read(p[0], &(char){0}, 1), show("read end, no writer", p[0]);
  close(p[0]), pipe(p), close(p[0]), show("write end, no reader", p[1]), close(p[1]);
  show("closed", 99), show("negative", -1);
  int ev = eventfd(0, 0), ep = epoll_create1(0), path = open(".", O_PATH);
  show("eventfd", ev), show("epoll", ep), show("path", path);
  close(fd), close(dir), close(null), close(zero), close(ev), close(ep), close(path);
}
