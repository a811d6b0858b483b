/** Reads a host file that must have the size it had when the image was planned. */
import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { ImageError, unreadable } from "../error.ts";

const scratch = Buffer.allocUnsafe(1 << 18);

export function changed(path: string): ImageError {
  return new ImageError(
    "source-changed",
    "the file changed while the image was written",
    path,
    "run the command again",
  );
}

export class HostReader implements Disposable {
  private readonly fd: number;
  private readonly path: string;
  readonly size: number;

  /** @throws ImageError not-found, unreadable, source-changed */
  constructor(path: string, size: number) {
    this.path = path;
    this.size = size;
    try {
      this.fd = openSync(path, "r");
    } catch (cause) {
      throw unreadable(path, cause);
    }
    if (fstatSync(this.fd).size === size) return;
    closeSync(this.fd);
    throw changed(path);
  }
  [Symbol.dispose](): void {
    closeSync(this.fd);
  }

  /** Reads at least one byte at `position` into `buffer`; the number of bytes. @throws ImageError unreadable, source-changed */
  read(buffer: Uint8Array, at: number, count: number, position: number): number {
    let n: number;
    try {
      n = readSync(this.fd, buffer, at, count, position);
    } catch (cause) {
      throw unreadable(this.path, cause);
    }
    if (n === 0) throw changed(this.path);
    return n;
  }
  /** The bytes from `from` to the end. */
  tail(from: number): Buffer {
    const out = Buffer.alloc(this.size - from);
    for (let at = 0; at < out.length; ) at += this.read(out, at, out.length - at, from + at);
    return out;
  }
  /** The whole file, in pieces that are good until the next one is asked for. */
  *pieces(): Generator<Uint8Array> {
    for (let at = 0; at < this.size; ) {
      const n = this.read(scratch, 0, Math.min(scratch.length, this.size - at), at);
      yield scratch.subarray(0, n);
      at += n;
    }
  }
}
