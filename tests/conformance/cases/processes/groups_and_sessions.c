/* setpgid(2), setsid(2) in a child. */
#include "../../case.h"
#include <sys/wait.h>

static int say(const char *what, long result) {
  printf("%s: %ld %s\n", what, result, result == -1 ? strerror(errno) : "");
  return 0;
}
CASE(groups_and_sessions) {
  int parent = getpid();
  fflush(stdout);
  int pid = vfork();
  if (pid == 0) {
    int self = syscall(SYS_getpid);
    say("inherited", syscall(SYS_getpgid, 0) == syscall(SYS_getpgid, parent));
    say("missing", syscall(SYS_setpgid, 0, 100000));
    say("negative", syscall(SYS_setpgid, 0, -1));
    say("stranger", syscall(SYS_setpgid, 100000, 0));
    say("own", syscall(SYS_setpgid, 0, 0));
    say("is own", syscall(SYS_getpgid, 0) == self);
    say("leader", syscall(SYS_setsid));
    say("back", syscall(SYS_setpgid, 0, syscall(SYS_getpgid, parent)));
    say("session", syscall(SYS_setsid) == self);
    say("is leader", syscall(SYS_getsid, 0) == self && syscall(SYS_getpgid, 0) == self);
    say("again", syscall(SYS_setsid));
    say("moves", syscall(SYS_setpgid, 0, 0));
    _exit(0);
  }
  CALL(waitpid(pid, NULL, 0) == pid);
}
