/**
 * Makes tiny PVH kernels: an ELF file with one segment and the note that says where to enter it in 32-bit
 * protected mode without paging (Xen's "x86/HVM direct boot ABI"). For the accelerator probe and for tests.
 */

const loadAddress = 0x100000;
/** File offset of the code: headers and note come before it, the segment is page-aligned. */
const codeOffset = 0x1000;

/** An ELF64 file that enters `code` (32-bit) at 1 MiB. `code` is linked for {@link pvhLoadAddress}. */
export function pvhKernel(code: Uint8Array): Buffer {
  const file = Buffer.alloc(codeOffset + code.length);
  // ELF header (System V ABI, "ELF Header"): 64-bit, little-endian, ET_EXEC, EM_X86_64
  file.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0], 0);
  file.writeUInt16LE(2, 16);
  file.writeUInt16LE(62, 18);
  file.writeUInt32LE(1, 20);
  file.writeBigUInt64LE(BigInt(loadAddress), 24);
  file.writeBigUInt64LE(64n, 32);
  file.writeUInt16LE(64, 52);
  file.writeUInt16LE(56, 54);
  file.writeUInt16LE(2, 56);
  file.writeUInt16LE(64, 58);
  // PT_LOAD, readable, writable, executable
  programHeader(file, 64, 1, 7, codeOffset, loadAddress, code.length, 0x1000);
  // PT_NOTE: name "Xen", type 18 (XEN_ELFNOTE_PHYS32_ENTRY), one 32-bit address
  const note = 64 + 2 * 56;
  programHeader(file, 64 + 56, 4, 4, note, 0, 20, 4);
  file.writeUInt32LE(4, note);
  file.writeUInt32LE(4, note + 4);
  file.writeUInt32LE(18, note + 8);
  file.write("Xen\0", note + 12, "latin1");
  file.writeUInt32LE(loadAddress, note + 16);
  file.set(code, codeOffset);
  return file;
}

function programHeader(
  file: Buffer,
  at: number,
  type: number,
  flags: number,
  offset: number,
  address: number,
  size: number,
  align: number,
): void {
  file.writeUInt32LE(type, at);
  file.writeUInt32LE(flags, at + 4);
  file.writeBigUInt64LE(BigInt(offset), at + 8);
  file.writeBigUInt64LE(BigInt(address), at + 16);
  file.writeBigUInt64LE(BigInt(address), at + 24);
  file.writeBigUInt64LE(BigInt(size), at + 32);
  file.writeBigUInt64LE(BigInt(size), at + 40);
  file.writeBigUInt64LE(BigInt(align), at + 48);
}

/** Code that writes one byte to an I/O port: mov $port,%dx; mov $byte,%al; out %al,(%dx). */
export function outByte(port: number, byte: number): number[] {
  return [0x66, 0xba, port & 0xff, port >> 8, 0xb0, byte, 0xee];
}

/** Code that waits until the serial port has sent everything (16550 line status register, TEMT), then goes on. */
export const flushSerial: readonly number[] = [0x66, 0xba, 0xfd, 0x03, 0xec, 0xa8, 0x40, 0x74, 0xfb];

/** Code that stops for good: cli; hlt; jmp to the hlt. */
export const halt: readonly number[] = [0xfa, 0xf4, 0xeb, 0xfd];

/**
 * Code that enters 64-bit mode and then writes `value` to the debug-exit port, so that QEMU's status is
 * `value << 1 | 1`. Whoever runs it has paging and long mode, not only a processor that fetches.
 */
export function longModeExit(value: number): Uint8Array {
  const pml4 = loadAddress + 0x1000;
  const pdpt = loadAddress + 0x2000;
  const pd = loadAddress + 0x3000;
  const gdt = loadAddress + 0x80;
  const gdtPointer = loadAddress + 0x98;
  const entry64 = loadAddress + 0x40;
  const code = Buffer.alloc(0x4000);
  const le32 = (n: number) => [n & 0xff, (n >>> 8) & 0xff, (n >>> 16) & 0xff, n >>> 24];
  code.set([
    ...[0xb8, ...le32(pml4), 0x0f, 0x22, 0xd8], // mov $pml4,%eax; mov %eax,%cr3
    ...[0x0f, 0x20, 0xe0, 0x83, 0xc8, 0x20, 0x0f, 0x22, 0xe0], // %cr4 |= PAE
    ...[0xb9, ...le32(0xc0000080), 0x0f, 0x32, 0x80, 0xcc, 0x01, 0x0f, 0x30], // EFER |= LME
    ...[0x0f, 0x20, 0xc0, 0x0d, ...le32(0x80000001), 0x0f, 0x22, 0xc0], // %cr0 |= PG | PE
    ...[0x0f, 0x01, 0x15, ...le32(gdtPointer)], // lgdt
    ...[0xea, ...le32(entry64), 0x08, 0x00], // ljmp $8,$entry64
  ]);
  code.set([...outByte(0xf4, value), ...halt], entry64 - loadAddress);
  code.writeBigUInt64LE(0x00209a0000000000n, gdt + 8 - loadAddress); // 64-bit code segment
  code.writeUInt16LE(15, gdtPointer - loadAddress);
  code.writeUInt32LE(gdt, gdtPointer + 2 - loadAddress);
  code.writeBigUInt64LE(BigInt(pdpt) | 3n, pml4 - loadAddress);
  code.writeBigUInt64LE(BigInt(pd) | 3n, pdpt - loadAddress);
  code.writeBigUInt64LE(0x83n, pd - loadAddress); // the first 2 MiB, one page
  return code;
}
