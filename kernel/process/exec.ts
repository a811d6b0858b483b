/**
 * execve(2): another program for the calling process.
 *
 * A process that shares its memory (after vfork(2)) gets memory of its own, beside what others have, and keeps what it was
 * when the program cannot be loaded. One that has its memory alone gives it back first, as nothing could be loaded at the
 * same addresses otherwise: from there on there is no way back, and an error kills it, as under Linux.
 */
import { initVectorState, restoreVectorState, writeFsBase } from "../arch/x64/context.ts";
import { disableInterrupts, restoreInterrupts } from "../arch/x64/cpu.ts";
import type { TrapFrame } from "../arch/x64/trapframe.ts";
import { type LoadedProgram, loadProgram } from "../elf/loader.ts";
import { Errno } from "../lib/errno.ts";
import { log } from "../lib/log.ts";
import { lastIndexOf } from "../lib/strings.ts";
import { space } from "../mm/addressspace.ts";
import { newProgramMemory } from "../mm/programmemory.ts";
import { currentThread } from "../sched/thread.ts";
import { deleteTimers, leaveMemory } from "./ending.ts";
import { currentProcess, type Process } from "./process.ts";
import { currentProgram } from "./programthread.ts";
import { drawLayout } from "./randomise.ts";
import { forgetRseq } from "./rseq.ts";
import { Signal } from "./signalnumbers.ts";
import { killOtherThreads } from "./signals.ts";
import type { StartStrings } from "./startstrings.ts";
import { clearThreadId, endProcess } from "./threads.ts";

/** Flags that a program starts with: interrupts on. */
const INITIAL_FLAGS: u64 = 0x202;

/**
 * Makes the calling process run `start`, which it takes over when that succeeds: 0, and `frame` begins the program; or a
 * negative errno, and nothing has changed. `file` is the name to load it by, `name` the one that the caller gave.
 */
export function execProgram(file: string, name: string, start: StartStrings, frame: TrapFrame): i32 {
  const process = currentProcess();
  if (!becomeOnlyThread(process)) return -Errno.EAGAIN;
  const shared = process.memory.references > 1;
  const [loaded, error] = shared ? loadBeside(process, file, start) : loadInstead(process, file, start);
  if (loaded === null) return error;
  log(`process ${process.pid}: ${start.path} starts at ${hex(loaded.entry)}`);
  process.initialStack = loaded.stackPointer;
  adopt(process, start, name);
  begin(frame, loaded.entry, loaded.stackPointer);
  free(loaded);
  process.releaseVforkParent();
  return 0;
}

/** Ends the process's other threads: false when another of them is at it. The thread takes the process's number. */
function becomeOnlyThread(process: Process): boolean {
  if (process.isEnding) return false;
  if (process.threadCount > 1) {
    process.isEnding = true;
    killOtherThreads(process);
    const on = disableInterrupts();
    while (process.threadCount > 1) process.threadEnds.wait();
    restoreInterrupts(on);
    process.isEnding = false;
  }
  currentThread().id = process.pid;
  return true;
}

function loadBeside(process: Process, file: string, start: StartStrings): [LoadedProgram | null, i32] {
  const fresh = newProgramMemory();
  if (fresh === null) return [null, -Errno.ENOMEM];
  const lent = process.memory;
  process.memory = fresh;
  process.limits.applyTo(fresh.limits);
  drawLayout(fresh);
  const [loaded, error] = loadProgram(file, start.args, start.env);
  if (loaded === null) {
    leaveMemory(process);
    process.memory = lent;
    return [null, error];
  }
  process.memory = lent;
  clearThreadId(currentProgram());
  lent.references--;
  process.memory = fresh;
  return [loaded, 0];
}

function loadInstead(process: Process, file: string, start: StartStrings): [LoadedProgram | null, i32] {
  space.removeAll(process.memory);
  process.limits.applyTo(process.memory.limits);
  drawLayout(process.memory);
  const [loaded, error] = loadProgram(file, start.args, start.env);
  if (loaded === null) endProcess(Signal.SIGKILL);
  return [loaded, error];
}

/** What a process keeps across execve(2), and what begins anew (execve(2)). */
function adopt(process: Process, start: StartStrings, name: string): void {
  const program = currentProgram();
  process.hasExecuted = true;
  process.start.release();
  process.start = start;
  process.files.closeMarked();
  deleteTimers(process);
  process.settings.dumpable = 1;
  process.settings.keepCapabilities = 0;
  process.signals.resetHandlers();
  program.altStack = 0;
  program.altStackSize = 0;
  program.altStackFlags = 0;
  program.robustList = 0;
  program.clearTid = 0;
  forgetRseq(program);
  const slash = lastIndexOf(name, 0x2f);
  program.setName(slash < name.length ? name.substring(slash + 1, name.length) : name);
}

/** Registers as a program finds them (psABI x86-64, section 3.4.1). */
function begin(frame: TrapFrame, entry: u64, stackPointer: u64): void {
  frame.rax = 0;
  frame.rbx = 0;
  frame.rcx = 0;
  frame.rdx = 0;
  frame.rsi = 0;
  frame.rdi = 0;
  frame.rbp = 0;
  frame.r8 = 0;
  frame.r9 = 0;
  frame.r10 = 0;
  frame.r11 = 0;
  frame.r12 = 0;
  frame.r13 = 0;
  frame.r14 = 0;
  frame.r15 = 0;
  frame.rip = entry;
  frame.rsp = stackPointer;
  frame.rflags = INITIAL_FLAGS;
  const thread = currentThread();
  thread.fsBase = 0;
  initVectorState(thread.vectorState);
  restoreVectorState(thread.vectorState);
  writeFsBase(0);
}
