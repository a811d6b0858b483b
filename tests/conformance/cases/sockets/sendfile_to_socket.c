/* sendfile(2) and splice(2) into a socket, and from devices. */
#include "../../case.h"
#include <sys/sendfile.h>
#include <sys/socket.h>
CASE(sendfile_to_socket) {
  int s[2], p[2], fd = file_with(NULL, "0123456789"), zero = open("/dev/zero", O_RDONLY), null = open("/dev/null", O_RDONLY);
  char text[16] = {0};
  socketpair(AF_UNIX, SOCK_STREAM, 0, s);
  off_t at = 2;
  CALL(sendfile(s[0], fd, &at, 5));
  printf("%ld\n", (long)at);
  CALL(read(s[1], text, sizeof text));
  puts(text);
  CALL(sendfile(s[0], zero, NULL, 3));
  CALL(read(s[1], text, sizeof text));
  CALL(sendfile(s[0], null, NULL, 3));
  pipe(p);
  write(p[1], "abcd", 4);
  CALL(splice(p[0], NULL, s[0], NULL, 4, 0));
  CALL(read(s[1], text, sizeof text));
  printf("%.4s\n", text);
  puts("as much as it takes");
  fcntl(s[0], F_SETFL, O_NONBLOCK);
  CALL(sendfile(s[0], zero, NULL, 1 << 30));
  CALL(sendfile(s[0], zero, NULL, 1 << 30));
  static char many[1 << 18];
  for (long n, left = 262144; left > 0; left -= n) n = read(s[1], many, sizeof many);
  CALL(write(s[0], many, sizeof many));
  CALL(write(s[0], many, sizeof many));
  close(p[0]), close(p[1]), close(s[0]), close(s[1]), close(fd), close(zero), close(null);
}
