/** si_code: which codes the kernel knows, and with them how much of siginfo_t they fill (known_siginfo_layout in Linux kernel/signal.c). */
import { Signal } from "./signalnumbers.ts";

const SI_KERNEL: i32 = 0x80;
const SI_DETHREAD: i32 = -7;
const SI_ASYNCNL: i32 = -60;
/** Codes that any signal may have from a descriptor (NSIGPOLL). */
const MOST_POLL_CODES: i32 = 6;

export function isKnownCode(signal: u32, code: i32): boolean {
  if (code === SI_KERNEL || code === SI_ASYNCNL) return true;
  return code > 0 ? code <= mostCodes(signal) : code >= SI_DETHREAD;
}
/** The greatest code of a signal's own. */
function mostCodes(signal: u32): i32 {
  switch (signal) {
    case Signal.SIGILL:
      return 11;
    case Signal.SIGFPE:
      return 15;
    case Signal.SIGSEGV:
      return 10;
    case Signal.SIGBUS:
      return 5;
    case Signal.SIGSYS:
      return 2;
    default:
      return MOST_POLL_CODES; // of SIGTRAP and SIGCHLD as well
  }
}
