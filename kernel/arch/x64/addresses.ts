/**
 * Where the kernel lies in this boot: its image, the direct map of physical memory, the kernel virtual area.
 *
 * relocate.ts draws them before the first line of ordinary code; they never change afterwards. The values here are those
 * of a boot that does not randomise.
 */

/** The top 2 GiB: the image is linked at 1 MiB from there, which is where it lies in physical memory. */
export const KERNEL_BASE: u64 = 0xffff_ffff_8000_0000;
const LINKED_START: u64 = 0xffff_ffff_8010_0000;

/** The direct map begins in [DIRECT_MAP_START, +32 TiB) and ends below DIRECT_MAP_END. */
export const DIRECT_MAP_START: u64 = 0xffff_8000_0000_0000;
export const DIRECT_MAP_END: u64 = 0xffff_c000_0000_0000;
/** The kernel virtual area begins in [KERNEL_AREA_FIRST, +32 TiB). */
export const KERNEL_AREA_FIRST: u64 = 0xffff_c000_0000_0000;
export const KERNEL_AREA_SIZE: u64 = 0x40_0000_0000;

export let directMap: u64 = DIRECT_MAP_START;
export let kernelArea: u64 = KERNEL_AREA_FIRST;

export function setKernelAddresses(map: u64, area: u64): void {
  directMap = map;
  kernelArea = area;
}

/** How far the image has moved from where it is linked. */
export function imageSlide(): u64 {
  return linkerSymbol("__kernel_start") - LINKED_START;
}

/** An address in the kernel's code or data as the linked file counts; others stay as they are. */
export function linkedAddress(address: u64): u64 {
  return address >= KERNEL_BASE ? address - imageSlide() : address;
}
