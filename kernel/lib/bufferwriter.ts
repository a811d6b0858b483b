/** A Writer into memory of a fixed size; what does not fit is dropped, and `isCut` says so. */
import { Writer } from "./writer.ts";

export class BufferWriter extends Writer {
  private buffer: Slice<u8>;
  length: usize = 0;
  isCut: boolean = false;

  constructor(buffer: Slice<u8>) {
    super();
    this.buffer = buffer;
  }

  override string(s: string): void {
    const fits = min(s.length, this.buffer.length - this.length);
    if (fits < s.length) this.isCut = true;
    copyBytes(this.buffer.ptr.addr + this.length, s.ptr.addr, fits);
    this.length += fits;
  }

  /** What has been written; shares the memory. */
  written(): string {
    return stringAt(this.buffer.ptr, this.length);
  }

  clear(): void {
    this.length = 0;
    this.isCut = false;
  }
}
