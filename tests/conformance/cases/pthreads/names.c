/* Thread names: fifteen bytes at most, one's own and another thread's, and what /proc says of them. */
#include "../../case.h"
static volatile int stage;
static void *waits(void *p) {
  until_equal(&stage, 1);
  return NULL;
}
CASE(names) {
  char name[32], path[64];
  struct worker w;
  stage = 0;
  start_worker(&w, waits, NULL);
  CALL(pthread_setname_np(w.thread, "exactly15bytes!"));
  CALL(pthread_getname_np(w.thread, name, sizeof name));
  puts(name);
  CALL(pthread_setname_np(w.thread, "sixteen bytes!!!"));
  CALL(pthread_getname_np(w.thread, name, 8));
  CALL(pthread_setname_np(w.thread, "other"));
  snprintf(path, sizeof path, "/proc/self/task/%d/comm", w.tid);
  int fd = open(path, O_RDONLY);
  memset(name, 0, sizeof name);
  CALL(read(fd, name, sizeof name));
  fputs(name, stdout);
  close(fd);
  pthread_getname_np(pthread_self(), path, sizeof path);
  CALL(pthread_setname_np(pthread_self(), "mine"));
  CALL(pthread_getname_np(pthread_self(), name, sizeof name));
  puts(name);
  pthread_getname_np(w.thread, name, sizeof name);
  puts(name);
  pthread_setname_np(pthread_self(), path);
  stage = 1, join_worker(&w);
}
