/**
 * Restartable sequences (rseq(2)): a thread's area in program memory tells which processor the thread runs on, and names
 * the instructions that it is among, if any, which it leaves for their abort address when it was switched away from or a
 * handler comes in between.
 *
 * A switch sets ReturnWork.rseq for threads that have an area; the way back to the program looks at the area only then.
 */
import { copyNow } from "../arch/x64/nofault.ts";
import { thisCpuIndex } from "../arch/x64/smp/cpus.ts";
import { PROGRAM_END, type TrapFrame } from "../arch/x64/trapframe.ts";
import { Errno } from "../lib/errno.ts";
import { userDeliver, userFetch } from "../mm/user.ts";
import { currentThread } from "../sched/thread.ts";
import { currentProgram, type ProgramThread, ReturnWork } from "./programthread.ts";

/** struct rseq (Linux include/uapi/linux/rseq.h). */
class RseqArea {
  processorAtStart: u32 = 0;
  processor: u32 = 0;
  /** Address of the Sequence, 0 for none. */
  sequence: u64 = 0;
  flags: u32 = 0;
  node: u32 = 0;
  /** mm_cid, of which no two threads of a program that run at once have the same: the processor's number here. */
  concurrency: u32 = 0;
}
/** Offset of `sequence`, and of `node` and `concurrency`. */
const SEQUENCE: u64 = 8;
const NODE: u64 = 20;
/** struct rseq_cs. */
class Sequence {
  version: u32 = 0;
  flags: u32 = 0;
  start: u64 = 0;
  length: u64 = 0;
  abort: u64 = 0;
}
const NO_PROCESSOR: u32 = 0xffffffff;

/** Gives the calling thread an area, which is checked already: 0 or -EFAULT. */
export function registerRseq(address: u64, length: u32, signature: u32): i32 {
  let none: u64 = 0;
  if (!userDeliver(address + SEQUENCE, pointerTo(none).addr, 8)) return -Errno.EFAULT;
  const program = currentProgram();
  program.rseqArea = address;
  program.rseqLength = length;
  program.rseqSignature = signature;
  const thread = currentThread();
  thread.workOfSwitch |= ReturnWork.rseq;
  thread.returnWork |= ReturnWork.rseq;
  return 0;
}
/** The area says that nobody keeps it up to date, and so it is: 0 or -EFAULT. */
export function unregisterRseq(): i32 {
  const area: Embed<RseqArea> = new RseqArea();
  area.processor = NO_PROCESSOR;
  if (!writeProcessor(currentProgram(), area)) return -Errno.EFAULT;
  forgetRseq(currentProgram());
  return 0;
}
/** The thread has no area any more. */
export function forgetRseq(program: ProgramThread): void {
  program.rseqArea = 0;
  program.rseqLength = 0;
  program.rseqSignature = 0;
  const thread = program.thread!;
  thread.workOfSwitch &= ~u32(ReturnWork.rseq);
  thread.returnWork &= ~u32(ReturnWork.rseq);
}

function writeProcessor(program: ProgramThread, area: RseqArea): boolean {
  const to = program.rseqArea;
  return userDeliver(to, addressOf(area), SEQUENCE) && userDeliver(to + NODE, addressOf(area) + NODE, 8);
}
/** Puts the processor in: false when it is there already. */
function setProcessor(area: RseqArea): boolean {
  const cpu = thisCpuIndex();
  if (area.processor === cpu && area.processorAtStart === cpu && area.concurrency === cpu) return false;
  area.processor = cpu;
  area.processorAtStart = cpu;
  area.concurrency = cpu;
  area.node = 0;
  return true;
}

/**
 * What is due of the area where there is no sequence, with or without the kernel lock: false when nothing is, or more is.
 * Interrupts are off.
 */
export function updateRseqAtOnce(): boolean {
  const thread = currentThread();
  if ((thread.returnWork & ReturnWork.rseq) === 0) return false;
  const at = currentProgram().rseqArea;
  const area: Embed<RseqArea> = new RseqArea();
  if (!copyNow(addressOf(area), at, sizeOf<RseqArea>()) || area.sequence !== 0) return false;
  if (setProcessor(area)) {
    const from = addressOf(area);
    if (!copyNow(at, from, SEQUENCE) || !copyNow(at + NODE, from + NODE, 8)) return false;
  }
  thread.returnWork &= ~u32(ReturnWork.rseq);
  return true;
}

/** After a switch, before the thread goes back to the program: false when the area is not valid, which is a SIGSEGV. */
export function updateRseq(frame: TrapFrame): boolean {
  const thread = currentThread();
  const program = currentProgram();
  // Before the work: a fault in it may switch again.
  thread.returnWork &= ~u32(ReturnWork.rseq);
  if (!leaveSequence(frame)) return false;
  const area: Embed<RseqArea> = new RseqArea();
  if (!userFetch(addressOf(area), program.rseqArea, sizeOf<RseqArea>())) return false;
  return !setProcessor(area) || writeProcessor(program, area);
}

/**
 * Has the thread go on at the abort address of the sequence that `frame` is in, if it is in one, and the area name none.
 * False for a SIGSEGV: area or sequence is not there or makes no sense, or the word before the abort address is not the
 * one that was registered.
 */
export function leaveSequence(frame: TrapFrame): boolean {
  const program = currentProgram();
  const at = program.rseqArea;
  if (at === 0) return true;
  const area: Embed<RseqArea> = new RseqArea();
  if (!userFetch(addressOf(area), at, sizeOf<RseqArea>())) return false;
  if (area.sequence === 0) return true;
  const sequence: Embed<Sequence> = new Sequence();
  if (!userFetch(addressOf(sequence), area.sequence, sizeOf<Sequence>())) return false;
  if (!isSound(sequence, program.rseqSignature)) return false;
  const isInside = frame.rip - sequence.start < sequence.length;
  // Flags once kept a sequence from being left; Linux refuses them.
  if (isInside && (sequence.flags !== 0 || area.flags !== 0)) return false;
  let none: u64 = 0;
  if (!userDeliver(at + SEQUENCE, pointerTo(none).addr, 8)) return false;
  if (isInside) frame.rip = sequence.abort;
  return true;
}
function isSound(sequence: Sequence, signature: u32): boolean {
  const { start, length, abort } = sequence;
  if (sequence.version !== 0 || start >= PROGRAM_END || abort >= PROGRAM_END) return false;
  if (length >= PROGRAM_END - start || abort - start < length || abort < 4) return false;
  let found: u32 = 0;
  return userFetch(pointerTo(found).addr, abort - 4, 4) && found === signature;
}
