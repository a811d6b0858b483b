/* set_robust_list(2) and get_robust_list(2): the size is checked, the address is not. */
#include "../../case.h"
CASE(robust_list_call) {
  void *before, *now;
  size_t size = 0;
  CALL(syscall(SYS_get_robust_list, 0, &before, &size));
  CALL(size);
  CALL(syscall(SYS_set_robust_list, before, 23));
  CALL(syscall(SYS_set_robust_list, NULL, 0));
  CALL(syscall(SYS_set_robust_list, BAD, 24));
  CALL(syscall(SYS_get_robust_list, gettid(), &now, &size));
  CALL(now == BAD);
  CALL(syscall(SYS_get_robust_list, 999999, &now, &size));
  CALL(syscall(SYS_get_robust_list, 0, BAD, &size));
  CALL(syscall(SYS_get_robust_list, 0, &now, BAD));
  CALL(syscall(SYS_set_robust_list, before, 24));
}
