/* msgrcv(2) by type: any, one, the lowest up to a bound, all but one. */
#include "../../case.h"
#include <limits.h>
#include <sys/msg.h>
struct message { long type; char text[64]; };
static int id;
static void put(long type, const char *text) {
  struct message m = {type};
  strcpy(m.text, text);
  if (msgsnd(id, &m, strlen(text), 0)) printf("msgsnd: %s\n", strerrorname_np(errno));
}
static void get(long type, int flags) {
  struct message m = {0};
  ssize_t n = msgrcv(id, &m, 64, type, flags | IPC_NOWAIT);
  if (n < 0) printf("%ld: %s\n", type, strerrorname_np(errno));
  else printf("%ld: type %ld, \"%.*s\"\n", type, m.type, (int)n, m.text);
}
CASE(msg_types) {
  id = msgget(IPC_PRIVATE, 0600);
  put(3, "three"), put(5, "five"), put(1, "one"), put(3, "again"), put(2, "two"), put(9, "");
  get(3, 0);
  get(-4, 0);
  get(-4, 0);
  get(4, 0);
  get(5, MSG_EXCEPT);
  get(0, 0);
  get(-100, 0);
  get(0, 0);
  put(LONG_MAX, "most");
  get(LONG_MIN, 0);
  get(-LONG_MAX, 0);
  msgctl(id, IPC_RMID, NULL);
}
