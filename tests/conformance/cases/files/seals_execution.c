/* MFD_NOEXEC_SEAL, MFD_EXEC and F_SEAL_EXEC: the mode of a file in memory, and its changes. */
#include "../../case.h"
#include <sys/mman.h>
#include <sys/stat.h>
CASE(seals_execution) {
  struct stat s;
  int m = memfd_create("m", 8);
  CALL(m < 0 ? -1 : 0);
  fstat(m, &s);
  printf("%o\n", s.st_mode & 07777);
  CALL(fcntl(m, F_GET_SEALS));
  CALL(fchmod(m, 0777));
  CALL(fchmod(m, 0600));
  close(m);
  m = memfd_create("m", 16 | MFD_ALLOW_SEALING);
  fstat(m, &s);
  printf("%o\n", s.st_mode & 07777);
  CALL(fcntl(m, F_GET_SEALS));
  CALL(fcntl(m, F_ADD_SEALS, 32));
  CALL(fcntl(m, F_GET_SEALS));
  CALL(fchmod(m, 0666));
  CALL(fchmod(m, 0766));
  close(m);
}
