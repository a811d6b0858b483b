/* flock(2): shared and exclusive between two opens of one process. */
#include "../../threads.h"
#include <sys/file.h>
static int b;
static long wait_for_lock(void *unused) { return flock(b, LOCK_EX); }
CASE(locks_whole_file) {
  struct waiting_call w;
  int a = file_with("flocked", ""), c = open("flocked", O_RDONLY);
  b = open("flocked", O_RDWR);
  CALL(flock(a, LOCK_SH));
  CALL(flock(c, LOCK_SH | LOCK_NB));
  CALL(flock(b, LOCK_EX | LOCK_NB));
  CALL(flock(a, LOCK_EX | LOCK_NB));
  CALL(flock(c, LOCK_UN));
  CALL(flock(a, LOCK_EX | LOCK_NB));
  CALL(flock(b, LOCK_SH | LOCK_NB));
  int copy = dup(a);
  CALL(flock(copy, LOCK_SH));
  CALL(flock(b, LOCK_SH | LOCK_NB));
  CALL(flock(b, LOCK_UN));
  start_waiting(&w, wait_for_lock, NULL);
  CALL(flock(copy, LOCK_UN));
  end_waiting(&w, "flock");
  CALL(flock(a, LOCK_EX | LOCK_NB));
  close(b);
  CALL(flock(a, LOCK_EX | LOCK_NB));
  CALL(flock(a, 0));
  CALL(flock(a, LOCK_SH | LOCK_EX));
  CALL(flock(99, LOCK_SH));
  close(a), close(copy), close(c), unlink("flocked");
}
