/** Resource limits (getrlimit(2)): kept for the program to read; those of the stack, the descriptors, data and addresses are enforced. */
import type { Writer } from "../lib/writer.ts";
import { memoryLimits } from "../mm/limits.ts";

const INFINITY: u64 = 0xffffffffffffffff;
const DATA: u32 = 2;
const STACK: u32 = 3;
const CORE: u32 = 4;
const PROCESSES: u32 = 6;
const FILES: u32 = 7;
const MEMORY_LOCK: u32 = 8;
const ADDRESS_SPACE: u32 = 9;
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
const NAMES: readonly string[] = [
  "Max cpu time",
  "Max file size",
  "Max data size",
  "Max stack size",
  "Max core file size",
  "Max resident set",
  "Max processes",
  "Max open files",
  "Max locked memory",
  "Max address space",
  "Max file locks",
  "Max pending signals",
  "Max msgqueue size",
  "Max nice priority",
  "Max realtime priority",
  "Max realtime timeout",
];
const UNITS: readonly string[] = [
  "seconds",
  "bytes",
  "bytes",
  "bytes",
  "bytes",
  "bytes",
  "processes",
  "files",
  "bytes",
  "bytes",
  "locks",
  "signals",
  "bytes",
  "",
  "",
  "us",
];
function writeValue(w: Writer, value: u64): void {
  if (value === INFINITY) w.string("unlimited            ");
  else {
    w.text(`${value}`);
    let digits: u64 = 1;
    for (let rest = value; rest >= 10; rest /= 10) digits++;
    for (let i = digits; i < 21; i++) w.string(" ");
  }
}
function writePadded(w: Writer, text: string, width: u64): void {
  w.string(text);
  for (let i = text.length; i < width; i++) w.string(" ");
}
/** /proc/self/limits (proc(5)). */
export function writeLimits(w: Writer): void {
  w.string("Limit                     Soft Limit           Hard Limit           Units     \n");
  for (let i: u32 = 0; i < 16; i++) {
    writePadded(w, NAMES[i], 26);
    writeValue(w, soft[i]);
    writeValue(w, hard[i]);
    writePadded(w, UNITS[i], 10);
    w.string("\n");
  }
}
/** [soft, hard]. */
export function limitOf(resource: u32): [u64, u64] {
  return [soft[resource], hard[resource]];
}
export function setLimit(resource: u32, newSoft: u64, newHard: u64): void {
  soft[resource] = newSoft;
  hard[resource] = newHard;
  if (resource === ADDRESS_SPACE) memoryLimits.total = newSoft;
  else if (resource === STACK) memoryLimits.stack = newSoft;
  else if (resource === DATA) {
    memoryLimits.data = newSoft;
    memoryLimits.dataHard = newHard;
  }
}
