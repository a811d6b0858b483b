/** Tests of the ACPI readers on tables made by hand, good and corrupt. Physical addresses are host addresses here. */
import { expect, failures } from "../../../lib/host/testing.ts";
import { MmioWindow } from "../mmio/window.ts";
import { findSoftOffType, nextVirtioDevice } from "./bytecode.ts";
import { InterruptModel, parseMadt } from "./madtparse.ts";
import { parseMcfg } from "./mcfgparse.ts";
import {
  field8,
  field32,
  findTable,
  isRootPointer,
  readTable,
  searchRootPointer,
  signatureOf,
} from "./table.ts";

function identity(physical: u64, _length: u64): u64 {
  return physical;
}
function unreachableMemory(_physical: u64, _length: u64): u64 {
  return 0;
}

/** Makes the byte at `address + at` such that `length` bytes sum to zero. */
function seal(address: u64, at: u64, length: u64): void {
  const bytes = ptr<u8>(address);
  bytes[at] = 0;
  let sum: u8 = 0;
  for (let i: u64 = 0; i < length; i++) sum += bytes[i];
  bytes[at] = 0 - sum;
}

/** Writes a header and seals the table. */
function makeTable(table: Slice<u8>, name: string): void {
  storeUnaligned<u32>(table.ptr.addr, signatureOf(name));
  storeUnaligned<u32>(table.ptr.addr + 4, u32(table.length));
  seal(table.ptr.addr, 9, table.length);
}

function makeRoot(address: u64, rsdt: u64, xsdt: u64): void {
  copyBytes(address, "RSD PTR ".ptr.addr, 8);
  storeUnaligned<u8>(address + 15, xsdt === 0 ? 0 : 2);
  storeUnaligned<u32>(address + 16, u32(rsdt));
  seal(address, 8, 20);
  storeUnaligned<u32>(address + 20, 36);
  storeUnaligned<u64>(address + 24, xsdt);
  seal(address, 32, 36);
}

function testRoot(): void {
  const area = newArray<u8>(256);
  const base = (area.ptr.addr + 15) & ~u64(15);
  const mcfg = newArray<u8>(60);
  const other = newArray<u8>(44);
  const xsdt = newArray<u8>(36 + 3 * 8);
  makeTable(mcfg, "MCFG");
  makeTable(other, "SSDT");
  storeUnaligned<u64>(xsdt.ptr.addr + 36, other.ptr.addr);
  storeUnaligned<u64>(xsdt.ptr.addr + 44, 0);
  storeUnaligned<u64>(xsdt.ptr.addr + 52, mcfg.ptr.addr);
  makeTable(xsdt, "XSDT");
  makeRoot(base + 64, 0, xsdt.ptr.addr);

  expect(isRootPointer(base + 64), "a root pointer");
  expect(searchRootPointer(base, base + 160) === base + 64, "found on a paragraph");
  expect(searchRootPointer(base, base + 80) === 0, "not when it does not fit");
  const found = findTable(base + 64, "MCFG", 0, identity);
  expect(found !== null && found.length === 60, "the table of that name, past an empty entry");
  expect(findTable(base + 64, "MCFG", 1, identity) === null, "no second one");
  expect(findTable(base + 64, "APIC", 0, identity) === null, "none of another name");
  expect(findTable(base + 64, "MCFG", 0, unreachableMemory) === null, "nothing without memory");

  mcfg[50] = 1;
  expect(findTable(base + 64, "MCFG", 0, identity) === null, "a table with a wrong sum is not there");
  expect(readTable(0, identity) === null, "nothing at address 0");
  storeUnaligned<u32>(other.ptr.addr + 4, 35);
  expect(readTable(other.ptr.addr, identity) === null, "shorter than a header");
  storeUnaligned<u32>(other.ptr.addr + 4, 0xffffffff);
  expect(readTable(other.ptr.addr, identity) === null, "longer than any table");
  storeUnaligned<u8>(base + 64 + 3, 0);
  expect(!isRootPointer(base + 64), "no root pointer without its signature");
  freeArray(area);
  freeArray(mcfg);
  freeArray(other);
  freeArray(xsdt);
}

function testFields(): void {
  let bytes!: FixedArray<u8, 8>;
  bytes[4] = 7;
  const table = bytes.slice();
  expect(field32(table, 4) === 7 && field8(table, 4) === 7, "within");
  expect(field32(table, 5) === 0 && field8(table, 8) === 0, "beyond the end");
}

