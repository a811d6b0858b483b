/* prctl(2): settings are read back, unknown ones refused. */
#include "../../case.h"
#include <sys/prctl.h>
CASE(prctls) {
  char name[17] = {0};
  int word = -1;
  CALL(prctl(PR_SET_NAME, "a name that is too long"));
  CALL(prctl(PR_GET_NAME, name));
  puts(name);
  CALL(prctl(PR_SET_NAME, BAD));
  CALL(prctl(PR_GET_NAME, BAD));
  CALL(prctl(PR_SET_PDEATHSIG, SIGTERM));
  CALL(prctl(PR_GET_PDEATHSIG, &word));
  CALL(word);
  CALL(prctl(PR_SET_PDEATHSIG, 99));
  CALL(prctl(PR_SET_PDEATHSIG, 0));
  CALL(prctl(PR_GET_DUMPABLE));
  CALL(prctl(PR_SET_DUMPABLE, 0));
  CALL(prctl(PR_GET_DUMPABLE));
  CALL(prctl(PR_SET_DUMPABLE, 5));
  CALL(prctl(PR_SET_DUMPABLE, 1));
  CALL(prctl(PR_SET_KEEPCAPS, 1));
  CALL(prctl(PR_GET_KEEPCAPS));
  CALL(prctl(PR_SET_KEEPCAPS, 2));
  CALL(prctl(PR_SET_KEEPCAPS, 0));
  CALL(prctl(PR_GET_TIMERSLACK));
  CALL(prctl(PR_SET_TIMERSLACK, 1000));
  CALL(prctl(PR_GET_TIMERSLACK));
  CALL(prctl(PR_SET_TIMERSLACK, 0));
  CALL(prctl(PR_GET_TIMERSLACK));
  CALL(prctl(PR_GET_TIMING));
  CALL(prctl(PR_SET_TIMING, 1));
  CALL(prctl(PR_CAPBSET_READ, 0));
  CALL(prctl(PR_CAPBSET_READ, 99));
  CALL(prctl(PR_GET_TSC, &word));
  CALL(word);
  CALL(prctl(PR_SET_CHILD_SUBREAPER, 1));
  CALL(prctl(PR_GET_CHILD_SUBREAPER, &word));
  CALL(word);
  CALL(prctl(PR_SET_CHILD_SUBREAPER, 0));
  CALL(prctl(PR_SET_NO_NEW_PRIVS, 0, 0, 0, 0));
  CALL(prctl(PR_GET_NO_NEW_PRIVS, 1, 0, 0, 0));
  CALL(prctl(PR_SET_THP_DISABLE, 1, 0, 0, 0));
  CALL(prctl(PR_GET_THP_DISABLE, 0, 0, 0, 0));
  CALL(prctl(PR_SET_THP_DISABLE, 0, 0, 0, 0));
  CALL(prctl(PR_MCE_KILL_GET, 0, 0, 0, 0));
  CALL(prctl(12345));
}
