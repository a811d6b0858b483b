/* flock(2): a lock is the open file's: another open file of one process is refused, a duplicate is not. */
#include "../../case.h"
#include <sys/file.h>
CASE(flock_in_process) {
  int a = file_with("f", "text"), b = open("f", O_RDONLY);
  CALL(flock(a, LOCK_EX));
  CALL(flock(b, LOCK_SH | LOCK_NB));
  CALL(flock(dup(a), LOCK_EX | LOCK_NB));
  CALL(flock(a, LOCK_SH));
  CALL(flock(b, LOCK_SH | LOCK_NB));
  CALL(flock(a, LOCK_EX | LOCK_NB));
  CALL(flock(b, LOCK_UN));
  CALL(flock(a, LOCK_EX | LOCK_NB));
  CALL(flock(a, LOCK_UN | LOCK_SH));
  CALL(flock(open("f", O_PATH), LOCK_SH));
  unlink("f");
}
