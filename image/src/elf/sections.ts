/** Reads and checks section headers (gABI "Sections"): only where symbol tables are looked for. */
import { SECTION_SIZE, SectionType } from "./format.ts";
import type { ElfHeader } from "./header.ts";
import type { ElfSource } from "./source.ts";

export interface Section {
  /** sh_type. */
  readonly type: number;
  readonly offset: number;
  readonly size: number;
  /** sh_link: for a symbol table, the section with its names. */
  readonly link: number;
  /** Byte offset of the header itself, for messages. */
  readonly at: number;
}

/** All sections; none in a file whose section headers were stripped. @throws ImageError truncated, damaged */
export function readSections(file: ElfSource, header: ElfHeader): Section[] {
  const { offset, count } = header.sections;
  if (count > file.size / SECTION_SIZE)
    throw file.damaged(`it has ${count} sections, more than the file holds`, 60);
  const table = file.read(offset, count * SECTION_SIZE, "the table of section headers");
  return Array.from({ length: count }, (_, i) => {
    const h = table.subarray(i * SECTION_SIZE, (i + 1) * SECTION_SIZE);
    const at = offset + i * SECTION_SIZE;
    const type = h.readUInt32LE(4);
    const from = h.readBigUInt64LE(24);
    const size = h.readBigUInt64LE(32);
    const stored = type !== SectionType.null && type !== SectionType.noBits;
    if (stored && from + size > BigInt(file.size)) {
      const what = `the ELF file is truncated: it has ${file.size} bytes, and a section would end at ${from + size}`;
      throw file.fault("truncated", what, at + 24);
    }
    return { type, offset: Number(from), size: Number(size), link: h.readUInt32LE(40), at };
  });
}
