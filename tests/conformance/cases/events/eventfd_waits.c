/* A read of an eventfd waits for a value, a write for room. */
#include "../../threads.h"
#include <sys/eventfd.h>
static int fd;
static uint64_t v;
static long read_value(void *unused) { return read(fd, &v, 8); }
static long write_five(void *unused) { uint64_t five = 5; return write(fd, &five, 8); }
CASE(eventfd_waits) {
  struct waiting_call w;
  fd = eventfd(0, 0);
  start_waiting(&w, read_value, NULL);
  write_five(NULL);
  end_waiting(&w, "read");
  CALL(v);
  uint64_t most = -2;
  write(fd, &most, 8);
  start_waiting(&w, write_five, NULL);
  CALL(read(fd, &v, 8));
  end_waiting(&w, "write");
  CALL(read(fd, &v, 8));
  CALL(v);
  close(fd);
}
