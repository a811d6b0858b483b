/* kill(2), tkill(2), tgkill(2): numbers that name nothing, signals that do not exist, signal 0 as a question. */
#include "../../case.h"
CASE(kill_refusals) {
  CALL(kill(getpid(), 0));
  CALL(kill(getpid(), 65));
  CALL(kill(getpid(), -1));
  CALL(kill(999999, 0));
  CALL(kill(999999, SIGUSR1));
  CALL(kill(999999, 65));
  CALL(syscall(SYS_tkill, gettid(), 0));
  CALL(syscall(SYS_tkill, 0, 0));
  CALL(syscall(SYS_tkill, -1, 0));
  CALL(syscall(SYS_tkill, 999999, 0));
  CALL(syscall(SYS_tkill, gettid(), 65));
  CALL(syscall(SYS_tgkill, getpid(), gettid(), 0));
  CALL(syscall(SYS_tgkill, 0, gettid(), 0));
  CALL(syscall(SYS_tgkill, getpid(), 0, 0));
  CALL(syscall(SYS_tgkill, getpid(), -1, 0));
  CALL(syscall(SYS_tgkill, 999999, gettid(), 0));
  CALL(syscall(SYS_tgkill, getpid(), 999999, 0));
  CALL(syscall(SYS_tgkill, getpid(), gettid(), 65));
}
