/* Children that have ended when these return: vfork(2) itself lets its caller go on a little earlier. */
#include "case.h"
#include <sys/wait.h>

static void until_ended(int pid) {
  siginfo_t info;
  while (waitid(P_PID, pid, &info, WEXITED | WNOWAIT) == -1 && errno == EINTR);
}
static int child_exits(int status) {
  int pid = vfork();
  if (pid == 0) _exit(status);
  until_ended(pid);
  return pid;
}
static int child_dies(int signal) {
  int pid = vfork();
  if (pid == 0) {
    syscall(SYS_kill, syscall(SYS_getpid), signal);
    _exit(99);
  }
  until_ended(pid);
  return pid;
}
