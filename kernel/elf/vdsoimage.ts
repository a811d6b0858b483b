/**
 * The vDSO: a shared object in memory whose functions are the kernel's own (vdso(7)).
 *
 * Program and kernel share ring 0 and the address space, so a symbol's value can lead straight to a kernel function: the
 * C library calls it like any other and no system call is made. The image is only what a dynamic linker looks at:
 * program headers, a dynamic section, a hash table with one bucket, symbols and their names.
 */
import { PAGE_SIZE } from "../mm/layout.ts";

/** ELF-64 sizes and values (System V gABI, chapters 4 and 5). */
const EHDR: u64 = 64;
const PHDR: u64 = 56;
const SYMBOL: u64 = 24;
const HEADERS: u64 = 2;
const DYNAMIC_ENTRIES: u64 = 10;
const MACHINE: u16 = 62;
const GLOBAL_FUNCTION: u8 = 0x12;
const SONAME = "linux-vdso.so.1";
/** The version of every symbol, as in Linux's own: Go looks for it, and reads through DT_VERDEF unchecked. */
const VERSION = "LINUX_2.6";
/** The ELF hash of that name. */
const VERSION_HASH: u32 = 0x3ae75f6;
/** Index 1 would be the file's own name. */
const VERSION_INDEX: u16 = 2;
/** struct Elf64_Verdef (20 bytes) with one Elf64_Verdaux (8). */
const VERSION_DEFINITION: u64 = 20;
const VERSION_BYTES: u64 = 28;

enum Tag {
  hash = 4,
  stringTable = 5,
  symbolTable = 6,
  stringSize = 10,
  symbolSize = 11,
  soname = 14,
  symbolVersions = 0x6ffffff0,
  versionDefinitions = 0x6ffffffc,
  versionDefinitionCount = 0x6ffffffd,
}

export class VdsoImage {
  private base: u64 = 0;
  private loadedAt: u64 = 0;
  private count: u64 = 0;
  private symbols: u64 = 0;
  private strings: u64 = 0;
  private stringBytes: u64 = 0;
  private hash: u64 = 0;
  private versions: u64 = 0;

  /** Lays out an image for `count` functions in the zeroed page at `page`, which the program will see at `loadedAt`. */
  begin(page: u64, loadedAt: u64, count: u64): void {
    this.base = page;
    this.loadedAt = loadedAt;
    this.hash = EHDR + HEADERS * PHDR + DYNAMIC_ENTRIES * 16;
    const definition = this.hash + (3 + count + 1) * 4;
    this.versions = definition + VERSION_BYTES;
    this.symbols = (this.versions + (count + 1) * 2 + 7) & ~u64(7);
    this.strings = this.symbols + (count + 1) * SYMBOL;
    this.stringBytes = 1;
    const soname = this.text(SONAME);
    this.writeHeaders();
    const words = ptr<u32>(page + this.hash);
    words[0] = 1; // buckets
    words[1] = u32(count) + 1;
    this.dynamic(0, Tag.hash, this.hash);
    this.dynamic(1, Tag.symbolTable, this.symbols);
    this.dynamic(2, Tag.stringTable, this.strings);
    this.dynamic(3, Tag.symbolSize, SYMBOL);
    this.dynamic(4, Tag.soname, soname);
    this.dynamic(6, Tag.versionDefinitions, definition);
    this.dynamic(7, Tag.versionDefinitionCount, 1);
    this.dynamic(8, Tag.symbolVersions, this.versions);
    this.defineVersion(page + definition);
  }

  /** Adds a function; all share the hash table's only chain. False when the page is full. */
  add(name: string, address: u64): boolean {
    if (this.strings + this.stringBytes + name.length + 1 > PAGE_SIZE) return false;
    const index = this.count + 1;
    const at = this.base + this.symbols + index * SYMBOL;
    storeUnaligned<u32>(at, u32(this.text(name)));
    storeUnaligned<u8>(at + 4, GLOBAL_FUNCTION);
    storeUnaligned<u16>(at + 6, 1); // defined, in a section that nobody looks up
    storeUnaligned<u64>(at + 8, address - this.loadedAt);
    storeUnaligned<u64>(at + 16, 1);
    storeUnaligned<u16>(this.base + this.versions + index * 2, VERSION_INDEX);
    const words = ptr<u32>(this.base + this.hash);
    words[3 + index] = words[2]; // chain: the one before
    words[2] = u32(index); // bucket: this one
    this.count = index;
    this.dynamic(5, Tag.stringSize, this.stringBytes);
    return true;
  }

  private defineVersion(at: u64): void {
    storeUnaligned<u16>(at, 1); // of the structure
    storeUnaligned<u16>(at + 4, VERSION_INDEX);
    storeUnaligned<u16>(at + 6, 1); // one name
    storeUnaligned<u32>(at + 8, VERSION_HASH);
    storeUnaligned<u32>(at + 12, u32(VERSION_DEFINITION));
    storeUnaligned<u32>(at + VERSION_DEFINITION, u32(this.text(VERSION)));
  }
  private text(s: string): u64 {
    const at = this.stringBytes;
    copyBytes(this.base + this.strings + at, s.ptr.addr, s.length);
    this.stringBytes += s.length + 1;
    return at;
  }
  private dynamic(index: u64, tag: u64, value: u64): void {
    const words = ptr<u64>(this.base + EHDR + HEADERS * PHDR + index * 16);
    words[0] = tag;
    words[1] = value;
  }
  private header(index: u64, kind: u32, flags: u32, offset: u64, size: u64): void {
    const at = this.base + EHDR + index * PHDR;
    storeUnaligned<u32>(at, kind);
    storeUnaligned<u32>(at + 4, flags);
    storeUnaligned<u64>(at + 8, offset);
    storeUnaligned<u64>(at + 16, offset);
    storeUnaligned<u64>(at + 24, offset);
    storeUnaligned<u64>(at + 32, size);
    storeUnaligned<u64>(at + 40, size);
    storeUnaligned<u64>(at + 48, 8);
  }
  private writeHeaders(): void {
    const at = this.base;
    storeUnaligned<u32>(at, 0x464c457f);
    storeUnaligned<u32>(at + 4, 0x00010102); // 64-bit, little-endian, version 1
    storeUnaligned<u16>(at + 16, 3); // shared object
    storeUnaligned<u16>(at + 18, MACHINE);
    storeUnaligned<u32>(at + 20, 1);
    storeUnaligned<u64>(at + 32, EHDR);
    storeUnaligned<u16>(at + 52, u16(EHDR));
    storeUnaligned<u16>(at + 54, u16(PHDR));
    storeUnaligned<u16>(at + 56, u16(HEADERS));
    this.header(0, 1, 5, 0, PAGE_SIZE); // PT_LOAD, readable and executable
    this.header(1, 2, 4, EHDR + HEADERS * PHDR, DYNAMIC_ENTRIES * 16); // PT_DYNAMIC
  }
}
