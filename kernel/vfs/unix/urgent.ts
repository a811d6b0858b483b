/**
 * Out-of-band bytes of a stream (MSG_OOB in send(2)), as Linux has them for AF_UNIX.
 *
 * One waits at most: the last byte that was sent so; one before it that nobody took becomes an ordinary byte. Where one was
 * taken a gap stays in the queue, its byte as well, until a read passes it. A read that has got bytes ends at the byte that
 * waits, and at a gap while none waits.
 *
 * Places count all bytes that ever went through the stream.
 */
class Gap {
  next: Gap | null = null;
  start: u64 = 0;
  end: u64 = 0;
}

/** No byte waits. Also a place that no stream gets to. */
const NOWHERE: u64 = 0xffffffffffffffff;

export class Urgent {
  /** The place of the byte that waits. */
  at: u64 = NOWHERE;
  /** SO_OOBINLINE of the reader: the byte is read among the others. */
  isInline: boolean = false;
  private first: Gap | null = null;
  private last: Gap | null = null;
  /** Bytes in the queue that are gaps. */
  gapBytes: u64 = 0;

  get waits(): boolean {
    return this.at !== NOWHERE;
  }
  /** Whether reads have anything to look out for. */
  get isNeeded(): boolean {
    return this.waits || this.first !== null;
  }
  /** The byte that waits is none any more. */
  forget(): void {
    this.at = NOWHERE;
  }
  /** The byte that waits is taken by itself. */
  take(): void {
    const { at, last } = this;
    this.forget();
    this.gapBytes++;
    if (last !== null && last.end === at) {
      last.end++;
      return;
    }
    const gap = new Gap();
    gap.start = at;
    gap.end = at + 1;
    if (last === null) this.first = gap;
    else last.next = gap;
    this.last = gap;
  }
  /** The end of the gap that begins at a place; the place itself where none does. */
  gapEnd(at: u64): u64 {
    for (let gap = this.first; gap !== null; gap = gap.next) if (gap.start === at) return gap.end;
    return at;
  }
  /** The first place behind `at` that a read looks at before it goes on. */
  nextMark(at: u64): u64 {
    let next: u64 = this.at > at ? this.at : NOWHERE;
    for (let gap = this.first; gap !== null; gap = gap.next) if (gap.start > at) next = min(next, gap.start);
    return next;
  }
  /** The first gap of the queue was passed. */
  dropGap(): void {
    const gap = this.first;
    if (gap === null) return;
    this.gapBytes -= gap.end - gap.start;
    this.first = gap.next;
    if (gap.next === null) this.last = null;
    free(gap);
  }
  /** Whether a socket whose reader stands at `front` is at the mark (sockatmark(3)). */
  isAtMark(front: u64): boolean {
    if (this.at === front) return true;
    const end = this.gapEnd(front);
    return end > front && (!this.waits || this.at === end);
  }
  release(): void {
    while (this.first !== null) this.dropGap();
    this.forget();
  }
}
