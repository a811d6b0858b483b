/* msync(2): flags that exclude each other, ranges with holes, and the bytes in the file. */
#include "../../memory.h"
CASE(msync_rules) {
  int fd = file_with("synced", "");
  ftruncate(fd, 3 * PAGE);
  char *a = mmap(NULL, 3 * PAGE, 3, MAP_SHARED, fd, 0), b[4] = {0};
  memcpy(a + PAGE, "new", 3);
  CALL(msync(a, 3 * PAGE, MS_SYNC));
  CALL(msync(a, 3 * PAGE, MS_ASYNC));
  CALL(msync(a, 3 * PAGE, MS_INVALIDATE));
  CALL(msync(a, 3 * PAGE, 0));
  CALL(msync(a, 3 * PAGE, MS_SYNC | MS_ASYNC));
  CALL(msync(a, 3 * PAGE, 64));
  CALL(msync(a + 1, PAGE, MS_SYNC));
  CALL(msync(a, 0, MS_SYNC));
  munmap(a + PAGE, PAGE);
  CALL(msync(a, 3 * PAGE, MS_SYNC));
  CALL(msync(a + PAGE, PAGE, MS_ASYNC));
  CALL(mlock(a, PAGE));
  CALL(msync(a, PAGE, MS_INVALIDATE));
  int again = open("synced", O_RDONLY);
  pread(again, b, 3, PAGE);
  puts(b);
  munmap(a, 3 * PAGE), close(fd), close(again), unlink("synced");
}
