/**
 * Draws the kernel's addresses and moves the image to its own: the first compiled code to run, at its physical address,
 * on tables that show the low 4 GiB as they are.
 *
 * The compiler makes every reference relative to the instruction, so this code works wherever it lies, as long as it
 * uses nothing that holds an address: no table of strings or functions, no virtual call. Words that do are listed in
 * .relr.dyn (System V gABI, "Relative Relocation Table"): an even entry is the address of one, an odd entry a bitmap of
 * the 63 words that follow.
 *
 * Physical memory holds the image at 1 MiB in any case; only the addresses that show it move.
 */
import {
  DIRECT_MAP_START,
  KERNEL_AREA_FIRST,
  KERNEL_AREA_SIZE,
  KERNEL_BASE,
  setKernelAddresses,
} from "./addresses.ts";
import { cpuid, rdtsc } from "./cpu.ts";
import { randomWord } from "./entropy.ts";
import { hasWord, startInfoAt, stringAtPhysical } from "./startinfo.ts";

const PAGE: u64 = 4096;
const GIGABYTE: u64 = 1 << 30;
/** Nothing of the image lies in the last MiB, so that no address wraps. */
const IMAGE_ROOM: u64 = 0x7ff0_0000;
/** In units of 1 GiB: a page of the third level, which the boot tables share. */
const DIRECT_MAP_BITS: u64 = 15;
/** Entries of the top level, 512 GiB each, and pages in the lower half of one: the area never crosses into the next. */
const AREA_SLOT_BITS: u64 = 6;
const AREA_PAGE_BITS: u64 = 26;

const PRESENT_WRITABLE: u64 = 3;

let usedTables: u64 = 0;

function bits(word: u64, count: u64): u64 {
  return word & ((u64(1) << count) - 1);
}

/** A random word; without such instructions only a scrambled time-stamp counter (splitmix64's last step). */
function draw(): u64 {
  const [leaves] = cpuid(0, 0);
  const [, , ecx1] = cpuid(1, 0);
  let seed = false;
  if (leaves >= 7) {
    const [, ebx7] = cpuid(7, 0);
    seed = (ebx7 & (1 << 18)) !== 0;
  }
  const [hardware] = randomWord(seed, (ecx1 & (1 << 30)) !== 0);
  let word = hardware ^ rdtsc();
  word = (word ^ (word >> 30)) * 0xbf58476d1ce4e5b9;
  word = (word ^ (word >> 27)) * 0x94d049bb133111eb;
  return word ^ (word >> 31);
}

/** The canary of the kernel's frames; its lowest byte, zero, ends a string that runs over. */
export function drawCanary(): u64 {
  return draw() & ~0xff;
}

/**
 * Called by the boot code; `startInfo` is physical. Returns the distance from the image's physical addresses to those
 * that it runs at from now on.
 */
export function placeKernel(startInfo: u64): u64 {
  const size = linkerSymbol("__kernel_end"); // physical: the image's bytes and the MiB below it
  let slide: u64 = 0;
  let map = DIRECT_MAP_START;
  let area = KERNEL_AREA_FIRST;
  if (randomises(startInfo)) {
    slide = (draw() % ((IMAGE_ROOM - size) / PAGE)) * PAGE;
    map += bits(draw(), DIRECT_MAP_BITS) * GIGABYTE;
    area += bits(draw(), AREA_SLOT_BITS) * 2 * KERNEL_AREA_SIZE + bits(draw(), AREA_PAGE_BITS) * PAGE;
  }
  relocate(slide);
  setKernelAddresses(map, area);
  const tables = linkerSymbol("boot_pd");
  for (let i: u64 = 0; i < 4; i++) {
    levelBelow(linkerSymbol("boot_pml4"), map + i * GIGABYTE, 3)[tableIndex(map + i * GIGABYTE, 2)] =
      (tables + i * PAGE) | PRESENT_WRITABLE;
  }
  const distance = KERNEL_BASE + slide;
  for (let at = linkerSymbol("__kernel_start"); at < size; at += PAGE) mapPage(distance + at, at);
  return distance;
}

function randomises(startInfo: u64): boolean {
  const start = startInfoAt(0, startInfo);
  return start === null || !hasWord(stringAtPhysical(0, start.commandLine), "norandom");
}

function relocate(slide: u64): void {
  if (slide === 0) return;
  const end = linkerSymbol("__relr_end");
  let next: u64 = 0;
  for (let at = linkerSymbol("__relr_start"); at < end; at += 8) {
    const entry = ptr<u64>(at)[0];
    if ((entry & 1) === 0) {
      next = entry - KERNEL_BASE;
      ptr<u64>(next)[0] += slide;
      next += 8;
      continue;
    }
    for (let bitmap = entry >> 1, word = next; bitmap !== 0; bitmap >>= 1, word += 8) {
      if ((bitmap & 1) !== 0) ptr<u64>(word)[0] += slide;
    }
    next += 63 * 8;
  }
}

function tableIndex(address: u64, level: u64): u64 {
  return (address >> (12 + 9 * level)) & 511;
}

/** The table that the entry for `address` in the table at `table`, of this level, points to; made where there is none. */
function levelBelow(table: u64, address: u64, level: u64): Ptr<u64> {
  const slot = ptr<u64>(table).add(tableIndex(address, level));
  if (slot[0] === 0) {
    const made = linkerSymbol("boot_further_tables") + usedTables * PAGE;
    if (made >= linkerSymbol("boot_further_tables_end")) trap();
    usedTables++;
    slot[0] = made | PRESENT_WRITABLE;
  }
  return ptr<u64>(slot[0] & ~(PAGE - 1));
}

function mapPage(address: u64, physical: u64): void {
  let table = levelBelow(linkerSymbol("boot_pml4"), address, 3);
  table = levelBelow(table.addr, address, 2);
  table = levelBelow(table.addr, address, 1);
  table[tableIndex(address, 0)] = physical | PRESENT_WRITABLE;
}
