/**
 * Addresses of AF_UNIX (unix(7)): a path, an abstract name (first byte 0), or none; and which sockets have one.
 *
 * A path's socket is found by its inode, so a name that was moved or linked leads to the same socket.
 */
import type { Inode } from "../inode.ts";

export const AF_UNIX: u32 = 1;
/** sizeof(struct sockaddr_un): family (2 bytes) and path. */
export const GREATEST_ADDRESS: u64 = 110;

export class UnixAddress {
  /** sun_path as it was given, a path's NUL included. */
  private bytes!: FixedArray<u8, 110>;
  private size: u64 = 0;
  /** The socket's file, with a reference; null for abstract names. */
  inode: Inode | null = null;

  get isBound(): boolean {
    return this.size > 0;
  }
  get name(): string {
    return stringAt(this.bytes.ptr, this.size);
  }
  /** A path, whose NUL is added, or an abstract name. */
  set(name: string): void {
    const size = min(name.length, GREATEST_ADDRESS - 2);
    copyBytes(addressOf(this.bytes.ptr), addressOf(name.ptr), size);
    const isPath = this.bytes[0] !== 0;
    if (isPath) this.bytes[size] = 0;
    this.size = isPath ? size + 1 : size;
  }
  /** The same name, without the file. */
  copyName(from: UnixAddress): void {
    this.size = from.size;
    copyBytes(addressOf(this.bytes.ptr), addressOf(from.bytes.ptr), from.size);
  }
  /** Length of the sockaddr_un. */
  get length(): u64 {
    return 2 + this.size;
  }
  /** Writes up to `room` bytes of the sockaddr_un to writable memory. */
  write(to: u64, room: u64): void {
    if (room >= 2) storeUnaligned<u16>(to, u16(AF_UNIX));
    if (room > 2) copyBytes(to + 2, addressOf(this.bytes.ptr), min(room - 2, this.size));
  }
  release(): void {
    const { inode } = this;
    this.inode = null;
    this.size = 0;
    if (inode !== null) inode.release();
  }
}
