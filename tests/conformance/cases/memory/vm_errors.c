/* process_vm_readv(2): flags, counts, lengths, bad vectors and processes that are not there. */
#include "../../memory.h"
#include <sys/uio.h>
CASE(vm_errors) {
  char b[8] = "1234567";
  struct iovec v = {b, 8}, huge = {b, -1L};
  CALL(process_vm_readv(getpid(), &v, 1, &v, 1, 1));
  CALL(process_vm_readv(getpid(), &v, 1025, &v, 1, 0));
  CALL(process_vm_readv(getpid(), &v, 1, &v, 1025, 0));
  CALL(process_vm_readv(getpid(), &huge, 1, &v, 1, 0));
  CALL(process_vm_readv(getpid(), &v, 1, &huge, 1, 0));
  CALL(process_vm_readv(getpid(), BAD, 1, &v, 1, 0));
  CALL(process_vm_readv(getpid(), &v, 1, BAD, 1, 0));
  CALL(process_vm_readv(99999999, &v, 1, &v, 1, 0));
  CALL(process_vm_readv(0, &v, 1, &v, 1, 0));
  CALL(process_vm_writev(99999999, &v, 0, &v, 0, 0));
  CALL(process_vm_writev(-1, &v, 1, &v, 1, 0));
}
