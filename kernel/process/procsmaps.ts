/** /proc/self/smaps and smaps_rollup (proc_pid_smaps(5)). */
import { writeHex } from "../lib/format.ts";
import type { Writer } from "../lib/writer.ts";
import { space } from "../mm/addressspace.ts";
import { AreaUsage, measureArea } from "../mm/areausage.ts";
import { Prot } from "../mm/mapflags.ts";
import { writeArea } from "../mm/maps.ts";
import { type Vma, VmaFlag } from "../mm/vma.ts";
import { askedProcess } from "./process.ts";

const KB_PER_PAGE: u64 = 4;

function line(w: Writer, name: string, pages: u64): void {
  w.string(name);
  w.string(":");
  // The numbers end in column 24.
  const used = name.length + 1;
  w.unsigned(pages * KB_PER_PAGE, u32(24 - used));
  w.string(" kB\n");
}
function writeCounts(w: Writer, u: AreaUsage): void {
  const privatePages = u.resident - u.shared;
  const privateDirty = u.dirty - u.sharedDirty;
  line(w, "Rss", u.resident);
  // A shared page is counted as half this program's: nothing tells how many others show it.
  line(w, "Pss", privatePages + u.shared / 2);
  line(w, "Pss_Dirty", privateDirty + u.sharedDirty / 2);
  line(w, "Shared_Clean", u.shared - u.sharedDirty);
  line(w, "Shared_Dirty", u.sharedDirty);
  line(w, "Private_Clean", privatePages - privateDirty);
  line(w, "Private_Dirty", privateDirty);
  line(w, "Referenced", u.resident);
  line(w, "Anonymous", u.anonymous);
  line(w, "KSM", 0);
  line(w, "LazyFree", 0);
  line(w, "AnonHugePages", u.large);
  line(w, "ShmemPmdMapped", 0);
  line(w, "FilePmdMapped", 0);
  line(w, "Shared_Hugetlb", 0);
  line(w, "Private_Hugetlb", 0);
  line(w, "Swap", 0);
  line(w, "SwapPss", 0);
  line(w, "Locked", u.locked);
}
function flag(w: Writer, holds: boolean, name: string): void {
  if (!holds) return;
  w.string(name);
  w.string(" ");
}
/** VmFlags in Linux's order (fs/proc/task_mmu.c). */
function writeFlags(w: Writer, vma: Vma): void {
  const { prot, flags } = vma;
  w.string("VmFlags: ");
  flag(w, (prot & Prot.read) !== 0, "rd");
  flag(w, (prot & Prot.write) !== 0, "wr");
  flag(w, (prot & Prot.execute) !== 0, "ex");
  flag(w, vma.isShared(), "sh");
  flag(w, true, "mr");
  flag(w, (flags & VmaFlag.neverWrite) === 0, "mw");
  flag(w, true, "me");
  flag(w, vma.isShared() && (flags & VmaFlag.neverWrite) === 0, "ms");
  flag(w, (flags & VmaFlag.growsDown) !== 0, "gd");
  flag(w, (flags & VmaFlag.locked) !== 0, "lo");
  flag(w, (flags & VmaFlag.sequential) !== 0, "sr");
  flag(w, (flags & VmaFlag.random) !== 0, "rr");
  flag(w, (flags & VmaFlag.dontFork) !== 0, "dc");
  flag(w, (flags & VmaFlag.wipeOnFork) !== 0, "wf");
  flag(w, (flags & VmaFlag.dontDump) !== 0, "dd");
  flag(w, (flags & VmaFlag.large) !== 0, "hg");
  flag(w, (flags & VmaFlag.noLarge) !== 0, "nh");
  w.string("\n");
}

export function writeSmaps(w: Writer): void {
  const m = space.mappings;
  const { memory } = askedProcess();
  for (let vma = m.vmas.first(); vma !== null; vma = m.vmas.next(vma)) {
    if (vma.owner !== memory) continue;
    const usage: Embed<AreaUsage> = new AreaUsage();
    measureArea(m, vma, usage);
    writeArea(vma, w);
    line(w, "Size", (vma.end - vma.start) / 4096);
    line(w, "KernelPageSize", 1);
    line(w, "MMUPageSize", 1);
    writeCounts(w, usage);
    const mayBeLarge = vma.source === null && (vma.flags & (VmaFlag.stack | VmaFlag.noLarge)) === 0;
    w.text(`THPeligible:           ${mayBeLarge ? 1 : 0}\n`);
    writeFlags(w, vma);
  }
}
/** The sums over all areas. */
export function writeSmapsRollup(w: Writer): void {
  const m = space.mappings;
  const { memory } = askedProcess();
  const usage: Embed<AreaUsage> = new AreaUsage();
  let first: u64 = 0;
  let last: u64 = 0;
  for (let vma = m.vmas.first(); vma !== null; vma = m.vmas.next(vma)) {
    if (vma.owner !== memory) continue;
    measureArea(m, vma, usage);
    if (first === 0) first = vma.start;
    last = vma.end;
  }
  writeHex(w, first, 8);
  w.string("-");
  writeHex(w, last, 8);
  w.string(" ---p 00000000 00:00 0                                  [rollup]\n");
  writeCounts(w, usage);
}
