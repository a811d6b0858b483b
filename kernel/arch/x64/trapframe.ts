/**
 * The register state of an interrupted flow, as the entries of traps.ts and syscallentry.ts push it.
 *
 * Invariant: the order of the fields is the order of the pushes; both assembly files and the gdb unwind notes there
 * depend on it. A frame lies on the kernel stack of its thread.
 */
export class TrapFrame {
  r15!: u64;
  r14!: u64;
  r13!: u64;
  r12!: u64;
  r11!: u64;
  r10!: u64;
  r9!: u64;
  r8!: u64;
  rbp!: u64;
  rdi!: u64;
  rsi!: u64;
  rdx!: u64;
  rcx!: u64;
  rbx!: u64;
  rax!: u64;
  /** Vector of a trap; for a system call `SYSCALL_VECTOR`. */
  vector!: u64;
  /** The processor's error code; for a system call its number. */
  error!: u64;
  rip!: u64;
  cs!: u64;
  rflags!: u64;
  rsp!: u64;
  ss!: u64;
}

export const SYSCALL_VECTOR: u64 = 256;

/** Exception vectors (SDM vol. 3A, table 6-1). */
export enum Vector {
  divideError = 0,
  debug = 1,
  nmi = 2,
  breakpoint = 3,
  overflow = 4,
  boundRange = 5,
  invalidOpcode = 6,
  deviceNotAvailable = 7,
  doubleFault = 8,
  invalidTss = 10,
  segmentNotPresent = 11,
  stackFault = 12,
  generalProtection = 13,
  pageFault = 14,
  floatingPoint = 16,
  alignmentCheck = 17,
  machineCheck = 18,
  simdFloatingPoint = 19,
  controlProtection = 21,
}

/** The highest address a program can use, plus one. */
export const PROGRAM_END: u64 = 0x7ffffffff000;

/**
 * True when the frame interrupted the program, not the kernel: both run in ring 0, so the addresses tell. A vDSO function
 * is kernel code on the program's stack, and part of the program.
 */
export function isFromProgram(frame: TrapFrame): boolean {
  return frame.rip < PROGRAM_END || frame.rsp < PROGRAM_END;
}
