/* process_vm_readv(2) and writev on the process itself: pieces of different lengths, and how far it got. */
#include "../../memory.h"
#include <sys/uio.h>
CASE(vm_self) {
  char from[] = "abcdefghij", to[12] = {0};
  struct iovec l[3] = {{to, 3}, {to + 3, 0}, {to + 3, 8}}, r[2] = {{from, 6}, {from + 6, 4}};
  CALL(process_vm_readv(getpid(), l, 3, r, 2, 0));
  puts(to);
  l[0].iov_len = 2;
  CALL(process_vm_writev(getpid(), l, 1, r, 1, 0));
  puts(from);
  from[0] = 'X';
  CALL(process_vm_writev(getpid(), r, 1, l, 3, 0));
  puts(to);
  char *a = anonymous(2, 3);
  munmap(a + PAGE, PAGE);
  struct iovec edge = {a + PAGE - 4, 8}, gap[2] = {{from, 2}, {a + PAGE, 4}};
  l[0].iov_len = 10;
  CALL(process_vm_readv(getpid(), l, 1, &edge, 1, 0));
  CALL(process_vm_readv(getpid(), l, 1, gap, 2, 0));
  CALL(process_vm_readv(getpid(), l, 1, gap + 1, 1, 0));
  CALL(process_vm_readv(getpid(), &edge, 1, r, 2, 0));
  CALL(process_vm_readv(getpid(), l, 0, r, 2, 0));
  CALL(process_vm_readv(getpid(), l, 1, r, 0, 0));
  munmap(a, PAGE);
}
