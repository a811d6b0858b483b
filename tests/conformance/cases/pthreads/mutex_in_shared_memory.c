/* A process-shared mutex is one lock at both addresses of the memory that it is in. */
#include "../../case.h"
static pthread_mutex_t *here, *there;
static void *tries(void *p) {
  long r = pthread_mutex_trylock(there);
  struct timespec t = after_ms(CLOCK_REALTIME, 20000);
  long s = pthread_mutex_timedlock(there, &t);
  pthread_mutex_unlock(there);
  return (void *)(r * 1000 + s);
}
CASE(mutex_in_shared_memory) {
  struct worker w;
  pthread_mutexattr_t a;
  int fd = memfd_create("m", 0);
  ftruncate(fd, 4096);
  here = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  there = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  pthread_mutexattr_init(&a), pthread_mutexattr_setpshared(&a, PTHREAD_PROCESS_SHARED);
  pthread_mutex_init(here, &a);
  pthread_mutex_lock(here);
  start_worker(&w, tries, NULL), until_asleep(w.tid);
  pthread_mutex_unlock(here);
  CALL(join_worker(&w));
  munmap(here, 4096), munmap(there, 4096), close(fd);
}
