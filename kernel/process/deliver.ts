/** On the way back to the program: delivers what signals are due, switches threads where the slice is over. */
import { enableInterrupts, turnOffInterrupts } from "../arch/x64/cpu.ts";
import { Entry, leaveKernel } from "../arch/x64/smp/kernellock.ts";
import type { TrapFrame } from "../arch/x64/trapframe.ts";
import { needsSwitch, reschedule, startInKernel } from "../sched/scheduler.ts";
import { currentThread } from "../sched/thread.ts";
import { dieOfSignal, STACK_OVERFLOW } from "./fatal.ts";
import { currentProgram, ReturnWork, SignalInfo } from "./programthread.ts";
import { leaveSequence, updateRseq } from "./rseq.ts";
import { enterHandler } from "./signalframe.ts";
import { SIG_DFL, Signal, SignalCode } from "./signalnumbers.ts";
import { forceSignal, hasPendingSignal, signalAction, takeSignal } from "./signals.ts";

/** Length of the SYSCALL instruction. */
export const SYSCALL_LENGTH: u64 = 2;
const EINTR: isize = -4;

/**
 * Whether `beforeReturn` has something to do.
 * @inline always
 */
export function hasWorkBeforeReturn(): boolean {
  return needsSwitch() || hasPendingSignal() || currentThread().returnWork !== 0;
}

/** True when `frame` was changed: the system-call exit must then load all of it. */
export function beforeReturn(frame: TrapFrame): boolean {
  if (needsSwitch()) reschedule();
  const program = currentProgram();
  const { rip } = frame;
  if ((currentThread().returnWork & ReturnWork.rseq) !== 0 && !updateRseq(frame)) forceSegmentFault();
  let changed = frame.rip !== rip;
  if (hasPendingSignal()) changed = deliver(frame) || changed;
  if (program.hasSavedMask) {
    // No handler was entered: the wait's temporary mask ends here.
    program.dropSavedMask();
    program.signalMask = program.savedMask;
    if (hasPendingSignal()) changed = deliver(frame) || changed;
  }
  return changed;
}

/**
 * The first thing that a thread does which begins in the program: signals may have been sent to it already. Interrupts
 * are off.
 * @symbol osier_program_thread_started
 * @stack kernel
 */
export function startInProgram(frame: TrapFrame): void {
  startInKernel();
  while (hasWorkBeforeReturn()) {
    enableInterrupts();
    beforeReturn(frame);
    turnOffInterrupts();
  }
  leaveKernel(Entry.program);
}

function deliver(frame: TrapFrame): boolean {
  let changed = false;
  const info: Embed<SignalInfo> = new SignalInfo();
  while (true) {
    const signal = takeSignal(info);
    if (signal === 0) return changed;
    info.signal = i32(signal);
    const action = signalAction(signal);
    if (action.handler === SIG_DFL) dieOfSignal(signal, info, frame);
    if (info.errno === STACK_OVERFLOW) info.errno = 0;
    endRestart(frame);
    if (!leaveSequence(frame)) {
      if (signal === Signal.SIGSEGV) dieOfSignal(signal, info, frame);
      forceSegmentFault();
    }
    if (!enterHandler(signal, action, info, frame)) {
      info.signal = Signal.SIGSEGV;
      dieOfSignal(Signal.SIGSEGV, info, frame);
    }
    changed = true;
  }
}

/** For an rseq area that is not valid. */
function forceSegmentFault(): void {
  const info: Embed<SignalInfo> = new SignalInfo();
  info.signal = Signal.SIGSEGV;
  info.code = SignalCode.kernel;
  forceSignal(info);
}

/** A handler runs after all before a call with a time limit has begun again: that ends the call. */
function endRestart(frame: TrapFrame): void {
  const program = currentProgram();
  if (program.restartDeadlineNs === 0) return;
  program.restartDeadlineNs = 0;
  frame.rax = u64(EINTR);
  frame.rip += SYSCALL_LENGTH;
}
