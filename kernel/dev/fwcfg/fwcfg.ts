/**
 * QEMU's firmware configuration device (QEMU, docs/specs/fw_cfg.rst): named files from the host, read over DMA where the
 * device has it, else byte by byte.
 */
import { in8, in32, out16, out32 } from "../../arch/x64/ports.ts";
import { log } from "../../lib/log.ts";
import { allocPage, releasePage } from "../../mm/pages.ts";
import { physToVirt } from "../../mm/physmap.ts";

const SELECTOR_PORT: u16 = 0x510;
const DATA_PORT: u16 = 0x511;
const DMA_PORT_HIGH: u16 = 0x514;
const DMA_PORT_LOW: u16 = 0x518;

enum Item {
  signature = 0,
  features = 1,
  directory = 0x19,
}

/** "QEMU", as the selected item gives it byte by byte. */
const SIGNATURE: u32 = 0x554d4551;
const FEATURE_DMA: u32 = 2;
const LONGEST_FILE: u32 = 1 << 22;
const MOST_FILES: u32 = 4096;
const NAME_OFFSET: u64 = 8;
const NAME_BYTES: u64 = 56;
const ENTRY_BYTES: u64 = 64;

enum DmaControl {
  error = 1,
  read = 2,
}
const DMA_POLLS: u32 = 10000000;
/** Signature of the DMA address register: "QEMU CFG", big-endian. */
const DMA_SIGNATURE_HIGH: u32 = 0x51454d55;

/** struct FWCfgDmaAccess; all fields big-endian. */
class DmaRequest {
  control!: u32;
  length!: u32;
  address!: u64;
}

function select(item: u32): void {
  out16(SELECTOR_PORT, u16(item));
}
function read32(): u32 {
  let value: u32 = 0;
  for (let i: u32 = 0; i < 4; i++) value = (value << 8) | u32(in8(DATA_PORT));
  return value;
}

/** True when the machine has the device. */
function isPresent(): boolean {
  select(Item.signature);
  return bswap(read32()) === SIGNATURE;
}
function hasDma(): boolean {
  select(Item.features);
  return (bswap(read32()) & FEATURE_DMA) !== 0 && in32(DMA_PORT_HIGH) === bswap(DMA_SIGNATURE_HIGH);
}

/** [selector, length] of a file; [0, 0] when there is none of that name. */
function findFile(name: string): [u32, u32] {
  select(Item.directory);
  const count = read32();
  let entry!: FixedArray<u8, 64>;
  for (let i: u32 = 0; i < count && i < MOST_FILES; i++) {
    for (let j: u64 = 0; j < ENTRY_BYTES; j++) entry[j] = in8(DATA_PORT);
    let length: u64 = 0;
    while (length < NAME_BYTES && entry[NAME_OFFSET + length] !== 0) length++;
    if (stringAt(entry.ptr.add(NAME_OFFSET), length) !== name) continue;
    const size = bswap(loadUnaligned<u32>(entry.ptr.addr));
    return [u32(bswap(loadUnaligned<u16>(entry.ptr.addr + 4))), size];
  }
  return [0, 0];
}

/** Reads `length` (at most a page) of the selected item into the page at physical address `page` through `request`. */
function readDma(request: DmaRequest, requestPhysical: u64, page: u64, length: u32): boolean {
  request.address = bswap(page);
  request.length = bswap(length);
  const control = pointerTo(request.control);
  storeVolatile(control, bswap(u32(DmaControl.read)));
  fence();
  out32(DMA_PORT_HIGH, bswap(u32(requestPhysical >> 32)));
  out32(DMA_PORT_LOW, bswap(u32(requestPhysical)));
  for (let polls: u32 = 0; polls < DMA_POLLS; polls++) {
    const state = bswap(loadVolatile(control));
    if (state === 0) return true;
    if ((state & DmaControl.error) !== 0) return false;
    spinHint();
  }
  log("fwcfg: a transfer timed out");
  return false;
}

/** Two pages of its own: the request stands in one, the data pass through the other. */
function readAllByDma(into: Slice<u8>): boolean {
  const page = allocPage();
  const requestPage = allocPage();
  let good = page !== 0 && requestPage !== 0;
  let done: u64 = 0;
  while (good && done < into.length) {
    const length = min(into.length - done, 4096);
    good = readDma(ref<DmaRequest>(physToVirt(requestPage)), requestPage, page, u32(length));
    if (good) copyBytes(into.ptr.addr + done, physToVirt(page), length);
    done += length;
  }
  if (page !== 0) releasePage(page);
  if (requestPage !== 0) releasePage(requestPage);
  return good;
}

/** The file's content, the caller's to `freeArray`; null when there is no such file or it cannot be read. */
export function readFirmwareFile(name: string): Slice<u8> | null {
  if (!isPresent()) return null;
  const [selector, length] = findFile(name);
  if (selector === 0) return null;
  if (length > LONGEST_FILE) {
    log(`fwcfg: ${name} is too long: ${length} bytes`);
    return null;
  }
  const content = newArray<u8>(u64(length));
  const byDma = hasDma();
  select(selector);
  if (byDma && !readAllByDma(content)) {
    freeArray(content);
    return null;
  }
  if (!byDma) for (let i: u64 = 0; i < content.length; i++) content[i] = in8(DATA_PORT);
  return content;
}
