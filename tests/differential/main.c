/*
 * Random sequences of system calls, for a comparison of two kernels.
 *
 *   sequences FIRST COUNT           a line "NUMBER DIGEST" a sequence
 *   sequences show NUMBER[:MASK]... a line "sequence NUMBER" and every call with its result; MASK (hex): a bit for each
 *                                   call that is made
 *
 * A sequence is a function of its number. A call that would block is ended by a timer, armed anew for each. The digest
 * takes the result or the error of each call and, where what is written is the same on every machine, the memory that the
 * call has written.
 */
#include "sequences.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <unistd.h>

static uint64_t digest;
static void mix(uint64_t value) {
  digest = (digest ^ value) * 0x100000001b3u;
  digest ^= digest >> 29;
}
static uint64_t arena_hash(void) {
  uint64_t h = 0xcbf29ce484222325u;
  const uint64_t *w = (const uint64_t *)READ_WRITE;
  for (unsigned i = 0; i < 8 * PAGE / 8; i++) h = (h ^ w[i]) * 0x100000001b3u;
  return h;
}

static const char *error_name(long e) {
  const char *name = strerrorname_np((int)e);
  return name == NULL ? "?" : name;
}

/* So late that no short time limit of a call is cut by the tick. */
#define FIRST_TICK_US 20000

static void run(uint64_t number, int show, uint64_t mask) {
  prepare();
  seed(number);
  digest = 0;
  unsigned length = 4 + below(21);
  for (unsigned i = 0; i < length; i++) {
    const struct Call *c = &calls[below(call_count)];
    fill_arena();
    uint64_t a[6] = {0};
    for (int k = 0; k < 6 && c->kinds[k] != END; k++) a[k] = argument(c->kinds[k]);
    if (i < 64 && !(mask >> i & 1)) continue;
    const struct itimerval tick = {{0, 3000}, {0, FIRST_TICK_US}};
    setitimer(ITIMER_REAL, &tick, NULL);
    long result = syscall(c->number, a[0], a[1], a[2], a[3], a[4], a[5]);
    long error = result == -1 ? errno : 0;
    if (error == 0 && c->result == ANY_VALUE) result = 0;
    mix((uint64_t)result);
    mix((uint64_t)error);
    uint64_t hash = 0;
    /* The time that is left is written back. */
    if (error == 0 && c->number == SYS_ppoll && a[2] != 0) memset((void *)a[2], 0, 16);
    if (error == 0 && c->number == SYS_select && a[4] != 0) memset((void *)a[4], 0, 16);
    if (error == 0 && c->result == OUTPUT) mix(hash = arena_hash());
    if (show) {
      printf("%2u %s(", i, c->name);
      for (int k = 0; k < 6 && c->kinds[k] != END; k++) {
        printf("%s0x%lx", k ? ", " : "", a[k]);
        if ((c->kinds[k] == PATH || c->kinds[k] == TEXT) && a[k] >= READ_WRITE && a[k] < READ_WRITE + 6 * PAGE && error == 0)
          printf(" \"%.20s\"", (char *)a[k]);
      }
      if (error) printf(") = -%s\n", error_name(error));
      else printf(") = %ld %lx\n", result, hash);
      fflush(stdout);
    }
  }
}

int main(int argc, char **argv) {
  prepare_once();
  int show = argc > 2 && !strcmp(argv[1], "show");
  if (argc < 3) {
    fputs("usage: sequences FIRST COUNT | show NUMBER[:MASK]...\n", stderr);
    return 2;
  }
  static char lines[1 << 16];

  if (show) {
    for (int i = 2; i < argc; i++) {
      char *end;
      uint64_t number = strtoull(argv[i], &end, 0);
      printf("sequence %lu\n", number);
      run(number, 1, *end == ':' ? strtoull(end + 1, NULL, 16) : ~0ul);
    }
    return 0;
  }
  uint64_t first = strtoull(argv[1], NULL, 0), count = strtoull(argv[2], NULL, 0);
  size_t n = 0;

  for (uint64_t i = first; i < first + count; i++) {
    run(i, 0, ~0ul);
    n += (size_t)sprintf(lines + n, "%lu %016lx\n", i, digest);
    if (n > sizeof lines - 64 || i + 1 == first + count) {
      const struct itimerval off = {{0, 0}, {0, 0}};
      setitimer(ITIMER_REAL, &off, NULL);
      for (size_t done = 0; done < n;) {
        ssize_t w = write(1, lines + done, n - done);
        if (w > 0) done += (size_t)w;
        else if (errno != EINTR) return 4;
      }
      n = 0;
    }
  }
  return 0;
}
