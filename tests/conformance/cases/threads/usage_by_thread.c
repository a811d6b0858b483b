/* getrusage(2): RUSAGE_THREAD tells of the calling thread alone, RUSAGE_SELF of all, ended ones too. */
#include "../../case.h"
#include <pthread.h>
#include <sys/resource.h>

static long used_ms(int who) {
  struct rusage usage;
  if (getrusage(who, &usage) != 0) return -1;
  struct timeval u = usage.ru_utime, s = usage.ru_stime;
  return (u.tv_sec + s.tv_sec) * 1000 + (u.tv_usec + s.tv_usec) / 1000;
}

static void *spend(void *spent) {
  while (used_ms(RUSAGE_THREAD) < 30) continue;
  *(long *)spent = used_ms(RUSAGE_THREAD);
  return NULL;
}

CASE(usage_by_thread) {
  long mine = used_ms(RUSAGE_THREAD), all = used_ms(RUSAGE_SELF), spent[3];
  pthread_t threads[3];
  for (int i = 0; i < 3; i++) pthread_create(&threads[i], NULL, spend, &spent[i]);
  for (int i = 0; i < 3; i++) pthread_join(threads[i], NULL);
  CALL(spent[0] >= 30 && spent[1] >= 30 && spent[2] >= 30);
  /* However long a busy host stretches this thread's own part, what the others used is not in it. */
  const long own_ms = used_ms(RUSAGE_THREAD) - mine;
  CALL(used_ms(RUSAGE_SELF) - all - own_ms >= 88);
  struct rusage usage, own;
  usleep(1000);
  CALL(getrusage(RUSAGE_SELF, &usage));
  CALL(getrusage(RUSAGE_THREAD, &own));
  CALL(own.ru_nvcsw > 0 && usage.ru_nvcsw >= own.ru_nvcsw);
  CALL(getrusage(2, &usage));
  CALL(getrusage(-2, &usage));
  CALL(getrusage(RUSAGE_SELF, BAD));
}
