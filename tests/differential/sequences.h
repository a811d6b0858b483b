/* Random sequences of system calls: what the files of this program share. See main.c. */
#pragma once
#define _GNU_SOURCE
#include <errno.h>
#include <setjmp.h>
#include <stdint.h>
#include <sys/types.h>

/* ---- random.c: one generator; a sequence is a function of its number ---- */
void seed(uint64_t sequence);
uint64_t next(void);
static inline unsigned below(unsigned n) { return (unsigned)(next() >> 33) % n; }

/* ---- state.c: what every sequence starts from ---- */

/* Pages of the arena, by what may be done with them; PAST is not mapped. */
#define PAGE 4096ul
#define ARENA 0x10000000ul
#define READ_WRITE (ARENA)           /* eight pages */
#define READ_WRITE_END (ARENA + 8 * PAGE)
#define READ_ONLY (ARENA + 9 * PAGE) /* one page, with unmapped ones around it */
#define NO_ACCESS (ARENA + 11 * PAGE)
#define PAST (ARENA + 13 * PAGE)
#define SPARE (ARENA + 16 * PAGE)    /* sixteen pages for calls that map, protect and unmap */
#define SPARE_PAGES 16

void prepare_once(void);
void prepare(void);
/* The scratch part of the arena, as every call finds it. */
void fill_arena(void);

/* ---- arguments.c ---- */
enum Kind {
  END = 0, /* no further argument */
  FD,
  PATH,
  IN,       /* a pointer to bytes that are read */
  OUT,      /* a pointer to bytes that are written */
  TEXT,     /* a pointer to a name */
  LENGTH,   /* of what the pointer before points to */
  SMALL,    /* 0..15 */
  ANY,      /* any number */
  OFFSET,
  EXTENT,   /* a length to be allocated: small, for a host would really allocate a large one */
  MODE,
  OPEN_FLAGS,
  AT_FLAGS,
  BITS,     /* few random bits */
  WHENCE,
  SIGNAL,
  TIMESPEC,
  ITIMERSPEC,
  TIMEVALS, /* two, of a file */
  TIMEVAL,  /* a time limit */
  LIMIT_MS, /* one in milliseconds: none, short or hours */
  SIGSET,
  SIGSET_SIZE,
  VECTOR,
  COUNT,
  POLLS,
  EVENT,
  EVENTS,
  MESSAGE,
  ADDRESS,  /* a struct sockaddr */
  ADDRESS_SIZE,
  SIZE_CELL,/* a pointer to a length that goes in and out */
  OFFSET_CELL,
  CLOCK,
  FCNTL,
  IOCTL,
  SPARE_AT, /* an address in the spare pages */
  MAP_AT,   /* as above, without page 0 */
  PAGES,    /* a length in them */
  PROT,
  MAP_FLAGS,
  ADVICE,
  DOMAIN,
  SOCKET_TYPE,
  FUTEX_OP,
  WORD,
  SETS,
  FEW_PAGES, /* a length that stays in them, or wraps around */
  MEMFD_FLAGS,
  SLEEP_CLOCK,
  FLAG0,    /* mostly 0 */
  TIMER,    /* one of the sequence's own timers, or none */
  SIGEVENT,
  LATE,     /* a struct itimerspec: an expiry that nobody sees, or none */
  LATE_US,  /* a struct itimerval of that kind */
  SELF,     /* the number of this process, or of none */
  SENT,     /* a signal that may be sent: ignored, blocked or handled */
  CHECKED,  /* a signal that rt_sigaction may ask about */
  NO_ACTION,/* no new action, or one at a bad address */
  NEW_MASK, /* a set of signals for rt_sigprocmask */
  SIGINFO,
  STACK,    /* a struct sigaltstack */
  ID_KIND,  /* P_ALL and so on */
  WAIT_FLAGS,
  PRCTL,
  PRCTL_VALUE,
  POLICY,
  PARAMETER,/* a struct sched_param */
  ATTRIBUTES, /* a struct sched_attr */
  NICE,
  PRIORITY_CLASS, /* of ioprio_set */
  CAPABILITIES, /* a capability header */
  PERSONALITY,
  SHARED_MEMORY, /* System V objects of the sequence, or none */
  SEMAPHORES,
  MESSAGES,
  KEY,
  GET_FLAGS,
  IPC_COMMAND,
  SEM_COMMAND,
  SEM_OPERATIONS,
  MESSAGE_TYPED, /* a struct msgbuf */
  MESSAGE_TYPE,
  SHM_FLAGS,
  REMAP_FLAGS,
  WAITERS,  /* an array of struct futex_waitv */
  MAP_OFFSET,
  ROOMY,    /* a pointer with room for what each machine writes as much of as it likes, or to none */
  SEGMENT_SIZE,
};
uint64_t argument(enum Kind kind);
/* objectarguments.c: the second half of the kinds, from TIMER on. */
uint64_t object_argument(enum Kind kind);
/* What both halves use. */
void *take(void);
uint64_t bad_pointer(void);
uint64_t bits(unsigned from);
#define PICK(...) ((const uint64_t[]){__VA_ARGS__}[below(sizeof((const uint64_t[]){__VA_ARGS__}) / 8)])

/* ---- objects.c: what a sequence has made and names by a number that each machine chooses ---- */
/* Takes note of what a call has made. */
void note_object(long call, const uint64_t arguments[6], long result);
/* The number of a kind's object in the order of making, from 1; 0 for what is none of them. */
unsigned object_index(enum Kind kind, uint64_t value);
/* Any of a kind, or a number that none has. */
uint64_t any_object(enum Kind kind);
void remove_objects(void);
/* How many signals a handler has taken in this sequence. */
extern volatile unsigned signals_taken;
#define MOST_SHORT_MS 2

/* ---- calls.c ---- */
struct Call {
  short number;
  const char *name;
  unsigned char kinds[6];
  /* What of a success may differ between machines and is left out of the digest. */
  enum { PLAIN, ANY_VALUE, OUTPUT } result;
};
extern const struct Call calls[];
extern const unsigned call_count;

/* ---- waits.c: no call and no lost memory ends the program ---- */

/* What `make_call` gives for a call that begins anew after every signal, and would never come back. */
#define NEVER 4000
/* Makes a call; errno when it gives -1. */
long make_call(const struct Call *call, const uint64_t arguments[6]);
/* Where a sequence goes on whose own memory is gone. */
extern sigjmp_buf lost_memory;
/* Handlers for both. */
void catch_signals(void);
void stop_ticks(void);
