/* execve(2): what is wrong with the file or the arguments, in Linux's order. */
#include "../../case.h"
#include <sys/wait.h>

static void try(const char *what, const char *path, char **args, char **env) {
  volatile int error = 0;
  int pid = vfork();
  if (pid == 0) {
    syscall(SYS_execve, path, args, env);
    error = errno;
    _exit(0);
  }
  waitpid(pid, NULL, 0);
  errno = error;
  result_of(what, -1);
}
static void make(const char *name, const char *contents, int mode) {
  close(file_with(name, contents));
  chmod(name, mode);
}
CASE(exec_errors) {
  char *args[] = {"x", NULL}, *none[] = {NULL};
  make("text", "just text\n", 0755);
  make("plain", "\177ELF", 0644);
  make("short", "\177ELF", 0755);
  make("empty", "", 0755);
  make("loop", "#!loop\n", 0755);
  make("lost", "#!/missing/interpreter\n", 0755);
  make("dir", "#!/\n", 0755);
  make("nothing", "#!  \n", 0755);
  try("missing", "missing", args, none);
  try("nowhere", "missing/file", args, none);
  try("below a file", "text/file", args, none);
  try("no name", "", args, none);
  try("bad name", BAD, args, none);
  try("directory", "/tmp", args, none);
  try("device", "/dev/null", args, none);
  try("text", "text", args, none);
  try("not executable", "plain", args, none);
  try("short", "short", args, none);
  try("empty", "empty", args, none);
  try("loop", "loop", args, none);
  try("lost", "lost", args, none);
  try("dir", "dir", args, none);
  try("nothing", "nothing", args, none);
  try("bad arguments", "text", BAD, none);
  try("bad environment", "text", args, BAD);
  char *bad[] = {"x", BAD, NULL};
  try("bad argument", "text", bad, none);
  try("bad argument of a missing file", "missing", bad, none);
  char *big = malloc(140000);
  memset(big, 'a', 139999);
  big[139999] = 0;
  char *huge[] = {"x", big, NULL};
  try("long argument", "text", huge, none);
  free(big);
  const char *names[] = {"text", "plain", "short", "empty", "loop", "lost", "dir", "nothing"};
  for (int i = 0; i < 8; i++) unlink(names[i]);
}
