/* shmat(2) at an address of the caller's: SHM_RND, SHM_REMAP, what is occupied. */
#include "../../memory.h"
#include <sys/shm.h>
CASE(shm_addresses) {
  int id = shmget(IPC_PRIVATE, 2 * PAGE, 0600);
  char *r = room(8);
  munmap(r + 4 * PAGE, 4 * PAGE);
  WORKS(shmat(id, r, 0));
  WORKS(shmat(id, r + 3 * PAGE, 0));
  WORKS(shmat(id, r + 5 * PAGE + 100, 0));
  CALL((char *)shmat(id, r + 5 * PAGE + 100, SHM_RND) - r);
  WORKS(shmat(id, r + 5 * PAGE, 0));
  CALL((char *)shmat(id, r, SHM_REMAP) - r);
  WORKS(shmat(id, NULL, SHM_REMAP));
  WORKS(shmat(id, (char *)1, SHM_RND | SHM_REMAP));
  r[0] = 'r';
  printf("%c %s\n", r[5 * PAGE], reads(r + 2 * PAGE));
  CALL(shmdt(r));
  CALL(shmdt(r + 1));
  CALL(shmdt(r + 5 * PAGE));
  CALL(shmdt(r + 2 * PAGE));
  WORKS(shmat(-1, NULL, 0));
  WORKS(shmat(id + 1000000, NULL, 0));
  shmctl(id, IPC_RMID, NULL);
  munmap(r, 8 * PAGE);
}
