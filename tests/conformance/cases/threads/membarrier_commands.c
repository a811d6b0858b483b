/* membarrier(2): what is registered may be used; unknown commands and flags are refused. */
#include "../../case.h"
#include <linux/membarrier.h>
CASE(membarrier_commands) {
  long all = syscall(SYS_membarrier, MEMBARRIER_CMD_QUERY, 0, 0);
  CALL((all & MEMBARRIER_CMD_GLOBAL) != 0);
  CALL((all & MEMBARRIER_CMD_PRIVATE_EXPEDITED) != 0);
  CALL(syscall(SYS_membarrier, MEMBARRIER_CMD_GLOBAL, 0, 0));
  CALL(syscall(SYS_membarrier, MEMBARRIER_CMD_GLOBAL_EXPEDITED, 0, 0));
  CALL(syscall(SYS_membarrier, MEMBARRIER_CMD_REGISTER_GLOBAL_EXPEDITED, 0, 0));
  CALL(syscall(SYS_membarrier, MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED, 0, 0));
  CALL(syscall(SYS_membarrier, MEMBARRIER_CMD_PRIVATE_EXPEDITED, 0, 0));
  CALL(syscall(SYS_membarrier, MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED_SYNC_CORE, 0, 0));
  CALL(syscall(SYS_membarrier, MEMBARRIER_CMD_PRIVATE_EXPEDITED_SYNC_CORE, 0, 0));
  CALL(syscall(SYS_membarrier, MEMBARRIER_CMD_GLOBAL, 7, 0));
  CALL(syscall(SYS_membarrier, 3, 0, 0));
  CALL(syscall(SYS_membarrier, -1, 0, 0));
}
