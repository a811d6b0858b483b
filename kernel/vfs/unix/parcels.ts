/**
 * Which bytes of a stream came with descriptors or credentials (unix(7)).
 *
 * Places count all bytes that ever went through. A read gives what came with the first byte that it takes, and does not go
 * past the end of such bytes.
 */
import type { Control } from "./control.ts";
import type { Received } from "./received.ts";

class Parcel {
  next: Parcel | null = null;
  start: u64 = 0;
  end: u64 = 0;
  control: Control | null = null;
}

export class Parcels {
  private first: Parcel | null = null;
  private last: Parcel | null = null;
  /** Bytes taken. */
  taken: u64 = 0;

  /** `length` bytes, with `waiting` before them, came with `control`, which it takes over. */
  add(control: Control, waiting: u64, length: u64): void {
    const start = this.taken + waiting;
    const { last } = this;
    if (last !== null && last.end === start && control.count === 0) {
      const before = last.control;
      if (before !== null && before.count === 0 && before.pid === control.pid) {
        last.end += length;
        control.release();
        return;
      }
    }
    const parcel = new Parcel();
    parcel.start = start;
    parcel.end = start + length;
    parcel.control = control;
    if (last === null) this.first = parcel;
    else last.next = parcel;
    this.last = parcel;
  }
  /** How many of `count` bytes a read at `offset` may take at once. */
  limit(count: u64, offset: u64, stopsBefore: boolean): u64 {
    const at = this.taken + offset;
    let parcel = this.first;
    while (parcel !== null && parcel.end <= at) parcel = parcel.next;
    if (parcel === null) return count;
    return min(count, (stopsBefore && parcel.start > at ? parcel.start : parcel.end) - at);
  }
  /** `count` bytes at `offset` are read: tells what came with them. */
  pass(count: u64, offset: u64, peek: boolean, received: Received): void {
    const at = this.taken + offset;
    const end = at + count;
    let parcel = this.first;
    while (parcel !== null && parcel.end <= at) parcel = parcel.next;
    if (parcel !== null && parcel.start < end) {
      const { control } = parcel;
      if (control !== null && (peek || (control.count === 0 && parcel.end > end)))
        received.takeControl(control.copy());
      else if (control !== null) {
        received.takeControl(control);
        parcel.control = null;
      }
      if (parcel.end === end) received.atBorder = true;
    }
    if (!peek) this.advance(count);
  }
  /** `count` bytes at the front are gone. */
  advance(count: u64): void {
    this.taken += count;
    for (let p = this.first; p !== null && p.end <= this.taken; p = this.first) {
      this.first = p.next;
      if (p.next === null) this.last = null;
      const { control } = p;
      if (control !== null) control.release();
      free(p);
    }
  }
  release(): void {
    const { last } = this;
    if (last !== null) this.advance(last.end - this.taken);
  }
}
