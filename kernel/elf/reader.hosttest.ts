/** The ELF reader on well-formed, cut and damaged headers. */
import { log } from "../lib/log.ts";
import { ElfMachine, ElfType, SegmentFlag, SegmentType } from "./format.ts";
import { ElfError, ElfImage, readElfHeader, readElfSegments } from "./reader.ts";

let failures: i32 = 0;
let file!: FixedArray<u8, 8192>;
const FILE_SIZE: u64 = 0x5000;
const TABLE: u64 = 64;

function expect(holds: boolean, what: string): void {
  if (holds) return;
  failures++;
  log(`failed: ${what}`);
}
function put16(at: u64, value: u16): void {
  storeUnaligned<u16>(file.ptr.addr + at, value);
}
function put32(at: u64, value: u32): void {
  storeUnaligned<u32>(file.ptr.addr + at, value);
}
function put64(at: u64, value: u64): void {
  storeUnaligned<u64>(file.ptr.addr + at, value);
}

function segment(
  i: u64,
  type: u32,
  flags: u32,
  offset: u64,
  address: u64,
  fileSize: u64,
  memorySize: u64,
): void {
  const at = TABLE + i * 56;
  put32(at, type);
  put32(at + 4, flags);
  put64(at + 8, offset);
  put64(at + 16, address);
  put64(at + 24, address);
  put64(at + 32, fileSize);
  put64(at + 40, memorySize);
  put64(at + 48, 0x1000);
}

/** A position-independent program of three segments with an interpreter, as a linker lays it out. */
function wellFormed(): void {
  fillBytes(file.ptr.addr, 0, 8192);
  put32(0, 0x464c457f);
  file[4] = 2;
  file[5] = 1;
  file[6] = 1;
  put16(16, ElfType.shared);
  put16(18, ElfMachine.x86_64);
  put32(20, 1);
  put64(24, 0x1040);
  put64(32, TABLE);
  put16(52, 64);
  put16(54, 56);
  put16(56, 6);
  segment(0, SegmentType.programHeaders, SegmentFlag.read, TABLE, TABLE, 336, 336);
  segment(1, SegmentType.interpreter, SegmentFlag.read, 0x318, 0x318, 28, 28);
  segment(2, SegmentType.load, SegmentFlag.read, 0, 0, 0x600, 0x600);
  segment(3, SegmentType.load, SegmentFlag.read | SegmentFlag.execute, 0x1000, 0x1000, 0x200, 0x200);
  segment(4, SegmentType.load, SegmentFlag.read | SegmentFlag.write, 0x2db8, 0x3db8, 0x260, 0x5268);
  segment(5, SegmentType.stack, SegmentFlag.read | SegmentFlag.write, 0, 0, 0, 0);
}

function read(size: u64, image: ElfImage): u32 {
  fillBytes(addressOf(image), 0, sizeOf<ElfImage>());
  const bytes = min(size, 8192);
  const error = readElfHeader(file.ptr.slice(bytes), size, ElfMachine.x86_64, image);
  if (error !== ElfError.none) return error;
  return readElfSegments(file.ptr.add(image.tableOffset).slice(bytes - image.tableOffset), size, image);
}

const image = new ElfImage();

function refuses(error: u32, what: string): void {
  const got = read(FILE_SIZE, image);
  if (got === error) return;
  failures++;
  log(`failed: ${what}: got ${got}, not ${error}`);
}

function testWellFormed(): void {
  wellFormed();
  expect(read(FILE_SIZE, image) === ElfError.none, "well-formed");
  expect(image.loadCount === 3 && image.start === 0 && image.end === 0xa000, "span");
  expect(image.tableAddress === TABLE && image.tableCount === 6, "program headers in memory");
  expect(image.interpreterOffset === 0x318 && image.interpreterSize === 28, "interpreter");
  expect(!image.executableStack && image.alignment === 0x1000 && image.entry === 0x1040, "the rest");
  segment(0, SegmentType.tls, SegmentFlag.read, 0, 0, 0, 0);
  put32(TABLE + 5 * 56 + 4, 7);
  expect(read(FILE_SIZE, image) === ElfError.none && image.tableAddress === TABLE, "found without PT_PHDR");
  expect(image.executableStack, "a stack that is executable");
}

