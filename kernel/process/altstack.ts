/** The stack for signal handlers that ask for it (sigaltstack(2)). */
import { Errno } from "../lib/errno.ts";
import type { ProgramThread } from "./programthread.ts";

const SS_ONSTACK: u32 = 1;
const SS_DISABLE: u32 = 2;
const SS_AUTODISARM: u32 = 0x80000000;
/** MINSIGSTKSZ. */
const SMALLEST: u64 = 2048;

/** Whether a stack pointer is on it. One that is disarmed while a handler runs on it is never in use. */
export function isOnAltStack(program: ProgramThread, stackPointer: u64): boolean {
  return (
    (program.altStackFlags & SS_AUTODISARM) === 0 &&
    program.altStackSize !== 0 &&
    stackPointer > program.altStack &&
    stackPointer - program.altStack <= program.altStackSize
  );
}

/** stack_t, as sigaltstack(2) tells it. */
export class AltStack {
  address: u64 = 0;
  flags: u32 = 0;
  size: u64 = 0;

  from(program: ProgramThread, stackPointer: u64): void {
    this.address = program.altStack;
    this.size = program.altStackSize;
    this.flags = program.altStackFlags & SS_AUTODISARM;
    if (this.size === 0) this.flags |= SS_DISABLE;
    else if (isOnAltStack(program, stackPointer)) this.flags |= SS_ONSTACK;
  }
}

/** Sets it: 0, EPERM while it is in use, EINVAL of flags, ENOMEM of a size that is too small. */
export function setAltStack(
  program: ProgramThread,
  stackPointer: u64,
  address: u64,
  flags: u32,
  size: u64,
): i32 {
  if (isOnAltStack(program, stackPointer)) return -Errno.EPERM;
  const mode = flags & ~SS_AUTODISARM;
  if (mode !== 0 && mode !== SS_ONSTACK && mode !== SS_DISABLE) return -Errno.EINVAL;
  if (mode === SS_DISABLE) {
    turnOff(program);
    return 0;
  }
  if (size < SMALLEST) return -Errno.ENOMEM;
  program.altStack = address;
  program.altStackSize = size;
  program.altStackFlags = flags;
  return 0;
}
function turnOff(program: ProgramThread): void {
  program.altStack = 0;
  program.altStackSize = 0;
  program.altStackFlags = 0;
}
/** A handler begins: a stack with SS_AUTODISARM is off until its end. */
export function disarmAltStack(program: ProgramThread): void {
  if ((program.altStackFlags & SS_AUTODISARM) !== 0) turnOff(program);
}
/** What the frame of a handler keeps of it: the flags as they were given. */
export function savedFlags(program: ProgramThread): u64 {
  return program.altStackSize === 0 ? u64(SS_DISABLE) : u64(program.altStackFlags);
}
