/**
 * Reads of memory that may not be there: numbers at addresses, and a cursor over them.
 *
 * A read that is not possible gives 0 and sets `failed`, so that a parser checks once at its end.
 */
export abstract class ByteReader {
  failed: boolean = false;

  /** Copies `n` (at most 8) bytes at `address` to kernel memory. False when they cannot be read. */
  protected abstract fetch(address: u64, to: u64, n: u64): boolean;

  private load(address: u64, n: u64): u64 {
    let value: u64 = 0;
    if (!this.fetch(address, pointerTo(value).addr, n)) this.failed = true;
    return this.failed ? 0 : value;
  }
  u8(address: u64): u8 {
    return u8(this.load(address, 1));
  }
  u16(address: u64): u16 {
    return u16(this.load(address, 2));
  }
  u32(address: u64): u32 {
    return u32(this.load(address, 4));
  }
  u64(address: u64): u64 {
    return this.load(address, 8);
  }
}

/** A place in memory that moves as it is read. */
export class Cursor {
  at: u64;
  readonly reader: ByteReader;

  constructor(reader: ByteReader, at: u64) {
    this.reader = reader;
    this.at = at;
  }
  u8(): u8 {
    this.at += 1;
    return this.reader.u8(this.at - 1);
  }
  u16(): u16 {
    this.at += 2;
    return this.reader.u16(this.at - 2);
  }
  u32(): u32 {
    this.at += 4;
    return this.reader.u32(this.at - 4);
  }
  u64(): u64 {
    this.at += 8;
    return this.reader.u64(this.at - 8);
  }
  /** Unsigned LEB128 (DWARF 5, section 7.6); bits beyond 64 are dropped. */
  uleb(): u64 {
    let value: u64 = 0;
    for (let shift: u64 = 0; ; shift += 7) {
      const byte = u64(this.u8());
      if (shift < 64) value |= (byte & 0x7f) << shift;
      if ((byte & 0x80) === 0 || this.reader.failed || shift > 140) return value;
    }
  }
  /** Signed LEB128. */
  sleb(): i64 {
    let value: u64 = 0;
    for (let shift: u64 = 0; ; shift += 7) {
      const byte = u64(this.u8());
      if (shift < 64) value |= (byte & 0x7f) << shift;
      if ((byte & 0x80) !== 0 && !this.reader.failed && shift <= 140) continue;
      if ((byte & 0x40) !== 0 && shift + 7 < 64) value |= u64(0xffff_ffff_ffff_ffff) << (shift + 7);
      return i64(value);
    }
  }
}
