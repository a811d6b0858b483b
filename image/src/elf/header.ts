/** Reads and checks the ELF header (gABI "ELF Header"). */
import { ImageError } from "../error.ts";
import {
  CLASS_64,
  DATA_LITTLE,
  FileType,
  HEADER_SIZE,
  Header,
  Ident,
  MAGIC,
  Machine,
  type MachineName,
  machineTitle,
  PN_XNUM,
  SECTION_SIZE,
  SEGMENT_SIZE,
  VERSION,
} from "./format.ts";
import type { ElfSource } from "./source.ts";

export interface ElfHeader {
  /** `executable` is ET_EXEC, linked to fixed addresses; `shared` is ET_DYN: libraries and position-independent programs. */
  readonly type: "executable" | "shared";
  readonly machine: MachineName;
  readonly entry: bigint;
  /** The tables: byte offset and number of entries. */
  readonly segments: { readonly offset: number; readonly count: number };
  readonly sections: { readonly offset: number; readonly count: number };
}

const title: Readonly<Record<MachineName, string>> = { x86_64: "x86-64", aarch64: "aarch64" };

/**
 * @param machine the processor that the file must be for; null for either
 * @throws ImageError not-elf, truncated, wrong-machine, unsupported, damaged
 */
export function readHeader(file: ElfSource, machine: MachineName | null): ElfHeader {
  const want = machine === null ? "x86-64 or aarch64" : title[machine];
  const mend = `give a Linux executable or library for ${want}`;
  const magic = file.size < 4 ? 0 : file.read(0, 4, "the magic number").readUInt32BE(0);
  if (magic !== MAGIC)
    throw new ImageError("not-elf", "the file is not an ELF file", file.path, mend, undefined, 0);
  const h = file.read(0, HEADER_SIZE, "the ELF header");
  const named = h.readUInt16LE(Header.machine);
  const known = (Object.keys(Machine) as MachineName[]).find((name) => Machine[name] === named);
  if (h[Ident.class] !== CLASS_64 || h[Ident.data] !== DATA_LITTLE || known === undefined)
    throw file.fault(
      "wrong-machine",
      `the file is for ${processor(h)}, not for ${want}`,
      Header.machine,
      mend,
    );
  if (machine !== null && known !== machine)
    throw file.fault(
      "wrong-machine",
      `the file is for ${title[known]}, not for ${want}`,
      Header.machine,
      mend,
    );
  if (h[Ident.version] !== VERSION || h.readUInt32LE(Header.version) !== VERSION)
    throw file.damaged("its version is not 1", Ident.version);
  const type = h.readUInt16LE(Header.type);
  if (type !== FileType.executable && type !== FileType.shared) {
    const what = "the ELF file is neither an executable nor a shared object";
    throw file.fault("unsupported", what, Header.type, "link it into a program first");
  }
  return {
    type: type === FileType.executable ? "executable" : "shared",
    machine: known,
    entry: h.readBigUInt64LE(Header.entry),
    ...tables(file, h),
  };
}

function processor(h: Buffer): string {
  const big = h[Ident.data] === 2;
  const machine = big ? h.readUInt16BE(Header.machine) : h.readUInt16LE(Header.machine);
  const width = h[Ident.class] === CLASS_64 ? "64-bit" : "32-bit";
  return `${machineTitle(machine)} (${width}, ${big ? "big" : "little"}-endian)`;
}

function tables(file: ElfSource, h: Buffer): Pick<ElfHeader, "segments" | "sections"> {
  if (h.readUInt16LE(Header.headerSize) !== HEADER_SIZE)
    throw file.damaged(
      `its header says it has ${h.readUInt16LE(Header.headerSize)} bytes`,
      Header.headerSize,
    );
  let segmentCount = h.readUInt16LE(Header.segmentCount);
  let sectionCount = h.readUInt16LE(Header.sectionCount);
  const segmentsAt = offsetOf(file, h, Header.segments);
  const sectionsAt = offsetOf(file, h, Header.sections);
  if (segmentCount > 0 && h.readUInt16LE(Header.segmentSize) !== SEGMENT_SIZE)
    throw file.damaged(
      `its program headers have ${h.readUInt16LE(Header.segmentSize)} bytes`,
      Header.segmentSize,
    );
  if (sectionsAt > 0 && h.readUInt16LE(Header.sectionSize) !== SECTION_SIZE)
    throw file.damaged(
      `its section headers have ${h.readUInt16LE(Header.sectionSize)} bytes`,
      Header.sectionSize,
    );
  if (sectionsAt > 0 && (sectionCount === 0 || segmentCount === PN_XNUM)) {
    // Counts that do not fit stand in the first section header.
    const first = file.read(sectionsAt, SECTION_SIZE, "the first section header");
    if (sectionCount === 0) sectionCount = Number(first.readBigUInt64LE(32));
    if (segmentCount === PN_XNUM) segmentCount = first.readUInt32LE(44);
  }
  return {
    segments: { offset: segmentsAt, count: segmentCount },
    sections: { offset: sectionsAt, count: sectionsAt === 0 ? 0 : sectionCount },
  };
}

function offsetOf(file: ElfSource, h: Buffer, field: number): number {
  const value = h.readBigUInt64LE(field);
  if (value > BigInt(file.size))
    throw file.fault(
      "truncated",
      `the ELF file is truncated: it has ${file.size} bytes, and its header points to ${value}`,
      field,
    );
  return Number(value);
}
