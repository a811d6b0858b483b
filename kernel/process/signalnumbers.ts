/** Signal numbers and constants (Linux include/uapi/asm-generic/signal.h; the same on x86_64 and aarch64). */
export enum Signal {
  SIGHUP = 1,
  SIGINT = 2,
  SIGQUIT = 3,
  SIGILL = 4,
  SIGTRAP = 5,
  SIGABRT = 6,
  SIGBUS = 7,
  SIGFPE = 8,
  SIGKILL = 9,
  SIGUSR1 = 10,
  SIGSEGV = 11,
  SIGUSR2 = 12,
  SIGPIPE = 13,
  SIGALRM = 14,
  SIGTERM = 15,
  SIGSTKFLT = 16,
  SIGCHLD = 17,
  SIGCONT = 18,
  SIGSTOP = 19,
  SIGTSTP = 20,
  SIGTTIN = 21,
  SIGTTOU = 22,
  SIGURG = 23,
  SIGXCPU = 24,
  SIGXFSZ = 25,
  SIGVTALRM = 26,
  SIGPROF = 27,
  SIGWINCH = 28,
  SIGIO = 29,
  SIGPWR = 30,
  SIGSYS = 31,
}
export const SIGNAL_COUNT: u32 = 64;

/** siginfo si_code values. */
export enum SignalCode {
  user = 0,
  kernel = 0x80,
  segvMapError = 1,
  segvAccessError = 2,
  busAddressError = 2,
  fpeIntDivide = 1,
  fpeFltDivide = 3,
  fpeFltOverflow = 4,
  fpeFltUnderflow = 5,
  fpeFltInexact = 6,
  fpeFltInvalid = 7,
  illIllegalOpcode = 2,
  trapTrace = 2,
}
/** si_code of tgkill(2). */
export const SI_TKILL: i32 = -6;

export const SIG_DFL: u64 = 0;
export const SIG_IGN: u64 = 1;

export const SA_NOCLDSTOP: u64 = 1;
export const SA_SIGINFO: u64 = 4;
export const SA_RESTORER: u64 = 0x04000000;
export const SA_ONSTACK: u64 = 0x08000000;
export const SA_RESTART: u64 = 0x10000000;
export const SA_NODEFER: u64 = 0x40000000;
export const SA_RESETHAND: u64 = 0x80000000;

/** The bit of a signal in a mask. */
export function signalBit(signal: u32): u64 {
  return u64(1) << u64(signal - 1);
}

const NAMES: readonly string[] = [
  "0",
  "SIGHUP",
  "SIGINT",
  "SIGQUIT",
  "SIGILL",
  "SIGTRAP",
  "SIGABRT",
  "SIGBUS",
  "SIGFPE",
  "SIGKILL",
  "SIGUSR1",
  "SIGSEGV",
  "SIGUSR2",
  "SIGPIPE",
  "SIGALRM",
  "SIGTERM",
  "SIGSTKFLT",
  "SIGCHLD",
  "SIGCONT",
  "SIGSTOP",
  "SIGTSTP",
  "SIGTTIN",
  "SIGTTOU",
  "SIGURG",
  "SIGXCPU",
  "SIGXFSZ",
  "SIGVTALRM",
  "SIGPROF",
  "SIGWINCH",
  "SIGIO",
  "SIGPWR",
  "SIGSYS",
];
export function signalName(signal: u32): string {
  return u64(signal) < NAMES.length ? NAMES[signal] : "a real-time signal";
}

/** Signals whose default action is nothing (signal(7)); stop and continue have no meaning for a single program. */
export function isIgnoredByDefault(signal: u32): boolean {
  switch (signal) {
    case Signal.SIGCHLD:
    case Signal.SIGURG:
    case Signal.SIGWINCH:
    case Signal.SIGCONT:
    case Signal.SIGSTOP:
    case Signal.SIGTSTP:
    case Signal.SIGTTIN:
    case Signal.SIGTTOU:
      return true;
    default:
      return false;
  }
}
/** Signals whose default action writes a core file on Linux: a report here. */
export function isFatalFault(signal: u32): boolean {
  switch (signal) {
    case Signal.SIGQUIT:
    case Signal.SIGILL:
    case Signal.SIGTRAP:
    case Signal.SIGABRT:
    case Signal.SIGBUS:
    case Signal.SIGFPE:
    case Signal.SIGSEGV:
    case Signal.SIGSYS:
      return true;
    default:
      return false;
  }
}
