/* siglongjmp out of a handler puts the mask back that sigsetjmp saved; without saving, the signal stays blocked. */
#include "../../case.h"
#include <setjmp.h>
static sigjmp_buf back;
static void jump(int s) { siglongjmp(back, 1); }
static int blocked(void) {
  sigset_t now;
  sigprocmask(SIG_BLOCK, NULL, &now);
  return sigismember(&now, SIGUSR1);
}
CASE(longjmp_mask) {
  sigset_t set = signals_of(SIGUSR1, 0);
  on_signal(SIGUSR1, jump, 0);
  if (!sigsetjmp(back, 1)) raise(SIGUSR1);
  CALL(blocked());
  if (!sigsetjmp(back, 0)) raise(SIGUSR1);
  CALL(blocked());
  sigprocmask(SIG_UNBLOCK, &set, NULL);
  for (int i = 0; i < 1000; i++)
    if (!sigsetjmp(back, 1)) raise(SIGUSR1);
  CALL(blocked());
  signal(SIGUSR1, SIG_DFL);
}
