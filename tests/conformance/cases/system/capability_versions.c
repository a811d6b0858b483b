/* capget(2): versions of the structures, and numbers of processes. */
#include "../../case.h"
#include <linux/capability.h>
CASE(capability_versions) {
  struct __user_cap_data_struct data[2];
  uint32_t versions[] = {_LINUX_CAPABILITY_VERSION_1, _LINUX_CAPABILITY_VERSION_2, _LINUX_CAPABILITY_VERSION_3, 0, 0x20080523};
  int pids[] = {0, getpid(), -1, 0x7fffffff};
  for (int v = 0; v < 5; v++)
    for (int p = 0; p < 4; p++) {
      struct __user_cap_header_struct header = {versions[v], pids[p]};
      memset(data, 0x55, sizeof data);
      CALL(syscall(SYS_capget, &header, data));
      printf("%d %d %d %d\n", v, p, header.version == _LINUX_CAPABILITY_VERSION_3, data[1].inheritable == 0x55555555);
      CALL(syscall(SYS_capget, &header, NULL));
      CALL(syscall(SYS_capget, &header, BAD));
    }
  CALL(syscall(SYS_capget, BAD, data));
  CALL(syscall(SYS_capget, NULL, NULL));
}
