/**
 * A set of physical address ranges, kept sorted and apart: how the boot memory map becomes what may be allocated.
 *
 * Regions of a firmware's map may overlap, touch and come in any order; `add` and `subtract` settle that.
 */

export const MAX_RANGES: u64 = 128;

export class Range {
  /** Bytes; `end` is exclusive. */
  start: u64 = 0;
  end: u64 = 0;
}

export class RangeSet {
  private ranges!: FixedArray<Embed<Range>, 128>;
  count: u64 = 0;
  /** Ranges that found no place: memory that is left unused. */
  dropped: u64 = 0;

  at(i: u64): Range {
    return this.ranges[i];
  }

  /** Adds [start, end); joins what it overlaps or touches. */
  add(start: u64, end: u64): void {
    if (start >= end) return;
    let low = start;
    let high = end;
    let i: u64 = 0;
    while (i < this.count && this.ranges[i].end < low) i++;
    while (i < this.count && this.ranges[i].start <= high) {
      low = min(low, this.ranges[i].start);
      high = max(high, this.ranges[i].end);
      this.removeAt(i);
    }
    this.insertAt(i, low, high);
  }

  /** Takes [start, end) out. */
  subtract(start: u64, end: u64): void {
    if (start >= end) return;
    let i: u64 = 0;
    while (i < this.count) {
      const low = this.ranges[i].start;
      const high = this.ranges[i].end;
      if (high <= start || low >= end) {
        i++;
        continue;
      }
      this.removeAt(i);
      if (low < start) this.insertAt(i++, low, start);
      if (high > end) this.insertAt(i++, end, high);
    }
  }

  /** Shrinks every range to whole pages of `size` bytes, a power of two; drops what is left empty. */
  alignInward(size: u64): void {
    let i: u64 = 0;
    while (i < this.count) {
      const range = this.ranges[i];
      const [up, wrapped] = addOverflow(range.start, size - 1);
      range.start = up & ~(size - 1);
      range.end = range.end & ~(size - 1);
      if (wrapped || range.start >= range.end) this.removeAt(i);
      else i++;
    }
  }

  /** Whether all of [start, end) is in the set. */
  contains(start: u64, end: u64): boolean {
    for (let i: u64 = 0; i < this.count; i++) {
      if (this.ranges[i].start <= start && end <= this.ranges[i].end) return true;
    }
    return false;
  }

  overlaps(start: u64, end: u64): boolean {
    for (let i: u64 = 0; i < this.count; i++) {
      if (this.ranges[i].start < end && start < this.ranges[i].end) return true;
    }
    return false;
  }

  /** End of the last range; 0 when the set is empty. */
  end(): u64 {
    return this.count === 0 ? 0 : this.ranges[this.count - 1].end;
  }

  /** Sum of the ranges, bytes. */
  bytes(): u64 {
    let sum: u64 = 0;
    for (let i: u64 = 0; i < this.count; i++) sum += this.ranges[i].end - this.ranges[i].start;
    return sum;
  }

  /** Start of the lowest `size` bytes that end at or below `limit`, aligned to `align`; 0 when there are none. */
  findRoom(size: u64, align: u64, limit: u64): u64 {
    for (let i: u64 = 0; i < this.count; i++) {
      const [up, wrapped] = addOverflow(this.ranges[i].start, align - 1);
      if (wrapped) continue;
      const start = up & ~(align - 1);
      const [end, beyond] = addOverflow(start, size);
      if (!beyond && end <= this.ranges[i].end && end <= limit && start !== 0) return start;
    }
    return 0;
  }

  private insertAt(at: u64, start: u64, end: u64): void {
    if (this.count === MAX_RANGES) {
      this.dropped++;
      return;
    }
    for (let i = this.count; i > at; i--) this.put(i, this.ranges[i - 1].start, this.ranges[i - 1].end);
    this.put(at, start, end);
    this.count++;
  }

  private removeAt(at: u64): void {
    this.count--;
    for (let i = at; i < this.count; i++) this.put(i, this.ranges[i + 1].start, this.ranges[i + 1].end);
  }

  private put(i: u64, start: u64, end: u64): void {
    const range = this.ranges[i];
    range.start = start;
    range.end = end;
  }
}
