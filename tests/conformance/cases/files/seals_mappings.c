/* F_SEAL_FUTURE_WRITE leaves the mappings that are there, F_SEAL_WRITE does not go with them; holes and seals. */
#include "../../case.h"
#include <sys/mman.h>
CASE(seals_mappings) {
  int m = memfd_create("m", MFD_ALLOW_SEALING);
  ftruncate(m, 8192);
  char *p = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, m, 0), b = 0;
  CALL(fcntl(m, F_ADD_SEALS, F_SEAL_FUTURE_WRITE));
  p[0] = 'x';
  CALL(pread(m, &b, 1, 0));
  CALL(b);
  CALL(pwrite(m, "y", 1, 0));
  CALL(ftruncate(m, 12288));
  CALL(fallocate(m, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 0, 4096));
  CALL(mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, m, 0) == MAP_FAILED ? -1 : 0);
  char *c = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE, m, 0);
  c[0] = 'c';
  CALL(p[0]);
  CALL(munmap(c, 4096));
  CALL(fcntl(m, F_ADD_SEALS, F_SEAL_WRITE));
  CALL(munmap(p, 4096));
  CALL(fcntl(m, F_ADD_SEALS, F_SEAL_WRITE));
  CALL(fcntl(m, F_GET_SEALS));
  close(m);
  m = memfd_create("m", MFD_ALLOW_SEALING);
  ftruncate(m, 4096);
  CALL(fcntl(m, F_ADD_SEALS, F_SEAL_GROW));
  CALL(fallocate(m, 0, 0, 4096));
  CALL(fallocate(m, 0, 4096, 1));
  CALL(fallocate(m, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 0, 4096));
  int d = dup(m);
  CALL(fcntl(d, F_GET_SEALS));
  CALL(fcntl(d, F_ADD_SEALS, F_SEAL_SEAL));
  CALL(fcntl(m, F_ADD_SEALS, F_SEAL_SHRINK));
  close(m), close(d);
}
