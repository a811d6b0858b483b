/** Reads parts of an ELF file, each checked against the file's size. */
import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { ImageError, type ImageErrorCode, unreadable } from "../error.ts";

export class ElfSource implements Disposable {
  readonly path: string;
  readonly size: number;
  private readonly fd: number;

  /** @throws ImageError not-found, unreadable, not-elf (a directory or device) */
  constructor(path: string) {
    this.path = path;
    try {
      this.fd = openSync(path, "r");
    } catch (cause) {
      throw unreadable(path, cause);
    }
    const stat = fstatSync(this.fd);
    this.size = stat.size;
    if (stat.isFile()) return;
    closeSync(this.fd);
    throw new ImageError("not-elf", "it is not a regular file", path, "give an ELF file");
  }
  [Symbol.dispose](): void {
    closeSync(this.fd);
  }

  /** Exactly `count` bytes at `offset`; `of` names them in the error. @throws ImageError truncated, unreadable */
  read(offset: number, count: number, of: string): Buffer {
    const end = offset + count;
    if (!Number.isSafeInteger(end) || end > this.size || offset < 0 || count < 0)
      throw this.truncated(of, offset, end);
    const out = Buffer.alloc(count);
    for (let at = 0; at < count; ) {
      const n = this.readSome(out, at, offset + at);
      if (n === 0) throw this.truncated(of, offset, end);
      at += n;
    }
    return out;
  }

  /** An error of the field at byte `offset`. */
  fault(
    code: ImageErrorCode,
    what: string,
    offset: number,
    mend = "copy or build the file again",
  ): ImageError {
    return new ImageError(code, `${what} (byte ${offset})`, this.path, mend, undefined, offset);
  }
  damaged(what: string, offset: number): ImageError {
    return this.fault("damaged", `the ELF file is damaged: ${what}`, offset);
  }

  private truncated(of: string, offset: number, end: number): ImageError {
    const what = `the ELF file is truncated: it has ${this.size} bytes, and ${of} would end at ${end}`;
    return this.fault("truncated", what, offset);
  }
  private readSome(out: Buffer, at: number, offset: number): number {
    try {
      return readSync(this.fd, out, at, out.length - at, offset);
    } catch (cause) {
      throw unreadable(this.path, cause);
    }
  }
}
