/** main NUMBER: runs one benchmark and prints its processor time in nanoseconds and its result. The twin of c/main.c. */
import { run as allocatorRun } from "./allocator.ts";
import { run as copyRun } from "./copy.ts";
import { run as hashRun } from "./hash.ts";
import { run as listRun } from "./list.ts";
import { run as sortRun } from "./sort.ts";
import { run as treeRun } from "./tree.ts";
import { run as virtualRun } from "./virtual.ts";

/** struct timespec of time.h. */
class TimeSpec {
  seconds: u64 = 0;
  nanoseconds: u64 = 0;
}
/** @extern clock_gettime */
declare function clockGetTime(clock: i32, into: Ptr<Embed<TimeSpec>>): i32;
/** @extern atoi */
declare function atoi(text: Ptr<u8>): i32;
/** @extern putchar */
declare function putchar(c: i32): i32;

/** CLOCK_PROCESS_CPUTIME_ID of time.h. */
const processTime: i32 = 2;
const benchmarks: readonly FnPtr<(seed: u64) => u64>[] = [
  copyRun,
  listRun,
  hashRun,
  virtualRun,
  allocatorRun,
  sortRun,
  treeRun,
];

function now(): u64 {
  const t: Embed<TimeSpec> = new TimeSpec();
  clockGetTime(processTime, ptr<Embed<TimeSpec>>(addressOf(t)));
  return t.seconds * 1000000000 + t.nanoseconds;
}
function print(n: u64): void {
  if (n >= 10) print(n / 10);
  putchar(i32(n % 10) + 48);
}

export function main(argc: i32, argv: Ptr<Ptr<u8>>): i32 {
  if (argc < 2) return 2;
  const start = now();
  const result = benchmarks[atoi(argv[1])](u64(argc) + 3);
  print(now() - start);
  putchar(32);
  print(result);
  putchar(10);
  return 0;
}
