/* An attachment of which parts were unmapped or protected is still one to shmdt(2); every part counts. */
#include "../../memory.h"
#include <sys/shm.h>
static long attached(int id) {
  struct shmid_ds s;
  return shmctl(id, IPC_STAT, &s) ? -1 : (long)s.shm_nattch;
}
CASE(shm_parts) {
  int id = shmget(IPC_PRIVATE, 5 * PAGE, 0600);
  char *a = shmat(id, NULL, 0);
  mprotect(a + PAGE, PAGE, PROT_READ);
  CALL(attached(id));
  munmap(a + 3 * PAGE, PAGE);
  CALL(attached(id));
  munmap(a, PAGE);
  CALL(attached(id));
  CALL(shmdt(a + PAGE));
  CALL(shmdt(a));
  CALL(attached(id));
  printf("%s %s\n", reads(a + PAGE), reads(a + 4 * PAGE));
  CALL(shmdt(a));
  a = shmat(id, NULL, 0);
  char *b = mremap(a, 5 * PAGE, 5 * PAGE, MREMAP_MAYMOVE | MREMAP_FIXED, room(5));
  CALL(attached(id));
  b[4 * PAGE] = 'm';
  CALL(shmdt(a));
  CALL(shmdt(b));
  CALL(attached(id));
  shmctl(id, IPC_RMID, NULL);
}
