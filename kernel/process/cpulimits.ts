/** What a process has of CPU timers: SIGVTALRM and SIGPROF of setitimer(2), SIGXCPU and SIGKILL of RLIMIT_CPU (getrlimit(2)). */
import type { CpuTimer } from "./cputimer.ts";
import type { Process } from "./process.ts";
import { SignalInfo } from "./signalinfo.ts";
import { Signal, SignalCode } from "./signalnumbers.ts";
import { sendFromInterrupt } from "./signals.ts";
import { processRunNs } from "./usage.ts";

const NS_PER_S: u64 = 1000000000;
/** RLIMIT_CPU, in seconds. */
const CPU_SECONDS: u32 = 0;
const INFINITY: u64 = 0xffffffffffffffff;

function send(process: Process, signal: u32): void {
  const info: Embed<SignalInfo> = new SignalInfo();
  info.signal = i32(signal);
  info.code = SignalCode.kernel;
  sendFromInterrupt(process, info);
}
/** @irq */
function onVirtual(address: u64, _times: u64): void {
  send(ref<Process>(address), Signal.SIGVTALRM);
}
/** @irq */
function onProfile(address: u64, _times: u64): void {
  send(ref<Process>(address), Signal.SIGPROF);
}
/** @irq */
function onLimit(address: u64, _times: u64): void {
  const process = ref<Process>(address);
  const hard = process.limits.hard[CPU_SECONDS];
  const isOver = hard !== INFINITY && processRunNs(process) >= hard * NS_PER_S;
  send(process, isOver ? Signal.SIGKILL : Signal.SIGXCPU);
}

/** ITIMER_VIRTUAL (1) or ITIMER_PROF (2). */
export function intervalTimer(process: Process, which: u32): CpuTimer {
  const isVirtual = which === 1;
  const timer: CpuTimer = isVirtual ? process.virtualTimer : process.profileTimer;
  timer.init(process, 0, isVirtual ? onVirtual : onProfile, addressOf(process));
  return timer;
}
/** RLIMIT_CPU has changed: a signal at the soft limit and each second after it. */
export function applyCpuLimit(process: Process): void {
  const soft = process.limits.soft[CPU_SECONDS];
  const timer = process.cpuLimit;
  timer.init(process, 0, onLimit, addressOf(process));
  // A limit of 0 is taken for 1 (setrlimit(2)).
  if (soft > INFINITY / NS_PER_S) timer.cancel();
  else timer.set(max(soft, 1) * NS_PER_S, NS_PER_S);
}
/** The process ends. */
export function stopCpuTimers(process: Process): void {
  process.virtualTimer.cancel();
  process.profileTimer.cancel();
  process.cpuLimit.cancel();
}
