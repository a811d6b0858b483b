/** On the way back to the program: delivers what signals are due, switches threads where the slice is over. */
import { disableInterrupts, enableInterrupts } from "../arch/x64/cpu.ts";
import { Entry, leaveKernel } from "../arch/x64/smp/kernellock.ts";
import type { TrapFrame } from "../arch/x64/trapframe.ts";
import { needsSwitch, reschedule, startInKernel } from "../sched/scheduler.ts";
import { dieOfSignal, STACK_OVERFLOW } from "./fatal.ts";
import { currentProgram, SignalInfo } from "./programthread.ts";
import { enterHandler } from "./signalframe.ts";
import { SIG_DFL, Signal } from "./signalnumbers.ts";
import { hasPendingSignal, signalAction, takeSignal } from "./signals.ts";

/** Length of the SYSCALL instruction. */
export const SYSCALL_LENGTH: u64 = 2;
const EINTR: isize = -4;

/** Whether `beforeReturn` has something to do. */
export function hasWorkBeforeReturn(): boolean {
  return needsSwitch() || hasPendingSignal() || currentProgram().hasSavedMask;
}

/** True when `frame` was changed: the system-call exit must then load all of it. */
export function beforeReturn(frame: TrapFrame): boolean {
  if (needsSwitch()) reschedule();
  const program = currentProgram();
  let changed = false;
  if (hasPendingSignal()) changed = deliver(frame);
  if (program.hasSavedMask) {
    // No handler was entered: the wait's temporary mask ends here.
    program.hasSavedMask = false;
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
    disableInterrupts();
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
    if (!enterHandler(signal, action, info, frame)) {
      info.signal = Signal.SIGSEGV;
      dieOfSignal(Signal.SIGSEGV, info, frame);
    }
    changed = true;
  }
}

/** A handler runs after all before a call with a time limit has begun again: that ends the call. */
function endRestart(frame: TrapFrame): void {
  const program = currentProgram();
  if (program.restartDeadlineNs === 0) return;
  program.restartDeadlineNs = 0;
  frame.rax = u64(EINTR);
  frame.rip += SYSCALL_LENGTH;
}
