/** What a program was started with: its path, arguments and environment, in one block that processes share until they call execve(2). */
import { heapAlloc, heapFree } from "../mm/heap.ts";

export class StartStrings {
  private references: u32 = 1;
  /** The block of the strings; 0 where they are somebody else's. */
  private memory: u64 = 0;
  private used: u64 = 0;
  /** Absolute path of the executable. */
  path: string = "";
  args!: Slice<string>;
  env!: Slice<string>;

  /** Takes room for `bytes` bytes of text and the two lists. False when memory is short. */
  reserve(bytes: u64, argumentCount: u64, environmentCount: u64): boolean {
    this.memory = heapAlloc(max(bytes, 16), 16);
    this.args = newArray<string>(argumentCount);
    this.env = newArray<string>(environmentCount);
    return this.memory !== 0;
  }
  /** A copy of the text in the block, for which `reserve` has seen to the room. */
  keep(text: string): string {
    const at = this.memory + this.used;
    copyBytes(at, addressOf(text.ptr), text.length);
    this.used += text.length;
    return stringAt(ptr<u8>(at), text.length);
  }
  retain(): StartStrings {
    this.references++;
    return this;
  }
  release(): void {
    this.references--;
    if (this.references !== 0) return;
    if (this.memory !== 0) {
      heapFree(this.memory);
      freeArray<string>(this.args);
      freeArray<string>(this.env);
    }
    free(this);
  }
}
