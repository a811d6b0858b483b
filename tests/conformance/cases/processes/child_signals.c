/* SIGCHLD, and parents that do not want to know. */
#include "../../children.h"

static volatile int count, code, status_of, pid_of;
static void on_child(int signal, siginfo_t *info, void *context) {
  count++;
  code = info->si_code;
  status_of = info->si_status;
  pid_of = info->si_pid;
}
static int spawn(int status, int signal) {
  int pid = vfork();
  if (pid == 0) {
    if (signal != 0) syscall(SYS_kill, syscall(SYS_getpid), signal);
    _exit(status);
  }
  until_ended(pid);
  return pid;
}

CASE(child_signals) {
  on_siginfo(SIGCHLD, on_child, SA_RESTART);
  int pid = spawn(7, 0);
  printf("%d code %d status %d pid %d\n", count, code, status_of, pid_of == pid);
  CALL(waitpid(pid, NULL, 0) == pid);
  pid = spawn(0, SIGINT);
  printf("%d code %d status %d\n", count, code, status_of);
  CALL(waitpid(pid, NULL, 0) == pid);
  signal(SIGCHLD, SIG_IGN);
  spawn(1, 0);
  CALL(wait(NULL));
  on_siginfo(SIGCHLD, on_child, SA_NOCLDWAIT);
  count = 0;
  spawn(1, 0);
  CALL(wait(NULL));
  CALL(count);
  signal(SIGCHLD, SIG_DFL);
  pid = spawn(1, 0);
  CALL(kill(pid, 0));
  CALL(kill(pid, SIGKILL));
  CALL(waitpid(pid, NULL, 0) == pid);
  CALL(kill(pid, 0));
  CALL(kill(pid, SIGKILL));
}
