/** Collects what is written into large writes, and hashes what goes out. */
import { createHash, type Hash } from "node:crypto";
import { writeSync } from "node:fs";
import { BLOCK } from "./format.ts";
import type { HostReader } from "./host-reader.ts";

const CHUNK = 1 << 22;

export class Output {
  readonly hash = createHash("sha256");
  /** Bytes put so far. */
  bytes = 0;
  private readonly fd: number;
  private readonly buffer = Buffer.allocUnsafe(CHUNK);
  private used = 0;

  constructor(fd: number) {
    this.fd = fd;
  }

  put(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; ) {
      const n = Math.min(CHUNK - this.used, bytes.length - at);
      this.buffer.set(bytes.subarray(at, at + n), this.used);
      this.advance(n);
      at += n;
    }
  }
  /** Copies a host file's first bytes, straight into the buffer; `also` hashes them too. */
  copy(from: HostReader, count: number, also: Hash | null): void {
    for (let at = 0; at < count; ) {
      const n = from.read(this.buffer, this.used, Math.min(CHUNK - this.used, count - at), at);
      also?.update(this.buffer.subarray(this.used, this.used + n));
      this.advance(n);
      at += n;
    }
  }
  /** Fills the last block with zeros. */
  padBlock(): void {
    const rest = (BLOCK - (this.bytes % BLOCK)) % BLOCK;
    if (rest > 0) this.put(Buffer.alloc(rest));
  }
  flush(): void {
    for (let at = 0; at < this.used; ) at += writeSync(this.fd, this.buffer, at, this.used - at);
    this.hash.update(this.buffer.subarray(0, this.used));
    this.used = 0;
  }

  private advance(n: number): void {
    this.used += n;
    this.bytes += n;
    if (this.used === CHUNK) this.flush();
  }
}
