/** What /proc says of the program's memory: its size, what of it is in memory, and the auxiliary vector. */
import type { Writer } from "../lib/writer.ts";
import { space } from "../mm/addressspace.ts";
import { AreaUsage, measureArea } from "../mm/areausage.ts";
import { mappedBytes } from "../mm/limits.ts";
import { Prot } from "../mm/mapflags.ts";
import { memoryIsShared } from "../mm/programmemory.ts";
import { areaResidentPages } from "../mm/report.ts";
import { userReadable } from "../mm/user.ts";
import { type Vma, VmaFlag } from "../mm/vma.ts";
import { askedProcess } from "./process.ts";

const PAGE: u64 = 4096;

/** Pages of the calling program's mappings. */
export function mappedPages(): u64 {
  return mappedBytes(space.mappings, askedProcess().memory) / PAGE;
}
/** Pages of the mappings that are in memory. */
export function residentPages(): u64 {
  const m = space.mappings;
  if (!memoryIsShared()) return m.residentPages;
  const memory = askedProcess().memory;
  let pages: u64 = 0;
  for (let vma = m.vmas.first(); vma !== null; vma = m.vmas.next(vma))
    if (vma.owner === memory) pages += areaResidentPages(m, vma);
  return pages;
}

/** Pages of the calling program's areas that the test holds for. */
function pagesWhere(test: FnPtr<(vma: Vma) => boolean>): u64 {
  const { vmas } = space.mappings;
  const { memory } = askedProcess();
  let pages: u64 = 0;
  for (let vma = vmas.first(); vma !== null; vma = vmas.next(vma))
    if (vma.owner === memory && test(vma)) pages += (vma.end - vma.start) / PAGE;
  return pages;
}
/** Pages of private areas that may be written, and of stacks. */
export function dataPages(): u64 {
  return pagesWhere((vma) => (vma.prot & Prot.write) !== 0 && !vma.isShared());
}
/** Pages of code. */
export function textPages(): u64 {
  return pagesWhere((vma) => (vma.prot & Prot.execute) !== 0 && (vma.prot & Prot.write) === 0);
}
export function lockedPages(): u64 {
  return pagesWhere((vma) => (vma.flags & VmaFlag.locked) !== 0);
}
/** Pages that are in memory and are files'. */
export function residentFilePages(): u64 {
  const m = space.mappings;
  const { memory } = askedProcess();
  const usage: Embed<AreaUsage> = new AreaUsage();
  for (let vma = m.vmas.first(); vma !== null; vma = m.vmas.next(vma))
    if (vma.owner === memory) measureArea(m, vma, usage);
  return usage.resident - usage.anonymous;
}

/** proc_pid_statm(5): total, resident, files' of these, text, 0, data, 0. */
export function writeStatm(w: Writer): void {
  w.text(`${mappedPages()} ${residentPages()} ${residentFilePages()} ${textPages()} 0 ${dataPages()} 0\n`);
}

/** The first word of the stack from `at` on that is behind a null word; 0 when the program has taken that memory away. */
function behindNull(at: u64): u64 {
  let address = at;
  while (userReadable(address, 8)) {
    if (loadUnaligned<u64>(address) === 0) return address + 8;
    address += 8;
  }
  return 0;
}
/**
 * proc_pid_auxv(5), read where the program got it: on the initial stack, behind the argument count, the arguments and
 * the environment (psABI x86-64, section 3.4.1).
 */
export function writeAuxiliaryVector(w: Writer): void {
  const environment = behindNull(askedProcess().initialStack + 8);
  let address = environment === 0 ? u64(0) : behindNull(environment);
  while (address !== 0 && userReadable(address, 16)) {
    w.string(stringAt(ptr<u8>(address), 16));
    if (loadUnaligned<u64>(address) === 0) return;
    address += 16;
  }
}
