/* prctl(2): unknown operations and arguments that must be zero. */
#include "../../case.h"
#include <sys/prctl.h>
CASE(prctl_refusals) {
  CALL(prctl(0, 0, 0, 0, 0));
  CALL(prctl(-1, 0, 0, 0, 0));
  CALL(prctl(PR_SET_PDEATHSIG, 65));
  CALL(prctl(PR_SET_DUMPABLE, 2));
  CALL(prctl(PR_SET_KEEPCAPS, 2));
  CALL(prctl(PR_SET_NO_NEW_PRIVS, 1, 1, 0, 0));
  CALL(prctl(PR_GET_NO_NEW_PRIVS, 0, 1, 0, 0));
  CALL(prctl(PR_SET_THP_DISABLE, 1, 1, 0, 0));
  CALL(prctl(PR_GET_THP_DISABLE, 0, 0, 1, 0));
  CALL(prctl(PR_GET_PDEATHSIG, BAD));
  CALL(prctl(PR_GET_CHILD_SUBREAPER, BAD));
  CALL(prctl(PR_GET_TID_ADDRESS, BAD));
  CALL(prctl(PR_CAPBSET_READ, 64));
  CALL(prctl(PR_CAPBSET_READ, 1));
}
