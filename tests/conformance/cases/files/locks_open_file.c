/* Open file description locks (F_OFD_SETLK): two opens of one process are two owners. */
#include "../../threads.h"
static int again;
static long wait_for_lock(void *unused) {
  struct flock l = {F_WRLCK, SEEK_SET, 0, 0};
  return fcntl(again, F_OFD_SETLKW, &l);
}
CASE(locks_open_file) {
  struct waiting_call w;
  int fd = file_with("ofd", "0123456789");
  again = open("ofd", O_RDWR);
  struct flock l = {F_WRLCK, SEEK_SET, 2, 4};
  CALL(fcntl(fd, F_OFD_SETLK, &l));
  CALL(fcntl(again, F_OFD_SETLK, &l));
  l = (struct flock){F_RDLCK, SEEK_SET, 0, 0};
  CALL(fcntl(again, F_OFD_GETLK, &l));
  printf("%d %ld %ld %d\n", l.l_type == F_WRLCK, (long)l.l_start, (long)l.l_len, l.l_pid);
  l = (struct flock){F_WRLCK, SEEK_SET, 0, 2};
  CALL(fcntl(again, F_OFD_SETLK, &l));
  l = (struct flock){F_RDLCK, SEEK_SET, 6, 0};
  CALL(fcntl(again, F_OFD_SETLK, &l));
  l = (struct flock){F_UNLCK, SEEK_SET, 3, 1};
  CALL(fcntl(fd, F_OFD_SETLK, &l));
  l = (struct flock){F_WRLCK, SEEK_SET, 3, 1};
  CALL(fcntl(again, F_OFD_SETLK, &l));
  l = (struct flock){F_WRLCK, SEEK_SET, 2, 2};
  CALL(fcntl(again, F_OFD_SETLK, &l));
  start_waiting(&w, wait_for_lock, NULL);
  int copy = dup(fd);
  CALL(close(fd));
  l = (struct flock){F_RDLCK, SEEK_SET, 2, 1};
  CALL(fcntl(again, F_OFD_SETLK, &l));
  CALL(close(copy));
  end_waiting(&w, "when the last duplicate was closed");
  l = (struct flock){F_WRLCK, SEEK_SET, 0, 0, 1};
  CALL(fcntl(again, F_OFD_SETLK, &l));
  close(again), unlink("ofd");
}
