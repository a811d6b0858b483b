/**
 * Fuzzes the ELF reader: whatever it accepts keeps the promises of reader.ts. Each input is read as it is, and once
 * more with the constant fields of the header put right, so that the program headers are reached often.
 */
import { panic } from "../lib/panic.ts";
import { PROGRAM_END } from "../mm/layout.ts";
import { ElfMachine, HEADER_BYTES, SEGMENT_BYTES } from "./format.ts";
import { ElfError, ElfImage, readElfHeader, readElfSegments } from "./reader.ts";

const image = new ElfImage();

let repaired!: FixedArray<u8, 4096>;

export function fuzzOne(data: Slice<u8>): void {
  readAndCheck(data);
  if (data.length < HEADER_BYTES || data.length > 4096) return;
  const base = repaired.ptr.addr;
  copyBytes(base, data.ptr.addr, data.length);
  storeUnaligned<u32>(base, 0x464c457f);
  storeUnaligned<u32>(base + 4, 0x00010102);
  storeUnaligned<u16>(base + 16, 2 + (loadUnaligned<u16>(base + 16) & 1));
  storeUnaligned<u16>(base + 18, u16(ElfMachine.x86_64));
  storeUnaligned<u32>(base + 20, 1);
  storeUnaligned<u64>(base + 32, HEADER_BYTES);
  storeUnaligned<u16>(base + 52, u16(HEADER_BYTES));
  storeUnaligned<u16>(base + 54, u16(SEGMENT_BYTES));
  storeUnaligned<u16>(base + 56, u16((data.length - HEADER_BYTES) / SEGMENT_BYTES));
  readAndCheck(repaired.ptr.slice(data.length));
}

function readAndCheck(data: Slice<u8>): void {
  fillBytes(addressOf(image), 0, sizeOf<ElfImage>());
  const size = data.length;
  if (readElfHeader(data, size, ElfMachine.x86_64, image) !== ElfError.none) return;
  const table = data.subslice(image.tableOffset, image.tableOffset + image.tableCount * SEGMENT_BYTES);
  if (readElfSegments(table, size, image) !== ElfError.none) return;
  let end: u64 = 0;
  for (let i: u64 = 0; i < image.loadCount; i++) {
    const load = image.loads[i];
    if (load.fileSize > load.memorySize || load.address < end)
      panic(`segment ${i} does not follow the one before`);
    if (load.fileSize > 0) data.subslice(load.offset, load.offset + load.fileSize);
    end = load.address + load.memorySize;
    if (end < load.address || end > PROGRAM_END) panic(`segment ${i} ends beyond the program's half`);
  }
  if (image.start > image.entry || image.entry >= image.end) panic("the entry is outside of the image");
  if (popcount(image.alignment) !== 1) panic("an alignment that is no power of two");
  data.subslice(image.interpreterOffset, image.interpreterOffset + image.interpreterSize);
}
