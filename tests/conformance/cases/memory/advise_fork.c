/* MADV_WIPEONFORK, KEEPONFORK, DONTFORK, DOFORK: for which mappings they are. */
#include "../../memory.h"
CASE(advise_fork) {
  int fd = file_with(NULL, "fork"), advice[] = {MADV_WIPEONFORK, MADV_KEEPONFORK, MADV_DONTFORK, MADV_DOFORK};
  char *maps[] = {anonymous(2, 3), mmap(NULL, PAGE, 3, MAP_SHARED | MAP_ANONYMOUS, -1, 0),
                  mmap(NULL, PAGE, 3, MAP_PRIVATE, fd, 0), mmap(NULL, PAGE, 3, MAP_SHARED, fd, 0)};
  for (int m = 0; m < 4; m++)
    for (int i = 0; i < 4; i++) printf("mapping %d, ", m), CALL(madvise(maps[m], PAGE, advice[i]));
  madvise(maps[0], PAGE, MADV_WIPEONFORK);
  show_maps(maps[0], 2);
  CALL(madvise(maps[0], PAGE, MADV_KEEPONFORK));
  munmap(maps[0], 2 * PAGE);
  for (int m = 1; m < 4; m++) munmap(maps[m], PAGE);
  close(fd);
}
