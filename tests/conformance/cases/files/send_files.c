/* sendfile(2): position or offset of the source, pipes and files as targets, errors. */
#include "../../case.h"
#include <sys/eventfd.h>
#include <sys/sendfile.h>
CASE(send_files) {
  int from = file_with(NULL, "0123456789"), to = file_with(NULL, ""), p[2];
  off_t at = 4;
  char b[32] = {0};
  pipe(p);
  CALL(sendfile(p[1], from, &at, 3));
  printf("%ld %ld\n", (long)at, (long)lseek(from, 0, SEEK_CUR));
  CALL(read(p[0], b, 32));
  puts(b);
  CALL(sendfile(to, from, NULL, 6));
  CALL(lseek(from, 0, SEEK_CUR));
  CALL(sendfile(to, from, NULL, 100));
  CALL(sendfile(to, from, NULL, 100));
  CALL(lseek(to, 0, SEEK_CUR));
  at = -1;
  CALL(sendfile(to, from, &at, 1));
  CALL(sendfile(to, p[0], NULL, 1));
  CALL(sendfile(99, from, NULL, 1));
  CALL(sendfile(to, 99, NULL, 1));
  CALL(sendfile(p[0], from, NULL, 1));
  CALL(sendfile(to, from, BAD, 1));
  fcntl(to, F_SETFL, O_APPEND);
  at = 0;
  CALL(sendfile(to, from, &at, 1));
  int dir = open(".", O_RDONLY | O_DIRECTORY), e = eventfd(1, 0);
  puts("nothing to send");
  CALL(sendfile(to, dir, NULL, 0));
  fcntl(to, F_SETFL, 0);
  CALL(sendfile(to, dir, NULL, 0));
  CALL(sendfile(to, dir, NULL, 1));
  CALL(sendfile(to, p[0], NULL, 0));
  CALL(sendfile(to, e, NULL, 0));
  CALL(sendfile(p[1], e, NULL, 0));
  close(dir), close(e);
  fcntl(p[1], F_SETFL, O_NONBLOCK);
  while (write(p[1], b, 32) > 0) continue;
  CALL(sendfile(p[1], from, NULL, 0));
  on_signal(SIGPIPE, SIG_IGN, 0);
  close(p[0]);
  CALL(sendfile(p[1], from, NULL, 0));
  on_signal(SIGPIPE, SIG_DFL, 0);
  close(p[0]), close(p[1]), close(from), close(to);
}
