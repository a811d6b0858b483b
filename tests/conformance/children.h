/* Children that end at once. */
#include "case.h"
#include <sys/wait.h>

static int child_exits(int status) {
  int pid = vfork();
  if (pid == 0) _exit(status);
  return pid;
}
static int child_dies(int signal) {
  int pid = vfork();
  if (pid == 0) {
    syscall(SYS_kill, syscall(SYS_getpid), signal);
    _exit(99);
  }
  return pid;
}
