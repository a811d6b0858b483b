/**
 * What one program has of the address space: its areas, its heap, where it lies, its limits.
 *
 * All programs share one address space, so an area names its owner. The first program lies where Linux puts programs; each
 * further one has a slot, a stretch of addresses below them with the program and its heap at the bottom and its stack at
 * the top. Only mappings without an address of their own come from the common stretch further up. Processes that have not
 * called execve(2) since vfork(2) share the memory of the process that they came from.
 *
 * Invariant: no call of one program unmaps or changes an area of another.
 */
import { PAGE_SIZE, PIE_BASE, STACK_LIMIT, STACK_TOP } from "./layout.ts";

const INFINITY: u64 = 0xffff_ffff_ffff_ffff;
/** Slots of further programs. */
const FIRST_SLOT: u64 = 0x1000_0000_0000;
const SLOT_SIZE: u64 = 0x10_0000_0000;
const SLOTS: u64 = 1024;

/** Resource limits (getrlimit(2)) on memory, in bytes; process/limits.ts keeps them up to date. */
export class MemoryLimits {
  /** RLIMIT_AS. */
  total: u64 = INFINITY;
  /** RLIMIT_DATA, soft and hard. */
  data: u64 = INFINITY;
  dataHard: u64 = INFINITY;
  /** RLIMIT_STACK. */
  stack: u64 = STACK_LIMIT;
}

export class ProgramMemory {
  /** Processes that use it. */
  references: u32 = 1;
  /** 0: where Linux puts programs. */
  slot: u64 = 0;
  next: ProgramMemory | null = null;
  readonly limits: Embed<MemoryLimits> = new MemoryLimits();
  /** LockAll bits of future mappings (mlockall(2)). */
  lockFuture: u32 = 0;
  /** What membarrier(2) has registered, as its commands' bits. */
  barriers: u32 = 0;
  brkStart: u64 = 0;
  brkEnd: u64 = 0;
  /** Load address of a position-independent program. */
  pieBase: u64 = PIE_BASE;
  /** Exclusive end of the first thread's stack. */
  stackTop: u64 = STACK_TOP;
  /** Bytes, a multiple of 16, between the strings on the first stack and what lies below them. */
  stackGap: u64 = 0;
  /** Bytes, whole pages, between the program's last segment and its heap. */
  brkGap: u64 = 0;

  /** To the ends of its slot, from which a random distance may be taken. */
  placeInSlot(): void {
    this.pieBase = FIRST_SLOT + (this.slot - 1) * SLOT_SIZE;
    this.stackTop = this.pieBase + SLOT_SIZE - PAGE_SIZE;
  }
}

export const firstMemory = new ProgramMemory();
let first: ProgramMemory = firstMemory;
let currentSource: FnPtr<() => ProgramMemory> | null = null;

/** process/ says whose memory the caller's is. */
export function setMemorySource(source: FnPtr<() => ProgramMemory>): void {
  currentSource = source;
}
/** The memory of the calling program. */
export function currentMemory(): ProgramMemory {
  const source = currentSource;
  return source === null ? firstMemory : source();
}
/** Whether there is more than one program. */
export function memoryIsShared(): boolean {
  return first.next !== null;
}

function isTaken(slot: u64): boolean {
  for (let m: ProgramMemory | null = first; m !== null; m = m.next) if (m.slot === slot) return true;
  return false;
}
/** Memory for one more program, with the lowest free slot; null when all are taken. */
export function newProgramMemory(): ProgramMemory | null {
  let slot: u64 = 1;
  while (slot <= SLOTS && isTaken(slot)) slot++;
  if (slot > SLOTS) return null;
  const memory = new ProgramMemory();
  memory.slot = slot;
  memory.placeInSlot();
  memory.next = first;
  first = memory;
  return memory;
}
/** Forgets the memory of a program that is gone, with its areas. */
export function dropProgramMemory(memory: ProgramMemory): void {
  let previous: ProgramMemory | null = null;
  for (let m: ProgramMemory | null = first; m !== null; m = m.next) {
    if (m === memory) {
      if (previous !== null) previous.next = m.next;
      else if (m.next !== null) first = m.next;
      break;
    }
    previous = m;
  }
  if (memory !== firstMemory) free(memory);
}
