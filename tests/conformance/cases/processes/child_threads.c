/* tgkill(2) does not reach a thread under the number of another process. */
#include "../../case.h"
#include <sys/wait.h>

CASE(child_threads) {
  int pid = vfork();
  if (pid == 0) {
    int other = syscall(SYS_tgkill, syscall(SYS_getppid), syscall(SYS_gettid), 0) == -1 ? errno : 0;
    _exit(other == ESRCH ? 0 : 1);
  }
  int status;
  CALL(waitpid(pid, &status, 0) == pid);
  CALL(WEXITSTATUS(status));
}
