/** Numbers of the ELF format: System V gABI (edition 4.1, chapters 4 and 5) and psABI x86-64, as far as they are used. */

export enum ElfType {
  executable = 2,
  shared = 3,
}

export enum ElfMachine {
  x86 = 3,
  arm = 40,
  x86_64 = 62,
  aarch64 = 183,
  riscv = 243,
}

export enum SegmentType {
  load = 1,
  dynamic = 2,
  interpreter = 3,
  programHeaders = 6,
  tls = 7,
  ehFrame = 0x6474_e550,
  stack = 0x6474_e551,
  relro = 0x6474_e552,
}

export enum SegmentFlag {
  execute = 1,
  write = 2,
  read = 4,
}

/** Elf64_Ehdr. */
export const HEADER_BYTES: u64 = 64;
/** Elf64_Phdr. */
export const SEGMENT_BYTES: u64 = 56;
/** Elf64_Sym. */
export const SYMBOL_BYTES: u64 = 24;
/** More program headers than this are refused: linkers write about a dozen. */
export const MAX_SEGMENTS: u64 = 64;

/** Tags of the dynamic section. */
export enum DynamicTag {
  null = 0,
  hash = 4,
  stringTable = 5,
  symbolTable = 6,
  stringTableSize = 10,
  gnuHash = 0x6fff_fef5,
}
