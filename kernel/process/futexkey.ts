/**
 * Which words of programs are one futex (futex(2)).
 *
 * A private operation names the word by its address, which is one program's alone since all share one address space. Any
 * other operation names it by what is mapped there: the byte of a file or of shared memory, so that two mappings of it
 * meet; memory that is nobody else's by its address again, yet apart from private operations.
 */
import { space } from "../mm/addressspace.ts";

/** `FutexKey.object` of words that are known by their address; what is mapped has higher numbers (PageSource.identity). */
enum ByAddress {
  private = 0,
  shared = 1,
}

export class FutexKey {
  object: u64 = ByAddress.private;
  /** Address, or byte of the object. */
  at: u64 = 0;

  is(other: FutexKey): boolean {
    return this.at === other.at && this.object === other.object;
  }
  copy(from: FutexKey): void {
    this.object = from.object;
    this.at = from.at;
  }
  /** The word of a private operation. */
  setPrivate(address: u64): void {
    this.object = ByAddress.private;
    this.at = address;
  }
  /** The word of any other operation. The kernel lock is held. */
  setShared(address: u64): void {
    const [object, at] = space.sharedByte(address);
    this.object = object === 0 ? ByAddress.shared : object;
    this.at = object === 0 ? address : at;
  }
}
