/** Clocks by number: which there are, and what may wait by them. */

/** Clock numbers (Linux include/uapi/linux/time.h). */
export enum Clock {
  realtime = 0,
  monotonic = 1,
  processCpu = 2,
  threadCpu = 3,
  monotonicRaw = 4,
  realtimeCoarse = 5,
  monotonicCoarse = 6,
  boottime = 7,
  /** Clocks that wake the machine up: known everywhere, but without a chip for it they only fail. */
  realtimeAlarm = 8,
  boottimeAlarm = 9,
  tai = 11,
}
/** Low bits of a negative number: 3 stands for the clock of a device. */
const KIND_MASK: i32 = 7;
const OF_DESCRIPTOR: i32 = 3;

/** Whether a clock has this number. */
export function isClock(clock: i32): boolean {
  return clock <= Clock.boottimeAlarm || clock === Clock.tai;
}
export function isAlarmClock(clock: i32): boolean {
  return clock === Clock.realtimeAlarm || clock === Clock.boottimeAlarm;
}
/** Whether it counts CPU time (cpuclock.ts says whose). */
export function isCpuClock(clock: i32): boolean {
  if (clock < 0) return (clock & KIND_MASK) !== OF_DESCRIPTOR;
  return clock === Clock.processCpu || clock === Clock.threadCpu;
}
/** Whether it may run a timer. */
export function isTimerClock(clock: i32): boolean {
  if (isCpuClock(clock)) return true;
  return (
    clock === Clock.realtime || clock === Clock.monotonic || clock === Clock.boottime || clock === Clock.tai
  );
}
/** Whether it may be slept by, as far as the number tells. */
export function isSleepClock(clock: i32): boolean {
  return isAlarmClock(clock) || (isTimerClock(clock) && clock !== Clock.threadCpu);
}
