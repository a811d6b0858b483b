/** How far a run is: a bar with speed and the time that is left, on a terminal; nothing elsewhere. */

/** Shown at most so often. */
const everyMs = 200;

export class Progress {
  private readonly startedMs = performance.now();
  private shownMs = 0;
  private before = 0;
  private differ = 0;

  constructor(private readonly total: number) {}

  /** @param done sequences of this batch that both sides have made */
  show(done: number): void {
    const now = performance.now();
    if (!process.stderr.isTTY || now - this.shownMs < everyMs) return;
    this.shownMs = now;
    const all = this.before + done;
    const seconds = (now - this.startedMs) / 1000;
    const filled = Math.round((30 * all) / this.total);
    const bar = `${"#".repeat(filled)}${".".repeat(30 - filled)}`;
    const speed = all / seconds;
    const left =
      all === 0 ? "" : `, ${Math.round(speed)} a second, ${duration((this.total - all) / speed)} left`;
    process.stderr.write(`\r\x1b[K[${bar}] ${all} of ${this.total} sequences${left}, ${this.differ} differ`);
  }
  /** A batch has been compared: `all` sequences by now, of which so many differ. */
  next(all: number, differ: number): void {
    this.before = all;
    this.differ = differ;
    this.show(0);
  }
  end(): void {
    if (process.stderr.isTTY) process.stderr.write("\r\x1b[K");
  }
  /** The time since the start. */
  took(): string {
    return duration((performance.now() - this.startedMs) / 1000);
  }
}

function duration(seconds: number): string {
  return seconds < 90 ? `${Math.round(seconds)} s` : `${Math.round(seconds / 60)} min`;
}
