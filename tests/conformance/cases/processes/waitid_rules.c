/* waitid(2): siginfo of children, options, errors. */
#include "../../children.h"

static void show(const siginfo_t *info, int pid) {
  printf("signo %d code %d errno %d pid %s status %d\n", info->si_signo, info->si_code, info->si_errno,
         info->si_pid == pid ? "child" : info->si_pid == 0 ? "0" : "other", info->si_status);
}

CASE(waitid_rules) {
  siginfo_t info = {0};
  CALL(waitid(P_ALL, 0, &info, WEXITED));
  int pid = child_exits(9);
  CALL(waitid(P_PID, pid, &info, WEXITED | WNOWAIT));
  show(&info, pid);
  CALL(waitid(P_PID, pid, &info, WEXITED));
  show(&info, pid);
  CALL(waitid(P_PID, pid, &info, WEXITED));
  pid = child_dies(SIGUSR1);
  CALL(waitid(P_PGID, getpgrp(), &info, WEXITED));
  show(&info, pid);
  pid = child_exits(0);
  CALL(waitid(P_ALL, 0, &info, WSTOPPED | WNOHANG));
  CALL(waitid(P_ALL, 0, &info, 0));
  CALL(waitid(P_ALL, 0, &info, WEXITED | 0x100));
  CALL(waitid(7, 0, &info, WEXITED));
  CALL(waitid(P_PID, 0, &info, WEXITED));
  CALL(waitid(P_ALL, 0, NULL, WEXITED));
  CALL(waitid(P_ALL, 0, &info, WEXITED | WNOHANG));
}
