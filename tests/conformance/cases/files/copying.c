/* sendfile(2), copy_file_range(2): offsets, overlap with the end, refusals. */
#include "../../case.h"
#include <sys/sendfile.h>
CASE(copying) {
  char b[32] = {0};
  int from = file_with("from", "0123456789"), to = file_with("to", "");
  off_t at = 4;
  CALL(sendfile(to, from, &at, 3));
  CALL(at);
  CALL(lseek(from, 0, SEEK_CUR));
  CALL(sendfile(to, from, NULL, 100));
  CALL(sendfile(to, from, NULL, 100));
  CALL(pread(to, b, 31, 0));
  puts(b);
  loff_t in = 8, out = 1;
  CALL(copy_file_range(from, &in, to, &out, 100, 0));
  printf("%ld %ld\n", (long)in, (long)out);
  CALL(pread(to, b, 31, 0));
  puts(b);
  CALL(copy_file_range(from, NULL, to, NULL, 1, 1));
  int p[2];
  pipe(p);
  CALL(sendfile(p[1], from, &in, 10));
  in = 0;
  CALL(sendfile(p[1], from, &in, 10));
  CALL(read(p[0], b, 31));
  CALL(copy_file_range(p[0], NULL, to, NULL, 1, 0));
  close(p[0]), close(p[1]), close(from), close(to);
  unlink("from");
  unlink("to");
}
