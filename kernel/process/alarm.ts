/** A process's real-time interval timer: SIGALRM of alarm(2) and setitimer(2). */
import { cancelTimer, setTimer } from "../sched/timers.ts";
import { monotonicNs } from "../time/clock.ts";
import type { Process } from "./process.ts";
import { SignalInfo } from "./programthread.ts";
import { Signal, SignalCode } from "./signalnumbers.ts";
import { sendFromInterrupt } from "./signals.ts";

/** Arms the timer for `valueNs` from now (0: off), then every `nextNs` (0: once). */
export function setAlarm(process: Process, valueNs: u64, nextNs: u64): void {
  const timer = process.alarm;
  process.alarmIntervalNs = nextNs;
  timer.onExpiry = expire;
  timer.argument = addressOf(process);
  if (valueNs === 0) cancelTimer(timer);
  else setTimer(timer, monotonicNs() + valueNs);
}
/** [nanoseconds to go (0: not armed), interval]. */
export function alarmRemaining(process: Process): [u64, u64] {
  const timer = process.alarm;
  if (!timer.armed) return [0, process.alarmIntervalNs];
  const now = monotonicNs();
  return [timer.expiresAtNs > now ? timer.expiresAtNs - now : 1, process.alarmIntervalNs];
}

/** @irq */
function expire(address: u64): void {
  const process = ref<Process>(address);
  const info: Embed<SignalInfo> = new SignalInfo();
  info.signal = Signal.SIGALRM;
  info.code = SignalCode.kernel;
  sendFromInterrupt(process, info);
  if (process.alarmIntervalNs !== 0) setTimer(process.alarm, monotonicNs() + process.alarmIntervalNs);
}
