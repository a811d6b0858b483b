/* Named semaphores are files of /dev/shm: made once, opened again, unlinked. */
#include "../../case.h"
#include <semaphore.h>
CASE(semaphore_named) {
  int v;
  struct stat st;
  sem_unlink("/conformance");
  CALL(sem_open("/conformance", 0) == SEM_FAILED ? -1 : 0);
  sem_t *a = sem_open("/conformance", O_CREAT | O_EXCL, 0600, 3);
  CALL(a != SEM_FAILED);
  CALL(sem_open("/conformance", O_CREAT | O_EXCL, 0600, 3) == SEM_FAILED ? -1 : 0);
  sem_t *b = sem_open("/conformance", 0);
  CALL(a == b);
  sem_wait(a);
  sem_getvalue(b, &v);
  CALL(v);
  CALL(stat("/dev/shm/sem.conformance", &st));
  printf("%o %ld\n", st.st_mode, (long)st.st_size);
  CALL(sem_unlink("/conformance"));
  CALL(sem_unlink("/conformance"));
  CALL(sem_post(b));
  CALL(sem_close(a));
  CALL(sem_close(b));
  CALL(sem_open("/none/such", O_CREAT, 0600, 0) == SEM_FAILED ? -1 : 0);
}
