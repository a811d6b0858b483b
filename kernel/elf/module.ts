/**
 * ELF files as they lie in the program's memory: which one holds an address, where it was loaded, where its tables are.
 *
 * Everything is read from the mapped pages themselves, so it works for what the program's own loader has mapped.
 */
import type { ByteReader } from "../lib/bytereader.ts";
import type { AddressSpace } from "../mm/addressspace.ts";
import { PAGE_SIZE, pageDown } from "../mm/layout.ts";
import type { PageSource } from "../mm/pagesource.ts";
import { MAX_SEGMENTS, SEGMENT_BYTES, SegmentType } from "./format.ts";

const ELF_MAGIC: u32 = 0x464c457f;

/** A mapped ELF file. */
export class Module {
  source: PageSource | null = null;
  /** Run-time addresses minus the file's own. */
  base: u64 = 0;
  /** Run-time addresses of the dynamic section and of .eh_frame_hdr; 0 when there is none. */
  dynamic: u64 = 0;
  ehFrame: u64 = 0;
}

/** Fills `module` with the file mapped at `address`; false when none is, or its headers are not mapped. */
export function findModule(space: AddressSpace, reader: ByteReader, address: u64, module: Module): boolean {
  const header = findHeader(space, address, module);
  if (header === 0) return false;
  reader.failed = false;
  if (reader.u32(header) !== ELF_MAGIC || reader.failed) return false;
  const table = header + reader.u64(header + 32);
  const count = min(u64(reader.u16(header + 56)), MAX_SEGMENTS);
  let firstLoad: u64 = 0xffff_ffff_ffff_ffff;
  let dynamic: u64 = 0;
  let ehFrame: u64 = 0;
  for (let i: u64 = 0; i < count; i++) {
    const at = table + i * SEGMENT_BYTES;
    const type = reader.u32(at);
    const virtual = reader.u64(at + 16);
    if (type === SegmentType.load) firstLoad = min(firstLoad, pageDown(virtual));
    else if (type === SegmentType.dynamic) dynamic = virtual;
    else if (type === SegmentType.ehFrame) ehFrame = virtual;
  }
  if (reader.failed || firstLoad === 0xffff_ffff_ffff_ffff) return false;
  module.base = header - firstLoad;
  module.dynamic = dynamic === 0 ? 0 : module.base + dynamic;
  module.ehFrame = ehFrame === 0 ? 0 : module.base + ehFrame;
  return true;
}

/** Where the first page of the file that holds `address` is mapped: the highest place at or below it. */
function findHeader(space: AddressSpace, address: u64, module: Module): u64 {
  const areas = space.mappings.vmas;
  let area = areas.find(address);
  if (area === null) return 0;
  // An anonymous area that follows a file's is its .bss; code never lies there.
  const source = area.source;
  if (source === null) return 0;
  module.source = source;
  while (area !== null) {
    if (area.source === source && area.offset < PAGE_SIZE) return area.start - area.offset;
    area = areas.previous(area);
  }
  return 0;
}
