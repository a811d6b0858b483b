/** Reads and checks program headers (gABI "Program Header"), and finds file bytes by address. */
import { SEGMENT_SIZE, SegmentType } from "./format.ts";
import type { ElfHeader } from "./header.ts";
import type { ElfSource } from "./source.ts";

export interface Segment {
  /** p_type. */
  readonly type: number;
  /** Bits: 1 execute, 2 write, 4 read. */
  readonly flags: number;
  readonly offset: number;
  readonly address: bigint;
  readonly fileSize: number;
  readonly memorySize: bigint;
  readonly align: bigint;
  /** Byte offset of the header itself, for messages. */
  readonly at: number;
}

const LAST_ADDRESS = (1n << 64n) - 1n;

/** @throws ImageError truncated, damaged, unsupported (nothing to load) */
export function readSegments(file: ElfSource, header: ElfHeader): Segment[] {
  const { offset, count } = header.segments;
  const table = file.read(offset, count * SEGMENT_SIZE, "the table of program headers");
  const segments = Array.from({ length: count }, (_, i) =>
    readSegment(file, table.subarray(i * SEGMENT_SIZE, (i + 1) * SEGMENT_SIZE), offset + i * SEGMENT_SIZE),
  );
  const loads = segments.filter(({ type }) => type === SegmentType.load);
  if (loads.length === 0)
    throw file.fault(
      "unsupported",
      "the ELF file has nothing to load",
      offset,
      "give a linked program or library",
    );
  for (const type of [SegmentType.interp, SegmentType.dynamic]) {
    const [, second] = segments.filter((s) => s.type === type);
    if (second !== undefined) throw file.damaged(`it has two segments of type ${type}`, second.at);
  }
  return segments;
}

function readSegment(file: ElfSource, h: Buffer, at: number): Segment {
  const type = h.readUInt32LE(0);
  const offset = h.readBigUInt64LE(8);
  const address = h.readBigUInt64LE(16);
  const fileSize = h.readBigUInt64LE(32);
  const memorySize = h.readBigUInt64LE(40);
  const align = h.readBigUInt64LE(48);
  const read = type === SegmentType.load || type === SegmentType.interp || type === SegmentType.dynamic;
  if (read && offset + fileSize > BigInt(file.size)) {
    const what = `the ELF file is truncated: it has ${file.size} bytes, and a segment would end at ${offset + fileSize}`;
    throw file.fault("truncated", what, at + 32);
  }
  if (type === SegmentType.load) {
    if (fileSize > memorySize)
      throw file.damaged("a segment has more bytes in the file than in memory", at + 40);
    if (address + memorySize > LAST_ADDRESS)
      throw file.damaged("a segment passes the end of memory", at + 16);
    if (align > 1n && ((align & (align - 1n)) !== 0n || (address - offset) % align !== 0n))
      throw file.damaged(`a segment is not aligned to the ${align} bytes that it wants`, at + 48);
  }
  return {
    type,
    flags: h.readUInt32LE(4),
    offset: Number(offset),
    address,
    fileSize: Number(fileSize),
    memorySize,
    align,
    at,
  };
}

/** Where in the file the byte of an address lies; null when it comes from no file. */
export function fileOffset(segments: readonly Segment[], address: bigint): number | null {
  for (const { type, address: start, offset, fileSize } of segments)
    if (type === SegmentType.load && address >= start && address < start + BigInt(fileSize))
      return offset + Number(address - start);
  return null;
}
