/** Reads the dynamic section: what the dynamic loader is asked for (gABI "Dynamic Section"; ld.so(8)). */
import { DYNAMIC_SIZE, Flags1, SegmentType, Tag } from "./format.ts";
import { fileOffset, type Segment } from "./segments.ts";
import type { ElfSource } from "./source.ts";

export interface ElfDynamic {
  /** DT_NEEDED in the file's order. */
  readonly needed: readonly string[];
  readonly soname: string | null;
  /** Search paths split at colons, empty ones left out; $ORIGIN and its like stand as they are. */
  readonly rpath: readonly string[];
  readonly runpath: readonly string[];
  /** DF_1_PIE: a program, though its type is that of a shared object. */
  readonly pie: boolean;
  /** DF_1_NODEFLIB: neither the cache nor the default directories are searched. */
  readonly noDefaultLibraries: boolean;
}

/** The entries of the dynamic section up to DT_NULL. */
export class DynamicTable {
  private readonly entries: { tag: bigint; value: bigint; at: number }[] = [];
  /** DT_STRTAB. */
  readonly strings: Buffer;
  private readonly file: ElfSource;
  private readonly segments: readonly Segment[];

  /** @throws ImageError damaged, truncated */
  constructor(file: ElfSource, segments: readonly Segment[], segment: Segment) {
    this.file = file;
    this.segments = segments;
    const table = file.read(segment.offset, segment.fileSize, "the dynamic section");
    for (let at = 0; at + DYNAMIC_SIZE <= table.length; at += DYNAMIC_SIZE) {
      const tag = table.readBigUInt64LE(at);
      if (tag === Tag.null) break;
      this.entries.push({ tag, value: table.readBigUInt64LE(at + 8), at: segment.offset + at });
    }
    const size = this.value(Tag.stringsSize) ?? 0n;
    if (size > BigInt(file.size))
      throw file.damaged("its dynamic strings are longer than the file", segment.offset);
    this.strings = file.read(this.offsetOf(Tag.strings) ?? 0, Number(size), "the dynamic strings");
  }

  value(tag: bigint): bigint | null {
    return this.entries.find((entry) => entry.tag === tag)?.value ?? null;
  }
  /** Where in the file that lies which a tag has the address of; null without the tag. */
  offsetOf(tag: bigint): number | null {
    const entry = this.entries.find((e) => e.tag === tag);
    if (entry === undefined) return null;
    const offset = fileOffset(this.segments, entry.value);
    if (offset === null)
      throw this.file.damaged(
        `its dynamic section points to address 0x${entry.value.toString(16)}, which no segment has`,
        entry.at,
      );
    return offset;
  }
  /** The strings that the entries of a tag name, in order. */
  texts(tag: bigint): string[] {
    return this.entries.filter((e) => e.tag === tag).map((e) => this.text(e.value, e.at));
  }
  private text(at: bigint, entryAt: number): string {
    const end = at < BigInt(this.strings.length) ? this.strings.indexOf(0, Number(at)) : -1;
    if (end < 0) throw this.file.damaged("its dynamic section has a name outside its strings", entryAt);
    return this.strings.toString("utf8", Number(at), end);
  }
}

/** Null for a file without a dynamic section: a static program. @throws ImageError damaged, truncated */
export function readDynamicTable(file: ElfSource, segments: readonly Segment[]): DynamicTable | null {
  const segment = segments.find(({ type }) => type === SegmentType.dynamic);
  return segment === undefined || segment.fileSize === 0 ? null : new DynamicTable(file, segments, segment);
}

export function describeDynamic(table: DynamicTable): ElfDynamic {
  const flags1 = table.value(Tag.flags1) ?? 0n;
  const paths = (tag: bigint) =>
    table.texts(tag).flatMap((text) => text.split(":").filter((path) => path !== ""));
  return {
    needed: table.texts(Tag.needed),
    soname: table.texts(Tag.soname)[0] ?? null,
    rpath: paths(Tag.rpath),
    runpath: paths(Tag.runpath),
    pie: (flags1 & Flags1.pie) !== 0n,
    noDefaultLibraries: (flags1 & Flags1.noDefaultLibraries) !== 0n,
  };
}
