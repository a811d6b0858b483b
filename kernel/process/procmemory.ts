/** What /proc says of the program's memory: its size, what of it is in memory, and the auxiliary vector. */
import type { Writer } from "../lib/writer.ts";
import { space } from "../mm/addressspace.ts";
import { userReadable } from "../mm/user.ts";
import { currentProcess } from "./process.ts";

const PAGE: u64 = 4096;

/** Pages of all mappings. */
export function mappedPages(): u64 {
  let pages: u64 = 0;
  const { vmas } = space.mappings;
  for (let vma = vmas.first(); vma !== null; vma = vmas.next(vma)) pages += (vma.end - vma.start) / PAGE;
  return pages;
}
/** Pages of the mappings that are in memory. */
export function residentPages(): u64 {
  return space.mappings.residentPages;
}

/** proc_pid_statm(5): total, resident, shared, text, lib, data, dirty; the parts that are not told apart are 0. */
export function writeStatm(w: Writer): void {
  w.text(`${mappedPages()} ${residentPages()} 0 0 0 0 0\n`);
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
  const environment = behindNull(currentProcess().initialStack + 8);
  let address = environment === 0 ? u64(0) : behindNull(environment);
  while (address !== 0 && userReadable(address, 16)) {
    w.string(stringAt(ptr<u8>(address), 16));
    if (loadUnaligned<u64>(address) === 0) return;
    address += 16;
  }
}