function testHeader(): void {
  wellFormed();
  for (let size: u64 = 0; size < 4; size++) expect(read(size, image) === ElfError.notElf, "cut in the magic");
  for (let size: u64 = 4; size < 64; size++)
    expect(read(size, image) === ElfError.truncated, "cut in the header");
  for (let size: u64 = 64; size < 0x3018; size += 7)
    expect(read(size, image) === ElfError.truncated, "cut later");
  expect(read(0x3018, image) === ElfError.none, "cut behind its last segment");
  file[0] = 0x7e;
  refuses(ElfError.notElf, "magic");
  wellFormed();
  file[4] = 1;
  refuses(ElfError.not64Bit, "class");
  wellFormed();
  file[5] = 2;
  refuses(ElfError.notLittleEndian, "byte order");
  wellFormed();
  put16(18, ElfMachine.aarch64);
  refuses(ElfError.wrongMachine, "machine");
  expect(image.machine === ElfMachine.aarch64, "which machine");
  wellFormed();
  put16(16, 1);
  refuses(ElfError.wrongType, "an object file");
  wellFormed();
  put16(54, 55);
  refuses(ElfError.badHeader, "size of a program header");
  wellFormed();
  put64(32, 0xffff_ffff_ffff_ffc0);
  refuses(ElfError.truncated, "table offset wraps");
  wellFormed();
  put16(56, 65);
  refuses(ElfError.tooManySegments, "too many");
  put16(56, 0);
  refuses(ElfError.nothingToLoad, "none");
  wellFormed();
  put64(24, 0x3db8);
  refuses(ElfError.badHeader, "entry in data");
  put64(24, 0xffff_ffff_ffff_ffff);
  refuses(ElfError.badHeader, "entry nowhere");
}

function testSegments(): void {
  const code = SegmentFlag.read | SegmentFlag.execute;
  wellFormed();
  segment(3, SegmentType.load, code, 0x1000, 0x1000, 0x201, 0x200);
  refuses(ElfError.badSegment, "more in the file than in memory");
  segment(3, SegmentType.load, code, 0xffff_ffff_ffff_f000, 0x1000, 0x200, 0x200);
  refuses(ElfError.truncated, "offset at the end of the world");
  segment(3, SegmentType.load, code, 0x1000, 0x1000, 0xffff_ffff_ffff_f000, 0xffff_ffff_ffff_f000);
  refuses(ElfError.truncated, "size wraps");
  segment(3, SegmentType.load, code, 0x1000, 0xffff_ffff_ffff_f000, 0x200, 0x200);
  refuses(ElfError.badSegment, "address in the kernel");
  segment(3, SegmentType.load, code, 0x1000, 0x1000, 0x200, 0xffff_ffff_ffff_0000);
  refuses(ElfError.badSegment, "memory size wraps");
  segment(3, SegmentType.load, code, 0x1010, 0x1000, 0x200, 0x200);
  refuses(ElfError.badSegment, "offset and address differ within the page");
  segment(3, SegmentType.load, code, 0, 0, 0x1200, 0x1200);
  refuses(ElfError.badSegment, "overlap");
  wellFormed();
  put64(TABLE + 3 * 56 + 48, 0x1800);
  refuses(ElfError.badSegment, "alignment is no power of two");
  put64(TABLE + 3 * 56 + 48, 0x8000_0000_0000_0000);
  refuses(ElfError.badSegment, "alignment is beyond the address space");
  wellFormed();
  segment(1, SegmentType.interpreter, SegmentFlag.read, 0x318, 0x318, 1, 1);
  refuses(ElfError.badInterpreter, "an empty interpreter");
  segment(1, SegmentType.interpreter, SegmentFlag.read, 0x318, 0x318, 5000, 5000);
  refuses(ElfError.badInterpreter, "an endless one");
  segment(1, SegmentType.interpreter, SegmentFlag.read, FILE_SIZE, 0x318, 28, 28);
  refuses(ElfError.truncated, "one beyond the end");
  wellFormed();
  segment(0, SegmentType.interpreter, SegmentFlag.read, 0x318, 0x318, 28, 28);
  refuses(ElfError.badSegment, "two interpreters");
  wellFormed();
  for (let i: u64 = 2; i < 5; i++) put32(TABLE + i * 56, SegmentType.tls);
  refuses(ElfError.nothingToLoad, "nothing to load");
}

export function main(): i32 {
  testWellFormed();
  testHeader();
  testSegments();
  return failures === 0 ? 0 : 1;
}
