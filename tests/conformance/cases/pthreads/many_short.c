/* Threads that come and go by the hundred leave nothing behind: the count of threads is what it was. */
#include "../../case.h"
#include <dirent.h>
static volatile int runs;
static void *ends(void *p) {
  __atomic_add_fetch(&runs, 1, __ATOMIC_SEQ_CST);
  return p;
}
static int threads(void) {
  int n = 0;
  DIR *d = opendir("/proc/self/task");
  for (struct dirent *e; (e = readdir(d));) n += e->d_name[0] != '.';
  closedir(d);
  return n;
}
CASE(many_short) {
  runs = 0;
  for (int i = 0; i < 300; i++) {
    pthread_t t;
    if (pthread_create(&t, NULL, ends, NULL)) break;
    pthread_join(t, NULL);
  }
  CALL(runs);
  int n = 0;
  for (int i = 0; i < 1000 && (n = threads()) != 1; i++) usleep(500);
  CALL(n);
}
