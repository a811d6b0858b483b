/**
 * The machine room of host programs: heap, log and panic over the C library.
 *
 * Unit tests, fuzz harnesses and benchmarks are compiled from kernel sources to Linux executables with this file in
 * the place of mm/heap and the arch's panic report. Logging is on and goes to standard error.
 */
import { setLogSink, setVerbose } from "../log.ts";
import { panic, setPanicHook } from "../panic.ts";

/** @extern write */
declare function write(fd: i32, data: Ptr<u8>, length: usize): isize;
/** @extern abort */
declare function abort(): never;
/** @extern aligned_alloc */
declare function alignedAlloc(align: usize, size: usize): u64;
/** @extern free */
declare function release(addr: u64): void;

function writeLog(text: Ptr<u8>, length: usize): void {
  let done: u64 = 0;
  while (done < length) {
    const n = write(2, text.add(done), length - done);
    if (n <= 0) return; // standard error is closed: there is nowhere left to say so
    done += u64(n);
  }
}

function endProgram(frame: u64): void {
  abort();
}

function install(): boolean {
  setLogSink(writeLog);
  setVerbose(true);
  setPanicHook(endProgram);
  return true;
}

/** Set before main runs. */
export const installed: boolean = install();

/**
 * Memory for `new`; the compiler zeroes it.
 * @symbol __osier_new
 */
export function allocate(size: u64, align: u64): u64 {
  const unit: u64 = max(align, 8);
  const addr = alignedAlloc(unit, (max(size, 1) + unit - 1) & ~(unit - 1));
  if (addr === 0) panic(`out of memory: ${size} bytes`);
  return addr;
}

/** @symbol __osier_free */
export function free_(addr: u64): void {
  release(addr);
}
