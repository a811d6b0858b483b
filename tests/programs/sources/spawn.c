/* Children by every way that a C program has, and what is left of them. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;
static int status;

static void wait_for(const char *what, pid_t pid) {
  if (waitpid(pid, &status, 0) != pid) status = -1;
  printf("%s: status %#x\n", what, status);
}
static pid_t spawn(const posix_spawn_file_actions_t *actions, char *const args[]) {
  pid_t pid = -1;
  int error = posix_spawnp(&pid, args[0], actions, NULL, args, environ);
  if (error != 0) printf("%s: %s\n", args[0], strerror(error));
  return pid;
}
static void by_vfork(void) {
  pid_t pid = vfork();
  if (pid == 0) {
    execl("/bin/echo", "echo", "from", "vfork", NULL);
    _exit(127);
  }
  wait_for("vfork and execl", pid);
  pid = vfork();
  if (pid == 0) _exit(3);
  wait_for("vfork and _exit", pid);
  pid = vfork();
  if (pid == 0) {
    execl("/bin/missing", "missing", NULL);
    _exit(errno == ENOENT ? 127 : 1);
  }
  wait_for("a program that is not there", pid);
}
static void by_spawn(void) {
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 1, "out", O_CREAT | O_WRONLY | O_TRUNC, 0600);
  posix_spawn_file_actions_adddup2(&actions, 1, 2);
  char *args[] = {"sh", "-c", "echo out; echo err >&2; read x || echo nothing to read", NULL};
  posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
  wait_for("posix_spawn", spawn(&actions, args));
  posix_spawn_file_actions_destroy(&actions);
  char text[100] = "";
  int fd = open("out", O_RDONLY);
  read(fd, text, sizeof text - 1);
  close(fd);
  fputs(text, stdout);
  char *missing[] = {"no-such-program", NULL};
  spawn(NULL, missing);
}
static void by_libc(void) {
  printf("system: %#x\n", system("exit 9"));
  char line[100] = "";
  FILE *pipe = popen("echo from popen", "r");
  fgets(line, sizeof line, pipe);
  printf("%spclose: %#x\n", line, pclose(pipe));
  pipe = popen("read x; echo got $x", "w");
  fputs("something\n", pipe);
  pclose(pipe);
}
static volatile sig_atomic_t children;
static void on_child(int signal) { children++; }
static void killed(void) {
  signal(SIGCHLD, on_child);
  char *args[] = {"sleep", "100", NULL};
  pid_t pid = spawn(NULL, args);
  printf("still there: %d\n", waitpid(pid, &status, WNOHANG));
  kill(pid, SIGTERM);
  while (waitpid(pid, &status, 0) == -1 && errno == EINTR);
  printf("killed: %#x, SIGCHLD %d\n", status, children);
  signal(SIGCHLD, SIG_DFL);
}
static void by_other_program(void) {
  char *args[] = {"env", "-i", "NAME=value", "/bin/sh", "-c", "echo $NAME; exec echo chained", NULL};
  wait_for("env and exec", spawn(NULL, args));
  int ends[2];
  pipe2(ends, O_CLOEXEC);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, ends[0], 0);
  char *args2[] = {"cat", NULL};
  pid_t pid = spawn(&actions, args2);
  close(ends[0]);
  dprintf(ends[1], "through a pipe\n");
  close(ends[1]);
  wait_for("cat", pid);
  posix_spawn_file_actions_destroy(&actions);
}
static long free_kib(void) {
  char line[100];
  long kib = 0;
  FILE *file = fopen("/proc/meminfo", "r");
  while (fgets(line, sizeof line, file) && sscanf(line, "MemFree: %ld", &kib) != 1);
  fclose(file);
  return kib;
}
/* Memory that many children leave behind: less than one page for each. */
static void many(int count) {
  long before = 0;
  char *args[] = {"true", NULL};
  for (int i = 0; i < count + 20; i++) {
    if (i == 20) before = free_kib();
    waitpid(spawn(NULL, args), &status, 0);
    if (status != 0) printf("true: %#x\n", status);
  }
  long lost = before - free_kib();
  if (getenv("OSIER") != NULL && lost > count * 2) printf("%d children left %ld KiB\n", count, lost);
  struct rusage usage;
  getrusage(RUSAGE_CHILDREN, &usage);
  printf("time of children: %d\n", usage.ru_utime.tv_sec * 1000000 + usage.ru_utime.tv_usec +
                                       usage.ru_stime.tv_sec * 1000000 + usage.ru_stime.tv_usec > 0);
}

int main(void) {
  setvbuf(stdout, NULL, _IONBF, 0);
  by_vfork();
  by_spawn();
  by_libc();
  killed();
  by_other_program();
  many(50);
  execl("/bin/echo", "echo", "the", "end", NULL);
  return 1;
}
