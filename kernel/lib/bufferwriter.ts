/** A Writer into memory of a fixed size; what does not fit is dropped. */
import { Writer } from "./writer.ts";

export class BufferWriter extends Writer {
  private buffer: Slice<u8>;
  length: usize = 0;

  constructor(buffer: Slice<u8>) {
    super();
    this.buffer = buffer;
  }

  override string(s: string): void {
    const fits = min(s.length, this.buffer.length - this.length);
    copyBytes(this.buffer.ptr.addr + this.length, s.ptr.addr, fits);
    this.length += fits;
  }

  /** What has been written; shares the memory. */
  written(): string {
    return stringAt(this.buffer.ptr, this.length);
  }
}