function testMadt(): void {
  const table = newArray<u8>(44 + 8 + 8 + 12 + 10 + 3);
  storeUnaligned<u32>(table.ptr.addr + 36, 0xfee00000);
  let at = table.ptr.addr + 44;
  storeUnaligned<u16>(at, 0x0800); // local APIC, enabled
  storeUnaligned<u32>(at + 4, 1);
  at += 8;
  storeUnaligned<u16>(at, 0x0800); // local APIC, disabled
  at += 8;
  storeUnaligned<u16>(at, 0x0c01); // IO-APIC
  storeUnaligned<u32>(at + 4, 0xfec00000);
  storeUnaligned<u32>(at + 8, 24);
  at += 12;
  storeUnaligned<u16>(at, 0x0a02); // interrupt 0 is line 2
  storeUnaligned<u32>(at + 4, 2);
  storeUnaligned<u16>(at + 8, 5);
  at += 10;
  storeUnaligned<u16>(at, 0x0c01); // cut off
  makeTable(table, "APIC");

  const model: Embed<InterruptModel> = new InterruptModel();
  parseMadt(table, model);
  expect(model.localApic === 0xfee00000 && model.processorCount === 1, "processors");
  expect(model.ioApicCount === 1 && model.ioApics[0].address === 0xfec00000, "the IO-APIC, and none cut off");
  expect(model.ioApics[0].firstGsi === 24, "its first line");
  expect(model.isaLines[0] === 2 && model.isaFlags[0] === 5 && model.isaLines[4] === 4, "overrides");

  storeUnaligned<u8>(table.ptr.addr + 45, 0); // a structure of length 0 must not be an endless loop
  const stuck: Embed<InterruptModel> = new InterruptModel();
  parseMadt(table, stuck);
  expect(stuck.processorCount === 0, "ends at a structure without a length");
  freeArray(table);
}

function testMcfg(): void {
  const table = newArray<u8>(44 + 16);
  storeUnaligned<u64>(table.ptr.addr + 44, 0xb0000000);
  storeUnaligned<u8>(table.ptr.addr + 55, 255);
  const [base, first, last] = parseMcfg(table);
  expect(base === 0xb0000000 && first === 0 && last === 255, "segment 0");
  storeUnaligned<u8>(table.ptr.addr + 54, 7);
  storeUnaligned<u8>(table.ptr.addr + 55, 6);
  const [none] = parseMcfg(table);
  expect(none === 0, "buses in the wrong order");
  const [cut] = parseMcfg(table.subslice(0, 59));
  expect(cut === 0, "an entry that is cut off");
  freeArray(table);
}

/** Name(\_S5, Package(4){5, 5, 0, 0}) as iasl writes it, with something before it. */
const softOff: readonly u8[] = [
  0x5b, 0x80, 0x08, 0x5f, 0x53, 0x35, 0x5f, 0x12, 0x08, 0x04, 0x0a, 0x05, 0x0a, 0x05, 0x00, 0x00,
];
/** Device(VR07) {Name(_HID, "LNRO0005") Name(_UID, 7) Name(_CRS, ...)} as QEMU's microvm writes it. */
const virtioDevice: readonly u8[] = [
  0x5b, 0x82, 0x3f, 0x56, 0x52, 0x30, 0x37, 0x08, 0x5f, 0x48, 0x49, 0x44, 0x0d, 0x4c, 0x4e, 0x52, 0x4f, 0x30,
  0x30, 0x30, 0x35, 0x00, 0x08, 0x5f, 0x55, 0x49, 0x44, 0x0a, 0x07, 0x08, 0x5f, 0x43, 0x52, 0x53, 0x11, 0x1a,
  0x0a, 0x17, 0x86, 0x09, 0x00, 0x01, 0x00, 0x0e, 0xb0, 0xfe, 0x00, 0x02, 0x00, 0x00, 0x89, 0x06, 0x00, 0x01,
  0x01, 0x17, 0x00, 0x00, 0x00, 0x79, 0x00, 0x00, 0x00, 0x00,
];

function testSoftOff(): void {
  let code!: FixedArray<u8, 16>;
  for (let i: u64 = 0; i < 16; i++) code[i] = softOff[i];
  expect(findSoftOffType(code.slice()) === 5, "the first element of _S5");
  code[2] = 0x10;
  expect(findSoftOffType(code.slice()) === -1, "not a mention of the name");
  code[2] = 0x08;
  expect(findSoftOffType(code.slice().subslice(0, 9)) === -1, "cut off");
  code[11] = 9;
  expect(findSoftOffType(code.slice()) === -1, "more than three bits");
}

function testVirtioDevice(): void {
  let code!: FixedArray<u8, 64>;
  for (let i: u64 = 0; i < 64; i++) code[i] = virtioDevice[i];
  const window: Embed<MmioWindow> = new MmioWindow();
  const [found, end] = nextVirtioDevice(code.slice(), 0, window);
  expect(found && window.base === 0xfeb00e00 && window.length === 512, "registers");
  expect(window.interruptLine === 23, "interrupt");
  const [again] = nextVirtioDevice(code.slice(), end, window);
  expect(!again, "no second device");
  for (let length: u64 = 0; length < 58; length++) {
    const [cut] = nextVirtioDevice(code.slice().subslice(0, length), 0, window);
    expect(!cut, "a device that is cut off");
  }
  code[46] = 0; // length of the registers: 0
  code[47] = 0;
  const [empty] = nextVirtioDevice(code.slice(), 0, window);
  expect(!empty, "a window that is too short");
  code[47] = 2;
  code[39] = 0xff; // length of the memory descriptor
  const [long] = nextVirtioDevice(code.slice(), 0, window);
  expect(!long, "a descriptor longer than the template");
}

export function main(): i32 {
  testRoot();
  testFields();
  testMadt();
  testMcfg();
  testSoftOff();
  testVirtioDevice();
  return failures();
}
