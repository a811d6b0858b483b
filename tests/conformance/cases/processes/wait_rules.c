/* wait4(2): statuses, options, errors, and what it leaves behind. */
#include "../../children.h"
#include <sys/resource.h>

CASE(wait_rules) {
  int status = -1;
  CALL(waitpid(-1, &status, 0));
  CALL(waitpid(-1, &status, WNOHANG));
  int pid = child_exits(3);
  CALL(waitpid(pid, &status, 0) == pid);
  CALL(WIFEXITED(status));
  CALL(WEXITSTATUS(status));
  CALL(waitpid(pid, &status, 0));
  pid = child_exits(0x1ff);
  CALL(wait(&status) == pid);
  CALL(status);
  pid = child_dies(SIGKILL);
  CALL(wait(&status) == pid);
  CALL(WIFSIGNALED(status));
  CALL(WTERMSIG(status));
  pid = child_dies(SIGTERM);
  CALL(waitpid(pid, NULL, WNOHANG) == pid);
  pid = child_exits(1);
  int second = child_exits(2);
  CALL(waitpid(second, &status, 0) == second);
  CALL(WEXITSTATUS(status));
  CALL(waitpid(0, &status, 0) == pid);
  pid = child_exits(4);
  CALL(waitpid(-getpgrp(), &status, WUNTRACED | WCONTINUED) == pid);
  CALL(waitpid(-getpgrp() - 100000, &status, 0));
  CALL(syscall(SYS_wait4, -1, &status, 0x100, NULL));
  pid = child_exits(5);
  CALL(syscall(SYS_wait4, pid, BAD, 0, NULL));
  CALL(syscall(SYS_wait4, pid, NULL, 0, NULL));
  pid = child_exits(6);
  struct rusage usage;
  memset(&usage, 0xff, sizeof usage);
  CALL(wait4(pid, &status, 0, &usage) == pid);
  CALL(usage.ru_utime.tv_sec);
  pid = child_exits(7);
  CALL(syscall(SYS_wait4, pid, &status, __WCLONE, NULL));
  CALL(syscall(SYS_wait4, pid, &status, __WALL, NULL) == pid);
}
