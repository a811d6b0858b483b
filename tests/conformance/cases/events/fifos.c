/* mkfifo(3): a pipe with a name, between two threads. */
#include "../../case.h"
#include <pthread.h>
static void *writer(void *p) {
  int fd = open("fifo", O_WRONLY);
  write(fd, "through", 7);
  close(fd);
  return p;
}
CASE(fifos) {
  char b[16] = {0};
  pthread_t t;
  struct stat s;
  CALL(mkfifo("fifo", 0600));
  CALL(mkfifo("fifo", 0600));
  stat("fifo", &s);
  printf("%o\n", s.st_mode);
  CALL(open("fifo", O_WRONLY | O_NONBLOCK));
  int fd = open("fifo", O_RDONLY | O_NONBLOCK);
  CALL(read(fd, b, 16));
  close(fd);
  pthread_create(&t, NULL, writer, NULL);
  fd = open("fifo", O_RDONLY);
  CALL(read(fd, b, 16));
  puts(b);
  CALL(read(fd, b, 16));
  pthread_join(t, NULL);
  close(fd);
  fd = open("fifo", O_RDWR);
  CALL(write(fd, "self", 4));
  CALL(read(fd, b, 16));
  close(fd);
  CALL(unlink("fifo"));
}
