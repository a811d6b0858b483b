/**
 * Physical memory as the kernel sees it: all of it, at a fixed distance (the direct map).
 *
 * In host tests "physical memory" is an arena of the test's, and address 0 is its first byte.
 */
import { DIRECT_MAP_END, directMap, imageSlide, KERNEL_BASE } from "../arch/x64/addresses.ts";
import { panic } from "../lib/panic.ts";

let hostArena: u64 = 0;

/** Host tests only: where the arena is that stands for physical memory. */
export function setHostArena(base: u64): void {
  hostArena = base;
}

/** The kernel's address of a physical one. */
export function physToVirt(phys: u64): u64 {
  if (TARGET.host) return hostArena + phys;
  return directMap + phys;
}

/** The physical address behind the direct map or the kernel image. Panics for the kernel virtual area, which has no fixed distance. */
export function virtToPhys(virt: u64): u64 {
  if (TARGET.host) return virt - hostArena;
  if (virt >= KERNEL_BASE) return virt - KERNEL_BASE - imageSlide();
  if (virt < directMap || virt >= DIRECT_MAP_END) panic(`mm: ${hex(virt)} is not in the direct map`);
  return virt - directMap;
}
