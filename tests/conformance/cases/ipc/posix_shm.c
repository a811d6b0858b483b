/* shm_open(3): memory by name in /dev/shm. */
#include "../../memory.h"
CASE(posix_shm) {
  int fd, again;
  char *a, *b;
  CALL(shm_open("/osier-shm", O_RDWR, 0600));
  WORKS(fd = shm_open("/osier-shm", O_RDWR | O_CREAT | O_EXCL, 0640));
  CALL(shm_open("/osier-shm", O_RDWR | O_CREAT | O_EXCL, 0640));
  CALL(fcntl(fd, F_GETFD));
  CALL(ftruncate(fd, 2 * PAGE));
  WORKS(again = shm_open("/osier-shm", O_RDONLY, 0));
  a = mmap(NULL, 2 * PAGE, 3, MAP_SHARED, fd, 0), b = mmap(NULL, 2 * PAGE, 1, MAP_SHARED, again, 0);
  strcpy(a + PAGE, "by name");
  puts(b + PAGE);
  WORKS(mmap(NULL, PAGE, 3, MAP_SHARED, again, 0));
  struct stat s;
  CALL(stat("/dev/shm/osier-shm", &s));
  printf("%o %ld\n", s.st_mode, (long)s.st_size);
  CALL(shm_unlink("/osier-shm"));
  CALL(shm_unlink("/osier-shm"));
  strcpy(a, "still there");
  puts(b);
  show_maps(a, 1);
  CALL(shm_open("/a/b", O_RDWR | O_CREAT, 0600));
  CALL(shm_open("/", O_RDWR | O_CREAT, 0600));
  munmap(a, 2 * PAGE), munmap(b, 2 * PAGE), close(fd), close(again);
}
