/** A Writer into memory, for tests of text. */
import { Writer } from "../../../../kernel/lib/writer.ts";

export class BufferWriter extends Writer {
  private bytes!: FixedArray<u8, 512>;
  private used: u64 = 0;

  override string(s: string): void {
    for (let i: u64 = 0; i < s.length; i++) this.bytes[this.used + i] = s.byteAt(i);
    this.used += s.length;
  }

  /** What has been written; shares the memory. */
  written(): string {
    return stringAt(this.bytes.ptr, this.used);
  }

  clear(): void {
    this.used = 0;
  }
}

/** The text as it is written. */
export function render(text: Text, into: BufferWriter): string {
  into.clear();
  writeText(text, into);
  return into.written();
}
