/** timerfd_create(2): a timer whose expirations are read as a number. */
import { disableInterrupts, restoreInterrupts } from "../arch/x64/cpu.ts";
import { Errno } from "../lib/errno.ts";
import { cancelTimer, setTimer, Timer } from "../sched/timers.ts";
import { monotonicNs } from "../time/clock.ts";
import { Poll } from "./openfile.ts";
import { ConditionFile } from "./waitfile.ts";

export class TimerFile extends ConditionFile {
  /** Number of the clock that it was made for. */
  clock: u32 = 0;
  private readonly timer: Embed<Timer> = new Timer();
  private intervalNs: u64 = 0;
  private expirations: u64 = 0;

  /** Arms the timer for the monotonic time `atNs` (0: disarms), then every `intervalNs` (0: once). */
  set(atNs: u64, intervalNs: u64): void {
    const on = disableInterrupts();
    cancelTimer(this.timer);
    this.intervalNs = intervalNs;
    this.expirations = 0;
    this.timer.onExpiry = expire;
    this.timer.argument = addressOf(this);
    if (atNs !== 0) setTimer(this.timer, atNs);
    restoreInterrupts(on);
  }
  /** [nanoseconds to go (0: disarmed), interval]. */
  remaining(): [u64, u64] {
    if (!this.timer.armed) return [0, this.intervalNs];
    const now = monotonicNs();
    return [this.timer.expiresAtNs > now ? this.timer.expiresAtNs - now : 1, this.intervalNs];
  }
  /** In the timer interrupt: intervals that passed meanwhile count too. */
  onExpired(): void {
    let times: u64 = 1;
    if (this.intervalNs !== 0) {
      const now = monotonicNs();
      const due = this.timer.expiresAtNs;
      if (now > due) times += (now - due) / this.intervalNs;
      setTimer(this.timer, due + times * this.intervalNs);
    }
    this.expirations += times;
    this.changes.changed(Poll.in | Poll.readNormal);
  }
  override get recordSize(): u64 {
    return 8;
  }
  override read(buffer: u64, size: u64): isize {
    if (size < 8) return -Errno.EINVAL;
    const on = disableInterrupts();
    const error = this.waitFor(Poll.in);
    const { expirations } = this;
    this.expirations = 0;
    restoreInterrupts(on);
    if (error !== 0) return error;
    storeUnaligned<u64>(buffer, expirations);
    return 8;
  }
  override readiness(): u32 {
    return this.expirations > 0 ? Poll.in : 0;
  }
  override onClose(): void {
    cancelTimer(this.timer);
  }
}

/** @irq */
function expire(address: u64): void {
  ref<TimerFile>(address).onExpired();
}
