/** A Writer into memory that grows: the contents of generated files. The owner frees it with `release`. */
import { Writer } from "./writer.ts";

export class GrowingWriter extends Writer {
  private buffer: Slice<u8> | null = null;
  length: usize = 0;

  override string(s: string): void {
    this.reserve(s.length);
    const buffer = this.buffer;
    if (buffer === null) return;
    copyBytes(addressOf(buffer.ptr) + this.length, addressOf(s.ptr), s.length);
    this.length += s.length;
  }
  /** One byte. */
  byte(b: u8): void {
    this.reserve(1);
    const buffer = this.buffer;
    if (buffer !== null) buffer[this.length] = b;
    this.length++;
  }
  private reserve(more: usize): void {
    const buffer = this.buffer;
    const have: usize = buffer === null ? 0 : buffer.length;
    if (this.length + more <= have) return;
    const bigger = newArray<u8>(max(have * 2, max(this.length + more, 256)));
    if (buffer !== null) {
      copyBytes(addressOf(bigger.ptr), addressOf(buffer.ptr), this.length);
      freeArray<u8>(buffer);
    }
    this.buffer = bigger;
  }
  /** What was written so far; valid until the next write. */
  contents(): string {
    const buffer = this.buffer;
    return buffer === null ? "" : stringAt(buffer.ptr, this.length);
  }
  release(): void {
    const buffer = this.buffer;
    if (buffer !== null) freeArray<u8>(buffer);
    this.buffer = null;
    this.length = 0;
  }
}
