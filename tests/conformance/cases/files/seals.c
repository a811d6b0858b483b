/* Seals of files in memory (fcntl(2), "File Sealing"), and that other files take none. */
#include "../../case.h"
#include <sys/mman.h>
CASE(seals) {
  int plain = memfd_create("plain", 0), m = memfd_create("m", MFD_ALLOW_SEALING);
  CALL(fcntl(plain, F_GET_SEALS));
  CALL(fcntl(plain, F_ADD_SEALS, F_SEAL_GROW));
  CALL(fcntl(m, F_GET_SEALS));
  CALL(ftruncate(m, 4096));
  CALL(fcntl(m, F_ADD_SEALS, 1 << 10));
  CALL(fcntl(m, F_ADD_SEALS, F_SEAL_GROW));
  CALL(ftruncate(m, 5000));
  CALL(pwrite(m, "12345", 5, 4094));
  CALL(ftruncate(m, 4000));
  CALL(fcntl(m, F_ADD_SEALS, F_SEAL_SHRINK));
  CALL(ftruncate(m, 10));
  char *p = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, m, 0);
  CALL(fcntl(m, F_ADD_SEALS, F_SEAL_WRITE));
  munmap(p, 4096);
  CALL(fcntl(m, F_ADD_SEALS, F_SEAL_WRITE | F_SEAL_SEAL));
  CALL(write(m, "x", 1));
  CALL(mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, m, 0) == MAP_FAILED ? -1 : 0);
  p = mmap(NULL, 4096, PROT_READ, MAP_SHARED, m, 0);
  CALL(mprotect(p, 4096, PROT_READ | PROT_WRITE));
  CALL(fcntl(m, F_ADD_SEALS, F_SEAL_FUTURE_WRITE));
  CALL(fcntl(m, F_GET_SEALS));
  int q[2];
  pipe(q);
  CALL(fcntl(q[1], F_GET_SEALS));
  CALL(memfd_create("x", 1 << 20));
  CALL(memfd_create(NULL, 16 | 8));
  CALL(memfd_create(NULL, 0));
  close(q[0]), close(q[1]), close(plain), close(m);
}
