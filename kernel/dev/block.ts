/**
 * Block devices: what a disk driver offers to filesystems, and the list of those found.
 *
 * Protocol: a buffer is an address of the direct map, physically contiguous; a sector is 512 bytes whatever the
 * device's own block size, and `bytes` is a multiple of 512. Calls block the calling thread (before interrupts are
 * on they poll); several threads may call at the same time. Errors are negative errno: -EIO (logged with the sector),
 * -EINVAL (beyond the end, not whole sectors), -EROFS.
 *
 * Names are given in order of discovery: vda, vdb, ... vdh.
 */

export const SECTOR_SIZE: u32 = 512;
const SECTOR_SHIFT: u64 = 9;

export abstract class BlockDevice {
  /** The next device in order of discovery. */
  nextDevice: BlockDevice | null = null;

  abstract name(): string;
  abstract sizeInSectors(): u64;
  /** Bytes that the device reads and writes at a time; `SECTOR_SIZE` or more. Smaller transfers are valid but slow. */
  abstract blockSize(): u32;
  abstract isReadOnly(): boolean;
  /** Reads `bytes` bytes from `sector` to `buffer`: 0 or negative errno. */
  abstract read(sector: u64, buffer: u64, bytes: u32): i32;
  abstract write(sector: u64, buffer: u64, bytes: u32): i32;
  /** Brings all completed writes to stable storage. */
  abstract flush(): i32;
}

/** True when `[sector, sector + bytes)` lies within a device of `size` sectors, in whole sectors. */
export function isWithinDevice(size: u64, sector: u64, bytes: u32): boolean {
  const count = u64(bytes) >> SECTOR_SHIFT;
  return (bytes & (SECTOR_SIZE - 1)) === 0 && sector <= size && count <= size - sector;
}

let first: BlockDevice | null = null;
let last: BlockDevice | null = null;

const virtioNames: readonly string[] = ["vda", "vdb", "vdc", "vdd", "vde", "vdf", "vdg", "vdh"];
let virtioCount: usize = 0;

/** The next name for a virtio disk; null when all are given away. */
export function nextVirtioDiskName(): string | null {
  if (virtioCount >= virtioNames.length) return null;
  const name = virtioNames[virtioCount];
  virtioCount++;
  return name;
}

export function registerBlockDevice(device: BlockDevice): void {
  const tail = last;
  if (tail === null) first = device;
  else tail.nextDevice = device;
  last = device;
}

/** First of the devices; follow `nextDevice`. */
export function firstBlockDevice(): BlockDevice | null {
  return first;
}

/** The device of that name ("vda"), without "/dev/". */
export function findBlockDevice(name: string): BlockDevice | null {
  for (let d = first; d !== null; d = d.nextDevice) if (d.name() === name) return d;
  return null;
}
