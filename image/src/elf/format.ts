/** ELF on disk, 64-bit: offsets, sizes and values (System V ABI, gABI 4.1 "Object Files"; x86-64 and AArch64 psABI). */

export const HEADER_SIZE = 64;
export const SEGMENT_SIZE = 56;
export const SECTION_SIZE = 64;
export const SYMBOL_SIZE = 24;
export const DYNAMIC_SIZE = 16;
export const MAGIC = 0x7f454c46;

export const Ident = { class: 4, data: 5, version: 6 } as const;
export const CLASS_64 = 2;
export const DATA_LITTLE = 1;
export const VERSION = 1;

export const Header = {
  type: 16,
  machine: 18,
  version: 20,
  entry: 24,
  segments: 32,
  sections: 40,
  headerSize: 52,
  segmentSize: 54,
  segmentCount: 56,
  sectionSize: 58,
  sectionCount: 60,
} as const;
/** e_phnum that says: the count stands in the first section's sh_info. */
export const PN_XNUM = 0xffff;

export const FileType = { executable: 2, shared: 3 } as const;

export const Machine = { x86_64: 62, aarch64: 183 } as const;
export type MachineName = keyof typeof Machine;
const otherMachines: Readonly<Record<number, string>> = {
  2: "sparc",
  3: "i386",
  8: "mips",
  20: "ppc",
  21: "ppc64",
  22: "s390x",
  40: "arm",
  43: "sparc64",
  62: "x86-64",
  183: "aarch64",
  243: "riscv",
  258: "loongarch",
};
export function machineTitle(machine: number): string {
  return otherMachines[machine] ?? `machine ${machine}`;
}

export const SegmentType = { load: 1, dynamic: 2, interp: 3 } as const;
export const SectionType = { null: 0, symbols: 2, strings: 3, noBits: 8, dynamicSymbols: 11 } as const;

/** d_tag values, gABI "Dynamic Section" and the GNU extensions. */
export const Tag = {
  null: 0n,
  needed: 1n,
  hash: 4n,
  strings: 5n,
  symbols: 6n,
  stringsSize: 10n,
  symbolSize: 11n,
  soname: 14n,
  rpath: 15n,
  runpath: 29n,
  flags: 30n,
  gnuHash: 0x6ffffef5n,
  flags1: 0x6ffffffbn,
} as const;
/** Bits of DT_FLAGS_1. */
export const Flags1 = { noDefaultLibraries: 0x800n, pie: 0x0800_0000n } as const;
