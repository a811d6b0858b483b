/* connect(2) to a socket of another type, to a file, to a directory, without permission of the name. */
#include "../../case.h"
#include <sys/socket.h>
#include <sys/un.h>
static struct sockaddr_un at(const char *name) {
  struct sockaddr_un a = {.sun_family = AF_UNIX};
  strcpy(a.sun_path, name);
  return a;
}
CASE(stream_type_mismatch) {
  struct sockaddr_un d = at("type.dgram"), f = at("type.file"), dir = at("type.dir"), l = at("type.link");
  int s = socket(AF_UNIX, SOCK_DGRAM, 0), c = socket(AF_UNIX, SOCK_STREAM, 0);
  bind(s, (void *)&d, sizeof d), close(file_with("type.file", "")), mkdir("type.dir", 0700), symlink("type.dgram", "type.link");
  CALL(connect(c, (void *)&d, sizeof d));
  CALL(connect(c, (void *)&f, sizeof f));
  CALL(connect(c, (void *)&dir, sizeof dir));
  CALL(connect(c, (void *)&l, sizeof l));
  int o = socket(AF_UNIX, SOCK_DGRAM, 0);
  CALL(connect(o, (void *)&l, sizeof l));
  CALL(bind(o, (void *)&l, sizeof l));
  CALL(bind(o, (void *)&f, sizeof f));
  struct sockaddr_un in = {.sun_family = AF_INET}, deep = at("missing/socket");
  CALL(connect(c, (void *)&in, sizeof in));
  CALL(bind(o, (void *)&in, sizeof in));
  CALL(bind(o, (void *)&deep, sizeof deep));
  CALL(connect(c, BAD, 20));
  CALL(connect(99, (void *)&d, sizeof d));
  int file = open("type.file", O_RDWR);
  CALL(connect(file, (void *)&d, sizeof d));
  close(file), close(s), close(c), close(o);
  unlink("type.dgram"), unlink("type.file"), rmdir("type.dir"), unlink("type.link");
}
