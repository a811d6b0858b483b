/* SHM_RDONLY attachments stay read-only, SHM_EXEC ones run code. */
#include "../../memory.h"
#include <sys/shm.h>
CASE(shm_rights) {
  static const unsigned char code[] = {0xb8, 77, 0, 0, 0, 0xc3};
  int id = shmget(IPC_PRIVATE, PAGE, 0600);
  char *w = shmat(id, NULL, 0), *r = shmat(id, NULL, SHM_RDONLY), *x = shmat(id, NULL, SHM_EXEC | SHM_RDONLY);
  CALL(mprotect(r, PAGE, PROT_READ | PROT_WRITE));
  CALL(mprotect(w, PAGE, PROT_READ));
  CALL(mprotect(w, PAGE, PROT_READ | PROT_WRITE));
  memcpy(w, code, sizeof code);
  printf("%d\n", ((int (*)(void))x)());
  show_maps(w, 1), show_maps(r, 1), show_maps(x, 1);
  shmdt(w), shmdt(r), shmdt(x);
  shmctl(id, IPC_RMID, NULL);
}
