/** Resource limits (getrlimit(2)): kept for the program to read; the stack's and the descriptors' are enforced. */

const INFINITY: u64 = 0xffffffffffffffff;
const STACK: u32 = 3;
const CORE: u32 = 4;
const PROCESSES: u32 = 6;
const FILES: u32 = 7;
const MEMORY_LOCK: u32 = 8;
const SIGNALS: u32 = 11;
const QUEUES: u32 = 12;
const NICE: u32 = 13;
const REALTIME: u32 = 14;

let soft!: FixedArray<u64, 16>;
let hard!: FixedArray<u64, 16>;

export function initLimits(): void {
  for (let i: u32 = 0; i < 16; i++) setLimit(i, INFINITY, INFINITY);
  setLimit(STACK, 8 * 1024 * 1024, INFINITY);
  setLimit(CORE, 0, INFINITY);
  setLimit(PROCESSES, 32768, 32768);
  setLimit(FILES, 1024, 1048576);
  setLimit(MEMORY_LOCK, 8 * 1024 * 1024, 8 * 1024 * 1024);
  setLimit(SIGNALS, 32768, 32768);
  setLimit(QUEUES, 819200, 819200);
  setLimit(NICE, 0, 0);
  setLimit(REALTIME, 0, 0);
}
/** [soft, hard]. */
export function limitOf(resource: u32): [u64, u64] {
  return [soft[resource], hard[resource]];
}
export function setLimit(resource: u32, newSoft: u64, newHard: u64): void {
  soft[resource] = newSoft;
  hard[resource] = newHard;
}
