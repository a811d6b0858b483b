// The page below a stack is touched, and what lies there stays; the compiler's proof is about the same functions.
import { touchStackBelow, touchStackBelowIfNeeded } from "../../../../kernel/arch/x64/programstack.ts";
import { check } from "../lib/check.ts";

const PAGE: u64 = 4096;
const MADVISE: u64 = 28;
const MINCORE: u64 = 27;
const DONTNEED: u64 = 4;

/** Interrupts are the host's: a flag stands for them. */
let off = false;
/** @disables */
function turnOff(): boolean {
  const was = off;
  off = true;
  return !was;
}
/** @restores */
function turnBack(wereOn: boolean): void {
  off = !wereOn;
}

/** @inline always */
function systemCall(number: u64, a: u64, b: u64, c: u64): i64 {
  return asm<i64>({
    out: ["=a"],
    in: [
      ["0", number],
      ["D", a],
      ["S", b],
      ["d", c],
    ],
    clobber: ["rcx", "r11", "memory"],
  })`syscall`;
}
/** @inline always */
function stackPointer(): u64 {
  return asm<u64>({ out: ["=r"] })`movq %rsp, ${0}`;
}
let isThere: u8 = 0;
/** @inline always */
function isResident(page: u64): boolean {
  systemCall(MINCORE, page, PAGE, pointerTo(isThere).addr);
  return (isThere & 1) !== 0;
}

/**
 * Called on the program's own stack, and nothing on a kernel's.
 * @stack program
 * @inline never
 */
function always(): u64 {
  const below = (stackPointer() - PAGE) & ~(PAGE - 1);
  systemCall(MADVISE, below, PAGE, DONTNEED);
  if (isResident(below)) return 1;
  touchStackBelow();
  const on = turnOff();
  const there = isResident(below);
  turnBack(on);
  return there && ptr<u64>(below)[3] === 0 ? 0 : 2;
}
/** @inline never */
function tested(): u64 {
  const below = (stackPointer() - PAGE) & ~(PAGE - 1);
  systemCall(MADVISE, below, PAGE, DONTNEED);
  touchStackBelowIfNeeded();
  const on = turnOff();
  const there = isResident(below);
  turnBack(on);
  return there ? 0 : 3;
}
/**
 * Where interrupts are off already nothing is needed.
 * @inline never
 */
function inside(): boolean {
  const on = turnOff();
  const stayed = !on;
  turnBack(on);
  return stayed;
}
/**
 * Goes down until the frame begins in the upper half of a page, so that calls do not touch the next one.
 * @inline never
 */
function deep(levels: u64): u64 {
  if (levels > 0 && (stackPointer() & (PAGE - 1)) < PAGE / 2) return deep(levels - 1) | 0;
  const first = always();
  return first !== 0 ? first : tested();
}

/** @stack program */
export function main(): i32 {
  check(deep(200) === 0, "the page below is there once it was touched");
  touchStackBelow();
  const on = turnOff();
  const stayed = inside();
  turnBack(on);
  check(stayed && !off, "restored");
  return 0;
}

/** @stack kernel */
export function onKernelStack(): u64 {
  return tested();
}
