/* Flags of preadv2(2) and pwritev2(2) by kind of file: those that it takes, and combinations that make no sense. */
#include "../../case.h"
#include <sys/eventfd.h>
#include <sys/uio.h>
CASE(transfer_flags) {
  char b[8] = {1};
  struct iovec v = {b, 8};
  int m = memfd_create("m", 0), e = eventfd(1, 0), n = open("/dev/null", O_RDWR), d = open(".", O_RDONLY | O_DIRECTORY);
  for (int flags = 1; flags <= 0x200; flags <<= 1) {
    printf("%x\n", flags);
    CALL(pwritev2(m, &v, 1, 0, flags));
    CALL(preadv2(m, &v, 1, 0, flags));
    CALL(pwritev2(e, &v, 1, -1, flags));
    CALL(preadv2(d, &v, 1, 0, flags));
    if (flags != 8) CALL(preadv2(n, &v, 1, 0, flags));
  }
  CALL(preadv2(m, &v, 1, 0, 0x30));
  CALL(preadv2(d, &v, 1, 0, 0x30));
  CALL(preadv2(m, &v, 1, 0, 0x1030));
  char name[32];
  sprintf(name, "/proc/self/fd/%d", m);
  int again = open(name, O_RDWR);
  CALL(fcntl(m, F_SETFL, O_DIRECT));
  CALL(fcntl(m, F_SETFL, O_APPEND));
  CALL(fcntl(again, F_SETFL, O_DIRECT));
  close(again);
  close(m), close(e), close(n), close(d);
}
