/**
 * Names of addresses from a dynamic symbol table in memory (gABI chapter 5; GNU hash tables as glibc and binutils
 * define them). The table's length is not written anywhere: it follows from the hash table.
 *
 * Pure, and untrusting: memory is read through a ByteReader, every loop is bounded.
 */
import { type ByteReader, Cursor } from "../lib/bytereader.ts";
import { DynamicTag, SYMBOL_BYTES } from "./format.ts";

const MAX_DYNAMIC_ENTRIES: u64 = 256;
const MAX_BUCKETS: u64 = 1 << 20;
const MAX_SYMBOLS: u64 = 1 << 20;
/** Of st_info: an untyped symbol, a function, or an indirect function. */
const TYPE_NONE: u8 = 0;
const TYPE_FUNCTION: u8 = 2;
const TYPE_INDIRECT: u8 = 10;

/** The parts of a dynamic section that symbols need: run-time addresses. */
export class SymbolTable {
  symbols: u64 = 0;
  strings: u64 = 0;
  stringBytes: u64 = 0;
  hash: u64 = 0;
  gnuHash: u64 = 0;

  /** Reads the dynamic section at `address` of a file loaded at `base`. */
  read(reader: ByteReader, address: u64, base: u64): boolean {
    for (let i: u64 = 0; i < MAX_DYNAMIC_ENTRIES; i++) {
      const tag = reader.u64(address + i * 16);
      const value = reader.u64(address + i * 16 + 8);
      if (reader.failed) return false;
      if (tag === DynamicTag.null) break;
      if (tag === DynamicTag.symbolTable) this.symbols = relocated(value, base);
      else if (tag === DynamicTag.stringTable) this.strings = relocated(value, base);
      else if (tag === DynamicTag.stringTableSize) this.stringBytes = value;
      else if (tag === DynamicTag.hash) this.hash = relocated(value, base);
      else if (tag === DynamicTag.gnuHash) this.gnuHash = relocated(value, base);
    }
    return this.symbols !== 0 && this.strings !== 0;
  }

  /** How many symbols there are. */
  count(reader: ByteReader): u64 {
    if (this.hash !== 0) return min(u64(reader.u32(this.hash + 4)), MAX_SYMBOLS);
    return this.gnuHash === 0 ? 0 : this.gnuCount(reader);
  }

  /** The last chain of the GNU hash table ends with the last symbol. */
  private gnuCount(reader: ByteReader): u64 {
    const cursor: Embed<Cursor> = new Cursor(reader, this.gnuHash);
    const buckets = u64(cursor.u32());
    const firstHashed = u64(cursor.u32());
    const bloomWords = u64(cursor.u32());
    if (reader.failed || buckets > MAX_BUCKETS || bloomWords > MAX_BUCKETS) return 0;
    const bucketTable = this.gnuHash + 16 + bloomWords * 8;
    let last: u64 = 0;
    for (let i: u64 = 0; i < buckets; i++) last = max(last, u64(reader.u32(bucketTable + i * 4)));
    if (reader.failed || last < firstHashed) return reader.failed ? 0 : min(firstHashed, MAX_SYMBOLS);
    const chains = bucketTable + buckets * 4;
    while (last < MAX_SYMBOLS) {
      const hash = reader.u32(chains + (last - firstHashed) * 4);
      if (reader.failed) return 0;
      last++;
      if ((hash & 1) !== 0) break;
    }
    return last;
  }

  /** The function symbol that covers `address` (the file's own counting): address of its name and distance into it. */
  find(reader: ByteReader, address: u64): [u64, u64] {
    const count = this.count(reader);
    for (let i: u64 = 1; i < count; i++) {
      const at = this.symbols + i * SYMBOL_BYTES;
      const value = reader.u64(at + 8);
      if (reader.failed) return [0, 0];
      if (value === 0 || address < value) continue;
      const size = reader.u64(at + 16);
      if (address - value >= max(size, 1)) continue;
      const type = reader.u8(at + 4) & 15;
      if (type !== TYPE_NONE && type !== TYPE_FUNCTION && type !== TYPE_INDIRECT) continue;
      const name = u64(reader.u32(at));
      if (name === 0 || name >= this.stringBytes) continue;
      return [this.strings + name, address - value];
    }
    return [0, 0];
  }
}

/** The program's loader replaces these addresses by run-time ones; before it has run they are the file's own. */
function relocated(value: u64, base: u64): u64 {
  return value < base ? value + base : value;
}
