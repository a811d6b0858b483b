/** The process's real-time interval timer: SIGALRM of alarm(2) and setitimer(2). */
import { cancelTimer, setTimer, Timer } from "../sched/timers.ts";
import { monotonicNs } from "../time/clock.ts";
import { SignalInfo } from "./programthread.ts";
import { Signal, SignalCode } from "./signalnumbers.ts";
import { sendFromInterrupt } from "./signals.ts";

const timer = new Timer();
let intervalNs: u64 = 0;

/** Arms the timer for `valueNs` from now (0: off), then every `nextNs` (0: once). */
export function setAlarm(valueNs: u64, nextNs: u64): void {
  intervalNs = nextNs;
  timer.onExpiry = expire;
  if (valueNs === 0) cancelTimer(timer);
  else setTimer(timer, monotonicNs() + valueNs);
}
/** [nanoseconds to go (0: not armed), interval]. */
export function alarmRemaining(): [u64, u64] {
  if (!timer.armed) return [0, intervalNs];
  const now = monotonicNs();
  return [timer.expiresAtNs > now ? timer.expiresAtNs - now : 1, intervalNs];
}

/** @irq */
function expire(_argument: u64): void {
  const info: Embed<SignalInfo> = new SignalInfo();
  info.signal = Signal.SIGALRM;
  info.code = SignalCode.kernel;
  sendFromInterrupt(info);
  if (intervalNs !== 0) setTimer(timer, monotonicNs() + intervalNs);
}
