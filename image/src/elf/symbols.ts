/** Reads and checks symbol tables (gABI "Symbol Table"; the GNU hash table for the length of one without sections). */
import type { DynamicTable } from "./dynamic.ts";
import { SectionType, SYMBOL_SIZE, Tag } from "./format.ts";
import type { Section } from "./sections.ts";
import type { ElfSource } from "./source.ts";

export interface ElfSymbol {
  readonly name: string;
  /** As linked: without the place that the file is loaded at. */
  readonly address: bigint;
  /** In bytes; 0 when the maker did not say. */
  readonly size: bigint;
  readonly type: "none" | "object" | "function" | "other";
  readonly binding: "local" | "global" | "weak";
  /** False for what the file wants from another. */
  readonly defined: boolean;
}

const types: readonly ElfSymbol["type"][] = ["none", "object", "function"];
/** STT_GNU_IFUNC: a function that chooses the function. */
const indirectFunction = 10;
/** Bytes of a hash chain read at a time. */
const CHAIN_STEP = 1024;

/** `.symtab`: empty in a stripped file. @throws ImageError truncated, damaged */
export function readStaticSymbols(file: ElfSource, sections: readonly Section[]): ElfSymbol[] {
  const table = sections.find(({ type }) => type === SectionType.symbols);
  if (table === undefined) return [];
  const names = sections[table.link];
  if (names?.type !== SectionType.strings)
    throw file.damaged(
      `its symbol table has its names in section ${table.link}, which has none`,
      table.at + 40,
    );
  const strings = file.read(names.offset, names.size, "the symbols' names");
  return readTable(file, table.offset, Math.floor(table.size / SYMBOL_SIZE), strings);
}

/** `.dynsym`: what the file gives to others and wants of them. @throws ImageError truncated, damaged */
export function readDynamicSymbols(
  file: ElfSource,
  dynamic: DynamicTable | null,
  sections: readonly Section[],
): ElfSymbol[] {
  const offset = dynamic?.offsetOf(Tag.symbols) ?? null;
  if (dynamic === null || offset === null) return [];
  const section = sections.find((s) => s.type === SectionType.dynamicSymbols && s.offset === offset);
  const count = section === undefined ? countByHash(file, dynamic) : Math.floor(section.size / SYMBOL_SIZE);
  return readTable(file, offset, count, dynamic.strings);
}

function readTable(file: ElfSource, offset: number, count: number, strings: Buffer): ElfSymbol[] {
  const table = file.read(offset, count * SYMBOL_SIZE, "the symbol table");
  const symbols: ElfSymbol[] = [];
  for (let at = SYMBOL_SIZE; at + SYMBOL_SIZE <= table.length; at += SYMBOL_SIZE) {
    const nameAt = table.readUInt32LE(at);
    const nameEnd = nameAt < strings.length ? strings.indexOf(0, nameAt) : -1;
    if (nameEnd < 0) throw file.damaged("a symbol's name lies outside the names", offset + at);
    const info = table[at + 4]!;
    const type = info & 15;
    symbols.push({
      name: strings.toString("utf8", nameAt, nameEnd),
      address: table.readBigUInt64LE(at + 8),
      size: table.readBigUInt64LE(at + 16),
      type: types[type] ?? (type === indirectFunction ? "function" : "other"),
      binding: info >> 4 === 0 ? "local" : info >> 4 === 2 ? "weak" : "global",
      defined: table.readUInt16LE(at + 6) !== 0,
    });
  }
  return symbols;
}

/** The number of dynamic symbols, which only the hash tables tell when there are no sections. */
function countByHash(file: ElfSource, dynamic: DynamicTable): number {
  const hash = dynamic.offsetOf(Tag.hash);
  if (hash !== null) return file.read(hash, 8, "the hash table").readUInt32LE(4);
  const gnu = dynamic.offsetOf(Tag.gnuHash);
  if (gnu === null) return 0;
  const head = file.read(gnu, 16, "the GNU hash table");
  const buckets = head.readUInt32LE(0);
  const firstSymbol = head.readUInt32LE(4);
  const bucketsAt = gnu + 16 + head.readUInt32LE(8) * 8;
  const table = file.read(bucketsAt, buckets * 4, "the GNU hash table");
  let last = 0;
  for (let i = 0; i < buckets; i++) last = Math.max(last, table.readUInt32LE(i * 4));
  if (last === 0) return firstSymbol;
  if (last < firstSymbol)
    throw file.damaged("its GNU hash table has a chain before its first symbol", gnu + 4);
  // The last chain ends at the first value whose lowest bit is set: read in steps, so that a damaged one costs little.
  let at = bucketsAt + buckets * 4 + (last - firstSymbol) * 4;
  for (;;) {
    const step = Math.min(CHAIN_STEP, file.size - at) & ~3;
    const chain = file.read(at, Math.max(step, 4), "a chain of the GNU hash table");
    for (let i = 0; i < chain.length; i += 4, last++) if (chain.readUInt32LE(i) & 1) return last + 1;
    at += chain.length;
  }
}
