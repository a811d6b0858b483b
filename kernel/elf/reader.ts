/**
 * Reads and checks the headers of an ELF file (gABI chapters 4 and 5).
 *
 * Pure: it sees bytes and the file's size, nothing else. Every field is checked before it is believed, so what comes
 * out can be used without further care: ranges lie within the file, addresses below PROGRAM_END, sums do not wrap,
 * and loadable segments ascend without overlap.
 */
import { PAGE_SIZE, PROGRAM_END, pageDown, pageUp } from "../mm/layout.ts";
import { ElfType, HEADER_BYTES, MAX_SEGMENTS, SEGMENT_BYTES, SegmentFlag, SegmentType } from "./format.ts";

/** What is wrong with a file. */
export enum ElfError {
  none = 0,
  notElf = 1,
  not64Bit = 2,
  notLittleEndian = 3,
  wrongMachine = 4,
  wrongType = 5,
  truncated = 6,
  badHeader = 7,
  badSegment = 8,
  tooManySegments = 9,
  nothingToLoad = 10,
  badInterpreter = 11,
}

export function describeElfError(error: u32): string {
  switch (error) {
    case ElfError.none:
      return "no error";
    case ElfError.notElf:
      return "not an ELF file";
    case ElfError.not64Bit:
      return "not a 64-bit ELF file";
    case ElfError.notLittleEndian:
      return "a big-endian ELF file";
    case ElfError.wrongMachine:
      return "an ELF file for another machine";
    case ElfError.wrongType:
      return "an ELF file that is no program (neither ET_EXEC nor ET_DYN)";
    case ElfError.truncated:
      return "truncated: a header or segment lies beyond the end of the file";
    case ElfError.badHeader:
      return "damaged: its ELF header does not fit together";
    case ElfError.badSegment:
      return "damaged: a program header does not fit together";
    case ElfError.tooManySegments:
      return "an ELF file with more than 64 program headers";
    case ElfError.nothingToLoad:
      return "an ELF file without a loadable segment";
    default:
      return "damaged: its interpreter's name is not a path";
  }
}

/** A PT_LOAD segment. */
export class LoadSegment {
  /** Byte of the file, and bytes of it. */
  offset: u64 = 0;
  fileSize: u64 = 0;
  /** Before the load base is added. */
  address: u64 = 0;
  memorySize: u64 = 0;
  /** SegmentFlag bits. */
  flags: u32 = 0;
}

/** What the headers say, checked. */
export class ElfImage {
  /** ElfType. */
  type: u32 = 0;
  machine: u32 = 0;
  entry: u64 = 0;
  /** Where the program headers stand in the file, and how many. */
  tableOffset: u64 = 0;
  tableCount: u64 = 0;
  loads!: FixedArray<Embed<LoadSegment>, 64>;
  loadCount: u64 = 0;
  /** Page-aligned range that the loadable segments span. */
  start: u64 = 0;
  end: u64 = 0;
  /** Greatest alignment that a loadable segment asks for, at least a page. */
  alignment: u64 = 0;
  /** Address of the program headers in memory; 0 when no segment holds them. */
  tableAddress: u64 = 0;
  /** The interpreter's path in the file, its NUL included; size 0 when there is none. */
  interpreterOffset: u64 = 0;
  interpreterSize: u64 = 0;
  executableStack: boolean = false;
}

const ELF_MAGIC: u32 = 0x464c457f;
const CLASS_64: u8 = 2;
const LITTLE_ENDIAN: u8 = 1;
const CURRENT_VERSION: u8 = 1;
/** PATH_MAX, its NUL included. */
const LONGEST_PATH: u64 = 4096;

function word16(data: Slice<u8>, at: u64): u64 {
  return u64(loadUnaligned<u16>(data.subslice(at, at + 2).ptr.addr));
}
function word32(data: Slice<u8>, at: u64): u32 {
  return loadUnaligned<u32>(data.subslice(at, at + 4).ptr.addr);
}
function word64(data: Slice<u8>, at: u64): u64 {
  return loadUnaligned<u64>(data.subslice(at, at + 8).ptr.addr);
}

/** Reads the ELF header from the first bytes of a file of `size` bytes: an ElfError. */
export function readElfHeader(data: Slice<u8>, size: u64, machine: u32, image: ElfImage): u32 {
  if (data.length < 4 || word32(data, 0) !== ELF_MAGIC) return ElfError.notElf;
  if (data.length < HEADER_BYTES) return ElfError.truncated;
  if (data[4] !== CLASS_64) return ElfError.not64Bit;
  if (data[5] !== LITTLE_ENDIAN) return ElfError.notLittleEndian;
  if (data[6] !== CURRENT_VERSION || word32(data, 20) !== u32(CURRENT_VERSION)) return ElfError.badHeader;
  image.type = u32(word16(data, 16));
  image.machine = u32(word16(data, 18));
  if (image.machine !== machine) return ElfError.wrongMachine;
  if (image.type !== ElfType.executable && image.type !== ElfType.shared) return ElfError.wrongType;
  image.entry = word64(data, 24);
  image.tableOffset = word64(data, 32);
  image.tableCount = word16(data, 56);
  if (word16(data, 52) < HEADER_BYTES || word16(data, 54) !== SEGMENT_BYTES) return ElfError.badHeader;
  if (image.tableCount === 0) return ElfError.nothingToLoad;
  if (image.tableCount > MAX_SEGMENTS) return ElfError.tooManySegments;
  if (!isWithin(image.tableOffset, image.tableCount * SEGMENT_BYTES, size)) return ElfError.truncated;
  return ElfError.none;
}

