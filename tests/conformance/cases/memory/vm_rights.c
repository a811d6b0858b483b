/* process_vm_writev(2) does not write to what is read-only, nor to what was mapped for nobody. */
#include "../../memory.h"
#include <sys/uio.h>
CASE(vm_rights) {
  char b[4] = "new", *ro = anonymous(1, 3), *none = anonymous(1, 3);
  strcpy(ro, "old"), strcpy(none, "old");
  mprotect(ro, PAGE, PROT_READ), mprotect(none, PAGE, PROT_NONE);
  struct iovec l = {b, 4}, to = {ro, 4}, at = {none, 4};
  CALL(process_vm_writev(getpid(), &l, 1, &to, 1, 0));
  CALL(process_vm_readv(getpid(), &l, 1, &to, 1, 0));
  puts(b);
  CALL(process_vm_writev(getpid(), &l, 1, &at, 1, 0));
  CALL(process_vm_readv(getpid(), &l, 1, &at, 1, 0));
  munmap(ro, PAGE), munmap(none, PAGE);
}
