/* waitid(2) empties the siginfo after errors too, and says EFAULT in their place where it cannot. */
#include "../../case.h"
#include <sys/wait.h>
CASE(waitid_writes) {
  siginfo_t info;
  memset(&info, 7, sizeof info);
  CALL(syscall(SYS_waitid, P_ALL, 0, &info, WEXITED, NULL));
  printf("%d %d %d\n", info.si_signo, info.si_code, info.si_pid);
  memset(&info, 7, sizeof info);
  CALL(syscall(SYS_waitid, P_ALL, 0, &info, 0, NULL));
  printf("%d %d %d\n", info.si_signo, info.si_code, info.si_pid);
  CALL(syscall(SYS_waitid, P_ALL, 0, BAD, WEXITED, NULL));
  CALL(syscall(SYS_waitid, P_ALL, 0, BAD, 0, NULL));
  CALL(syscall(SYS_waitid, 99, 0, NULL, WEXITED, NULL));
  CALL(syscall(SYS_waitid, P_PIDFD, -1, NULL, WEXITED, NULL));
  CALL(syscall(SYS_waitid, P_PIDFD, 999, NULL, WEXITED, NULL));
}
