/* copy_file_range(2): offsets and positions, the end of the file, itself, what is wrong. */
#include "../../case.h"
CASE(copy_ranges) {
  int from = file_with("from", "0123456789"), to = file_with("to", "abcdefghij");
  off_t in = 2, out = 5;
  char b[32] = {0};
  CALL(copy_file_range(from, &in, to, &out, 4, 0));
  printf("%ld %ld\n", (long)in, (long)out);
  pread(to, b, 31, 0);
  puts(b);
  CALL(copy_file_range(from, NULL, to, NULL, 3, 0));
  CALL(lseek(from, 0, SEEK_CUR));
  CALL(lseek(to, 0, SEEK_CUR));
  CALL(copy_file_range(from, NULL, to, NULL, 100, 0));
  CALL(copy_file_range(from, NULL, to, NULL, 100, 0));
  memset(b, 0, 32), pread(to, b, 31, 0);
  puts(b);
  in = 0, out = 5;
  CALL(copy_file_range(from, &in, from, &out, 5, 0));
  in = 0, out = 3;
  CALL(copy_file_range(from, &in, from, &out, 5, 0));
  CALL(copy_file_range(from, NULL, to, NULL, 1, 1));
  CALL(copy_file_range(99, NULL, to, NULL, 1, 0));
  int p[2], ro = open("to", O_RDONLY), ap = open("to", O_WRONLY | O_APPEND), dir = open(".", O_RDONLY);
  pipe(p);
  CALL(copy_file_range(from, NULL, p[1], NULL, 1, 0));
  CALL(copy_file_range(from, NULL, ro, NULL, 1, 0));
  CALL(copy_file_range(from, NULL, ap, NULL, 1, 0));
  CALL(copy_file_range(dir, NULL, to, NULL, 1, 0));
  close(p[0]), close(p[1]), close(ro), close(ap), close(dir), close(from), close(to), unlink("from"), unlink("to");
}