/** Reads the program headers, `image.tableCount` of them, of a file of `size` bytes: an ElfError. */
export function readElfSegments(table: Slice<u8>, size: u64, image: ElfImage): u32 {
  if (table.length < image.tableCount * SEGMENT_BYTES) return ElfError.truncated;
  image.alignment = PAGE_SIZE;
  let declaredTable: u64 = 0;
  for (let i: u64 = 0; i < image.tableCount; i++) {
    const header = table.subslice(i * SEGMENT_BYTES, (i + 1) * SEGMENT_BYTES);
    const type = word32(header, 0);
    let error: u32 = ElfError.none;
    if (type === SegmentType.load) error = readLoad(header, size, image);
    else if (type === SegmentType.interpreter) error = readInterpreter(header, size, image);
    else if (type === SegmentType.programHeaders) declaredTable = word64(header, 16);
    else if (type === SegmentType.stack)
      image.executableStack = (word32(header, 4) & SegmentFlag.execute) !== 0;
    if (error !== ElfError.none) return error;
  }
  if (image.loadCount === 0) return ElfError.nothingToLoad;
  const last = image.loads[image.loadCount - 1];
  image.start = pageDown(image.loads[0].address);
  image.end = pageUp(last.address + last.memorySize);
  image.tableAddress = tableInMemory(image, declaredTable);
  return isExecutable(image, image.entry) ? ElfError.none : ElfError.badHeader;
}

function readLoad(header: Slice<u8>, size: u64, image: ElfImage): u32 {
  const memorySize = word64(header, 40);
  if (memorySize === 0) return ElfError.none;
  const load = image.loads[image.loadCount];
  load.flags = word32(header, 4);
  load.offset = word64(header, 8);
  load.address = word64(header, 16);
  load.fileSize = word64(header, 32);
  load.memorySize = memorySize;
  const alignment = word64(header, 48);
  if (
    alignment > 1 &&
    (popcount(alignment) !== 1 || ((load.offset ^ load.address) & (alignment - 1)) !== 0)
  ) {
    return ElfError.badSegment;
  }
  if (((load.offset ^ load.address) & (PAGE_SIZE - 1)) !== 0 || load.fileSize > memorySize)
    return ElfError.badSegment;
  if (load.fileSize > 0 && !isWithin(load.offset, load.fileSize, size)) return ElfError.truncated;
  if (!isWithin(load.address, memorySize, PROGRAM_END)) return ElfError.badSegment;
  if (image.loadCount > 0) {
    const before = image.loads[image.loadCount - 1];
    if (load.address < before.address + before.memorySize) return ElfError.badSegment;
  }
  // A base that is aligned to more than the address space has cannot be found.
  if (alignment > PROGRAM_END) return ElfError.badSegment;
  image.alignment = max(image.alignment, alignment);
  image.loadCount++;
  return ElfError.none;
}

function readInterpreter(header: Slice<u8>, size: u64, image: ElfImage): u32 {
  if (image.interpreterSize !== 0) return ElfError.badSegment;
  const offset = word64(header, 8);
  const length = word64(header, 32);
  if (length < 2 || length > LONGEST_PATH) return ElfError.badInterpreter;
  if (!isWithin(offset, length, size)) return ElfError.truncated;
  image.interpreterOffset = offset;
  image.interpreterSize = length;
  return ElfError.none;
}

/** Whether [start, start + length) lies below `limit`, without wrapping. */
function isWithin(start: u64, length: u64, limit: u64): boolean {
  return start <= limit && length <= limit - start;
}

/** Where the program headers are in memory: as PT_PHDR says, or in the segment that holds that part of the file. */
function tableInMemory(image: ElfImage, declared: u64): u64 {
  const bytes = image.tableCount * SEGMENT_BYTES;
  for (let i: u64 = 0; i < image.loadCount; i++) {
    const load = image.loads[i];
    if (declared !== 0) {
      if (declared >= load.address && isWithin(declared - load.address, bytes, load.fileSize))
        return declared;
    } else if (
      image.tableOffset >= load.offset &&
      isWithin(image.tableOffset - load.offset, bytes, load.fileSize)
    ) {
      return load.address + (image.tableOffset - load.offset);
    }
  }
  return 0;
}

function isExecutable(image: ElfImage, address: u64): boolean {
  for (let i: u64 = 0; i < image.loadCount; i++) {
    const load = image.loads[i];
    if ((load.flags & SegmentFlag.execute) === 0 || address < load.address) continue;
    if (address - load.address < load.memorySize) return true;
  }
  return false;
}
