/* Without SA_SIGINFO a handler is called all the same, with its number; the extra arguments do no harm. */
#include "../../case.h"
static volatile int number;
static void plain(int s) { number = s; }
CASE(info_without_flag) {
  int all[] = {SIGHUP, SIGUSR1, SIGTERM, SIGRTMIN, SIGRTMAX, SIGSTKFLT, SIGPWR, SIGIO};
  for (int i = 0; i < 8; i++) {
    on_signal(all[i], plain, 0);
    raise(all[i]);
    CALL(number == all[i]);
    signal(all[i], SIG_DFL);
  }
}
