/* Named pipes: opening without a partner, both directions, what happens when ends come and go. */
#include "../../case.h"
#include <poll.h>
CASE(fifo_modes) {
  char b[8];
  CALL(mkfifo("fifo", 0640));
  CALL(mkfifo("fifo", 0640));
  CALL(open("fifo", O_WRONLY | O_NONBLOCK));
  int r = open("fifo", O_RDONLY | O_NONBLOCK);
  CALL(read(r, b, 1));
  int w = open("fifo", O_WRONLY | O_NONBLOCK);
  CALL(read(r, b, 1));
  CALL(write(w, "abc", 3));
  CALL(read(r, b, 2));
  close(w);
  CALL(read(r, b, 8));
  CALL(read(r, b, 8));
  struct pollfd f = {r, POLLIN};
  poll(&f, 1, 0);
  printf("%x\n", f.revents);
  w = open("fifo", O_RDWR);
  poll(&f, 1, 0);
  printf("%x\n", f.revents);
  write(w, "left", 4);
  close(w), close(r);
  r = open("fifo", O_RDWR | O_NONBLOCK);
  CALL(read(r, b, 8));
  struct stat s;
  fstat(r, &s);
  printf("%o %ld\n", s.st_mode, (long)s.st_size);
  CALL(unlink("fifo"));
  CALL(write(r, "still", 5));
  CALL(read(r, b, 8));
  close(r);
}
