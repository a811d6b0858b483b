/**
 * What a program finds on its stack (psABI x86-64, section 3.4.1; the details as Linux lays them out):
 *
 *   stack top   8 zero bytes
 *               path of the executable, environment strings, argument strings
 *               a random gap, where addresses are randomised
 *               "x86_64", 16 random bytes
 *               padding to 16
 *               auxiliary vector, ended by AT_NULL
 *               environment pointers, 0
 *               argument pointers, 0
 *   rsp ->      argument count                       (16-byte aligned)
 */
import { Errno } from "../lib/errno.ts";
import type { AddressSpace } from "../mm/addressspace.ts";
import { PAGE_SIZE, STACK_LIMIT } from "../mm/layout.ts";
import { allocRun, freeRun } from "../mm/pages.ts";
import { physToVirt } from "../mm/physmap.ts";
import { currentMemory } from "../mm/programmemory.ts";
import { copyToProgram } from "../mm/usercopy.ts";
import { Aux } from "./auxv.ts";

/** What the auxiliary vector says about program and machine. */
export class ProgramFacts {
  tableAddress: u64 = 0;
  tableCount: u64 = 0;
  entry: u64 = 0;
  /** Where the interpreter is loaded; 0 without one. */
  interpreterBase: u64 = 0;
  hwcap: u64 = 0;
  hwcap2: u64 = 0;
  signalStack: u64 = 0;
  /** Address of the vDSO; 0 without one. */
  vdso: u64 = 0;
  random!: FixedArray<u8, 16>;
}

const PLATFORM = "x86_64";
/** Words that are neither argument nor environment pointers: count, two ends, and 23 pairs. */
const OTHER_WORDS: u64 = 3 + 2 * 23;

/** Stack bytes that the strings and vectors take at most; 0 when they are more than a program may have (E2BIG). */
export function initialStackBytes(path: string, args: Slice<string>, env: Slice<string>): u64 {
  let bytes: u64 = 8 + path.length + 1 + PLATFORM.length + 1 + 16 + 32;
  for (let i: u64 = 0; i < args.length; i++) bytes += args[i].length + 1;
  for (let i: u64 = 0; i < env.length; i++) bytes += env[i].length + 1;
  bytes += (args.length + env.length + OTHER_WORDS) * 8;
  return bytes > STACK_LIMIT / 4 ? 0 : bytes;
}

class StackBuilder {
  private readonly space: AddressSpace;
  private top: u64 = currentMemory().stackTop;
  private words: Ptr<u64>;
  private used: u64 = 0;
  failed: boolean = false;

  constructor(space: AddressSpace, words: u64) {
    this.space = space;
    this.words = ptr<u64>(words);
  }

  /** Puts bytes below what is there; their address. */
  bytes(from: u64, n: u64): u64 {
    this.top -= n;
    if (!copyToProgram(this.space, this.top, from, n)) this.failed = true;
    return this.top;
  }
  /** Leaves room unused. */
  gap(n: u64): void {
    this.top -= n;
  }
  /** @inline never */
  string(s: string): u64 {
    let zero!: FixedArray<u8, 8>;
    this.bytes(zero.ptr.addr, 1);
    return this.bytes(s.ptr.addr, s.length);
  }
  word(value: u64): void {
    this.words[this.used++] = value;
  }
  /** @inline never */
  pair(type: u64, value: u64): void {
    this.word(type);
    this.word(value);
  }
  set(at: u64, value: u64): void {
    this.words[at] = value;
  }
  skip(count: u64): u64 {
    const at = this.used;
    this.used += count;
    return at;
  }
  /** Puts the words below everything, 16-byte aligned: the stack pointer. */
  finish(): u64 {
    const start = (this.top - this.used * 8) & ~u64(15);
    if (!copyToProgram(this.space, start, this.words.addr, this.used * 8)) this.failed = true;
    return start;
  }
}

/** Fills the mapped stack: its stack pointer, or a negative errno. */
export function buildInitialStack(
  space: AddressSpace,
  path: string,
  args: Slice<string>,
  env: Slice<string>,
  facts: ProgramFacts,
): isize {
  const words = args.length + env.length + OTHER_WORDS;
  const memory = allocRun((words * 8 + PAGE_SIZE - 1) / PAGE_SIZE);
  if (memory === 0) return -Errno.ENOMEM;
  const stack: Embed<StackBuilder> = new StackBuilder(space, physToVirt(memory));
  let zeros!: FixedArray<u8, 8>;
  stack.bytes(zeros.ptr.addr, 8);
  stack.word(args.length);
  const arguments_ = stack.skip(args.length);
  stack.word(0);
  const environment = stack.skip(env.length);
  stack.word(0);
  const executable = stack.string(path);
  for (let i = env.length; i > 0; i--) stack.set(environment + i - 1, stack.string(env[i - 1]));
  for (let i = args.length; i > 0; i--) stack.set(arguments_ + i - 1, stack.string(args[i - 1]));
  stack.gap(currentMemory().stackGap);
  const platform = stack.string(PLATFORM);
  const random = stack.bytes(facts.random.ptr.addr, 16);
  stack.pair(Aux.hwcap, facts.hwcap);
  stack.pair(Aux.pageSize, 4096);
  stack.pair(Aux.clockTick, 100);
  stack.pair(Aux.programHeaders, facts.tableAddress);
  stack.pair(Aux.programHeaderSize, 56);
  stack.pair(Aux.programHeaderCount, facts.tableCount);
  stack.pair(Aux.base, facts.interpreterBase);
  stack.pair(Aux.flags, 0);
  stack.pair(Aux.entry, facts.entry);
  stack.pair(Aux.uid, 0);
  stack.pair(Aux.effectiveUid, 0);
  stack.pair(Aux.gid, 0);
  stack.pair(Aux.effectiveGid, 0);
  stack.pair(Aux.secure, 0);
  stack.pair(Aux.random, random);
  stack.pair(Aux.hwcap2, facts.hwcap2);
  // struct rseq up to mm_cid (rseq(2)).
  stack.pair(Aux.rseqFeatureSize, 28);
  stack.pair(Aux.rseqAlignment, 32);
  stack.pair(Aux.executableName, executable);
  stack.pair(Aux.platform, platform);
  stack.pair(Aux.minimalSignalStack, facts.signalStack);
  if (facts.vdso !== 0) stack.pair(Aux.vdso, facts.vdso);
  stack.pair(Aux.null, 0);
  const pointer = stack.finish();
  freeRun(memory);
  return stack.failed ? -Errno.ENOMEM : isize(pointer);
}
