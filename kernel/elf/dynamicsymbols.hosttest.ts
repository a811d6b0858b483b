/** Symbols by address from hand-made dynamic sections, with each kind of hash table, and damaged ones. */

import { ByteReader } from "../lib/bytereader.ts";
import { expect, failures } from "../lib/host/testing.ts";
import { SymbolTable } from "./dynamicsymbols.ts";
import { DynamicTag } from "./format.ts";

/** A file of 4 KiB loaded at BASE. */
const BASE: u64 = 0x5555_0000_0000;
let image!: FixedArray<u8, 4096>;

class ImageReader extends ByteReader {
  protected override fetch(address: u64, to: u64, n: u64): boolean {
    if (address < BASE || address - BASE > 4096 - n) return false;
    copyBytes(to, image.ptr.addr + (address - BASE), n);
    return true;
  }
}
const reader = new ImageReader();

const DYNAMIC: u64 = 0x100;
const SYMBOLS: u64 = 0x200;
const STRINGS: u64 = 0x300;
const HASH: u64 = 0x400;
const GNU_HASH: u64 = 0x500;

function put32(at: u64, value: u32): void {
  storeUnaligned<u32>(image.ptr.addr + at, value);
}
function put64(at: u64, value: u64): void {
  storeUnaligned<u64>(image.ptr.addr + at, value);
}
function dynamic(i: u64, tag: u64, value: u64): void {
  put64(DYNAMIC + i * 16, tag);
  put64(DYNAMIC + i * 16 + 8, value);
}
function symbol(i: u64, name: u32, info: u8, value: u64, size: u64): void {
  const at = SYMBOLS + i * 24;
  put32(at, name);
  image[at + 4] = info;
  put64(at + 8, value);
  put64(at + 16, size);
}

function make(gnu: boolean, relocated: boolean): void {
  fillBytes(image.ptr.addr, 0, 4096);
  const base: u64 = relocated ? BASE : 0;
  dynamic(0, DynamicTag.symbolTable, base + SYMBOLS);
  dynamic(1, DynamicTag.stringTable, base + STRINGS);
  dynamic(2, DynamicTag.stringTableSize, 0x40);
  if (gnu) dynamic(3, DynamicTag.gnuHash, base + GNU_HASH);
  else dynamic(3, DynamicTag.hash, base + HASH);
  const names = "\0alpha\0beta\0data\0";
  copyBytes(image.ptr.addr + STRINGS, names.ptr.addr, names.length);
  symbol(1, 1, 0x12, 0, 0); // undefined
  symbol(2, 1, 0x12, 0x1000, 0x80); // alpha, a function
  symbol(3, 7, 0x20, 0x1080, 0); // beta, untyped, without a size
  symbol(4, 12, 0x11, 0x1100, 0x100); // data
  put32(HASH, 1);
  put32(HASH + 4, 5);
  // Two buckets, hashed symbols from 2 on: 2, 3 in one chain, 4 in the other.
  put32(GNU_HASH, 2);
  put32(GNU_HASH + 4, 2);
  put32(GNU_HASH + 8, 1);
  put32(GNU_HASH + 24, 2);
  put32(GNU_HASH + 28, 4);
  put32(GNU_HASH + 32, 0x10);
  put32(GNU_HASH + 36, 0x11);
  put32(GNU_HASH + 40, 0x21);
}

function finds(address: u64, name: u64, distance: u64): boolean {
  const table: Embed<SymbolTable> = new SymbolTable();
  reader.failed = false;
  if (!table.read(reader, BASE + DYNAMIC, BASE)) return false;
  const [at, into] = table.find(reader, address);
  return at === name && into === distance;
}

function count(): u64 {
  const table: Embed<SymbolTable> = new SymbolTable();
  reader.failed = false;
  return table.read(reader, BASE + DYNAMIC, BASE) ? table.count(reader) : 0;
}

export function main(): i32 {
  for (let form: u32 = 0; form < 4; form++) {
    make((form & 1) !== 0, (form & 2) !== 0);
    expect(count() === 5, "five symbols");
    expect(finds(0x1000, BASE + STRINGS + 1, 0) && finds(0x107f, BASE + STRINGS + 1, 0x7f), "a function");
    expect(finds(0x1080, BASE + STRINGS + 7, 0) && finds(0x1081, 0, 0), "one without a size");
    expect(finds(0x1100, 0, 0) && finds(0xfff, 0, 0) && finds(0, 0, 0), "no function");
  }
  make(true, false);
  put32(GNU_HASH + 40, 0x20);
  expect(count() > 5 || reader.failed, "a chain without an end leaves the file");
  put32(GNU_HASH, 0xffff_ffff);
  expect(count() === 0, "too many buckets");
  make(false, false);
  put32(SYMBOLS + 48, 0x1000);
  expect(finds(0x1000, 0, 0), "a name outside of the strings");
  dynamic(1, DynamicTag.stringTableSize, 0x40);
  expect(!finds(0x1000, 0, 0), "no strings at all");
  return failures() === 0 ? 0 : 1;
}
