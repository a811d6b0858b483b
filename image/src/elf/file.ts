/**
 * An ELF file on the host: what it is, what the dynamic loader is asked for, and its symbols. Parts are read when they are
 * asked for; every field is checked before it is used, and one that is wrong is an `ImageError` with its byte offset.
 */
import { type DynamicTable, describeDynamic, type ElfDynamic, readDynamicTable } from "./dynamic.ts";
import { type MachineName, SegmentType } from "./format.ts";
import { type ElfHeader, readHeader } from "./header.ts";
import { readSections, type Section } from "./sections.ts";
import { readSegments, type Segment } from "./segments.ts";
import { ElfSource } from "./source.ts";
import { type NamedAddress, SymbolIndex } from "./symbol-index.ts";
import { type ElfSymbol, readDynamicSymbols, readStaticSymbols } from "./symbols.ts";

/** PATH_MAX: an interpreter's path is not longer. */
const LONGEST_INTERPRETER = 4096;

export class ElfFile implements Disposable {
  readonly header: ElfHeader;
  readonly segments: readonly Segment[];
  /** The program's dynamic loader (PT_INTERP); null for a library and a static program. */
  readonly interpreter: string | null;
  /** What the dynamic section says; null without one. */
  readonly dynamic: ElfDynamic | null;
  private readonly file: ElfSource;
  private readonly table: DynamicTable | null;
  private sections: Section[] | null = null;
  private index: SymbolIndex | null = null;

  private constructor(file: ElfSource, machine: MachineName | null) {
    this.file = file;
    this.header = readHeader(file, machine);
    this.segments = readSegments(file, this.header);
    this.interpreter = readInterpreter(file, this.segments);
    this.table = readDynamicTable(file, this.segments);
    this.dynamic = this.table === null ? null : describeDynamic(this.table);
  }

  /**
   * Opens an executable or shared object; close it, or declare it with `using`.
   * @param machine the processor that it must be for; null for any that Osier knows
   * @throws ImageError not-found, unreadable, not-elf, truncated, wrong-machine, unsupported, damaged
   */
  static open(path: string, machine: MachineName | null = "x86_64"): ElfFile {
    const file = new ElfSource(path);
    try {
      return new ElfFile(file, machine);
    } catch (cause) {
      file[Symbol.dispose]();
      throw cause;
    }
  }
  close(): void {
    this.file[Symbol.dispose]();
  }
  [Symbol.dispose](): void {
    this.close();
  }

  get path(): string {
    return this.file.path;
  }
  /** Whether it can be started by itself: fixed addresses, an interpreter, or DF_1_PIE, which static-PIE programs have. */
  get isProgram(): boolean {
    return this.header.type === "executable" || this.interpreter !== null || this.dynamic?.pie === true;
  }

  /** `.symtab`; empty in a stripped file. @throws ImageError truncated, damaged */
  staticSymbols(): ElfSymbol[] {
    return readStaticSymbols(this.file, this.allSections());
  }
  /** `.dynsym`. @throws ImageError truncated, damaged */
  dynamicSymbols(): ElfSymbol[] {
    return readDynamicSymbols(this.file, this.table, this.allSections());
  }
  /** The symbol that an address lies in, as linked. @throws ImageError truncated, damaged */
  symbolAt(address: bigint): NamedAddress | null {
    this.index ??= new SymbolIndex([...this.dynamicSymbols(), ...this.staticSymbols()]);
    return this.index.at(address);
  }

  private allSections(): Section[] {
    this.sections ??= readSections(this.file, this.header);
    return this.sections;
  }
}

function readInterpreter(file: ElfSource, segments: readonly Segment[]): string | null {
  const segment = segments.find(({ type }) => type === SegmentType.interp);
  if (segment === undefined) return null;
  if (segment.fileSize < 2 || segment.fileSize > LONGEST_INTERPRETER)
    throw file.damaged(`its interpreter's path has ${segment.fileSize} bytes`, segment.at + 32);
  const path = file.read(segment.offset, segment.fileSize, "the interpreter's path");
  const end = path.indexOf(0);
  if (end <= 0) throw file.damaged("its interpreter's path does not end", segment.offset);
  return path.toString("utf8", 0, end);
}
