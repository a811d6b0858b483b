/* sem_open(3), sem_wait(3), sem_timedwait(3), sem_unlink(3). */
#include "../../threads.h"
#include <semaphore.h>
static long take(void *s) { return sem_wait(s); }
CASE(posix_named_semaphores) {
  struct waiting_call w;
  struct timespec soon;
  int value;
  sem_t *s, *t;
  WORKS((s = sem_open("/osier-sem", 0)) == SEM_FAILED ? -1 : 0);
  WORKS((s = sem_open("/osier-sem", O_CREAT | O_EXCL, 0600, 1)) == SEM_FAILED ? -1 : 0);
  WORKS((t = sem_open("/osier-sem", O_CREAT, 0600, 5)) == SEM_FAILED ? -1 : 0);
  printf("the same %d\n", s == t);
  CALL(sem_wait(s));
  CALL(sem_trywait(t));
  CALL(sem_getvalue(s, &value));
  printf("%d\n", value);
  start_waiting(&w, take, s);
  CALL(sem_post(t));
  end_waiting(&w, "sem_wait");
  clock_gettime(CLOCK_REALTIME, &soon);
  soon.tv_nsec = (soon.tv_nsec + 20000000) % 1000000000;
  if (soon.tv_nsec < 20000000) soon.tv_sec++;
  CALL(sem_timedwait(s, &soon));
  CALL(sem_unlink("/osier-sem"));
  CALL(sem_unlink("/osier-sem"));
  CALL(sem_close(s));
  CALL(sem_close(t));
}
