/* signalfd(2): the structure that is read tells number, code, sender, value. */
#include "../../case.h"
#include <sys/signalfd.h>
CASE(signalfd_fields) {
  sigset_t set = signals_of(SIGUSR1, 44, 0), before;
  struct signalfd_siginfo s[4];
  sigprocmask(SIG_BLOCK, &set, &before);
  int fd = signalfd(-1, &set, SFD_NONBLOCK);
  CALL(read(fd, s, sizeof s));
  sigqueue(getpid(), 44, (union sigval){.sival_ptr = (void *)0x123456789abc});
  raise(SIGUSR1);
  CALL(read(fd, s, 100));
  CALL(read(fd, s, sizeof s) / sizeof *s);
  for (int i = 0; i < 2; i++)
    printf("%d code %d errno %d pid %d uid %d int %x ptr %llx trap %d\n", s[i].ssi_signo, s[i].ssi_code, s[i].ssi_errno, s[i].ssi_pid == getpid(), s[i].ssi_uid, i ? s[i].ssi_int : 0, i ? s[i].ssi_ptr : 0, s[i].ssi_trapno);
  CALL(read(fd, s, sizeof s));
  close(fd);
  sigprocmask(SIG_SETMASK, &before, NULL);
}
