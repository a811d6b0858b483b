/** Resource limits (getrlimit(2)): kept for the program to read; those of the stack, the descriptors, data, addresses and file sizes are enforced. */
import type { Writer } from "../lib/writer.ts";
import type { MemoryLimits } from "../mm/programmemory.ts";

const INFINITY: u64 = 0xffffffffffffffff;
const FILE_SIZE: u32 = 1;
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

export class ResourceLimits {
  soft!: FixedArray<u64, 16>;
  hard!: FixedArray<u64, 16>;

  set(resource: u32, soft: u64, hard: u64): void {
    this.soft[resource] = soft;
    this.hard[resource] = hard;
  }
  copyFrom(other: ResourceLimits): void {
    for (let i: u32 = 0; i < 16; i++) this.set(i, other.soft[i], other.hard[i]);
  }
  get fileSize(): u64 {
    return this.soft[FILE_SIZE];
  }
  /** Has a program's memory keep to the limits that concern it. */
  applyTo(memory: MemoryLimits): void {
    memory.total = this.soft[ADDRESS_SPACE];
    memory.stack = this.soft[STACK];
    memory.data = this.soft[DATA];
    memory.dataHard = this.hard[DATA];
  }
  /** What the first process begins with. */
  init(): void {
    for (let i: u32 = 0; i < 16; i++) this.set(i, INFINITY, INFINITY);
    this.set(STACK, 8 * 1024 * 1024, INFINITY);
    this.set(CORE, 0, INFINITY);
    this.set(PROCESSES, 32768, 32768);
    this.set(FILES, 1024, 1048576);
    this.set(MEMORY_LOCK, 8 * 1024 * 1024, 8 * 1024 * 1024);
    this.set(SIGNALS, 32768, 32768);
    this.set(QUEUES, 819200, 819200);
    this.set(NICE, 0, 0);
    this.set(REALTIME, 0, 0);
  }
  /** /proc/self/limits (proc(5)). */
  write(w: Writer): void {
    w.string("Limit                     Soft Limit           Hard Limit           Units     \n");
    for (let i: u32 = 0; i < 16; i++) {
      writePadded(w, NAMES[i], 26);
      writeValue(w, this.soft[i]);
      writeValue(w, this.hard[i]);
      writePadded(w, UNITS[i], 10);
      w.string("\n");
    }
  }
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
