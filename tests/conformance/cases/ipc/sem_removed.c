/* Waiting in semop(2) ends with EIDRM when the set goes, EINTR by a handler (SA_RESTART or not), EAGAIN by time. */
#include "../../threads.h"
#include <sys/sem.h>
static int id;
static long take(void *unused) {
  struct sembuf down = {0, -1, 0};
  return semop(id, &down, 1);
}
static void nothing(int s) {}
CASE(sem_removed) {
  struct waiting_call w;
  struct sembuf down = {0, -1, 0}, up = {0, 1, 0};
  struct timespec soon = {0, 20000000}, none = {0, 0}, bad = {0, -1}, since;
  id = semget(IPC_PRIVATE, 1, 0600);
  on_signal(SIGUSR1, nothing, SA_RESTART);
  start_waiting(&w, take, NULL);
  pthread_kill(w.thread, SIGUSR1);
  end_waiting(&w, "interrupted");
  clock_gettime(CLOCK_MONOTONIC, &since);
  CALL(semtimedop(id, &down, 1, &soon));
  printf("waited %d\n", elapsed_ms(&since) >= 19);
  CALL(semtimedop(id, &down, 1, &none));
  CALL(semtimedop(id, &down, 1, &bad));
  CALL(semtimedop(id, &down, 1, BAD));
  CALL(semtimedop(id, &up, 1, &soon));
  CALL(semtimedop(id, &down, 1, NULL));
  start_waiting(&w, take, NULL);
  CALL(semctl(id, 0, IPC_RMID));
  end_waiting(&w, "removed");
  on_signal(SIGUSR1, SIG_DFL, 0);
}
