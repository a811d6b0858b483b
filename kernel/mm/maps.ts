/** Memory maps as text, in the format of /proc/self/maps (proc_pid_maps(5)). */
import { writeHex } from "../lib/format.ts";
import type { Writer } from "../lib/writer.ts";
import { Prot } from "./mapflags.ts";
import type { Mappings } from "./mappings.ts";
import { programLayout } from "./programlayout.ts";
import type { Vma } from "./vma.ts";

/** Column at which names stand. */
const NAME_COLUMN: u64 = 73;

/** One line an area; `brkStart` to `brkEnd` is named [heap]. */
export function writeMaps(m: Mappings, w: Writer, brkStart: u64, brkEnd: u64): void {
  let vma = m.vmas.first();
  while (vma !== null) {
    writeArea(vma, w, brkStart, brkEnd);
    vma = m.vmas.next(vma);
  }
}

/** One area, as a line. */
export function writeArea(vma: Vma, w: Writer, brkStart: u64, brkEnd: u64): void {
  const source = vma.source;
  let column: u64 = 0;
  column += writeHex(w, vma.start, 8);
  w.string("-");
  column += writeHex(w, vma.end, 8);
  w.string((vma.prot & Prot.read) !== 0 ? " r" : " -");
  w.string((vma.prot & Prot.write) !== 0 ? "w" : "-");
  w.string((vma.prot & Prot.execute) !== 0 ? "x" : "-");
  w.string(vma.isShared() ? "s " : "p ");
  column += writeHex(w, vma.offset, 8);
  w.string(source === null ? " 00:00 " : " 00:01 ");
  const inode: u64 = source === null ? 0 : source.mappedInode();
  w.unsigned(inode, 0);
  column += 14 + decimalDigits(inode);
  const isHeap = vma.start < brkEnd && vma.end > brkStart;
  const name = source === null ? specialName(vma, isHeap) : "";
  if (source !== null || name.length > 0) {
    for (; column < NAME_COLUMN; column++) w.string(" ");
    if (source !== null) source.writeMappedName(w);
    else w.string(name);
  }
  w.string("\n");
}

function specialName(vma: Vma, isHeap: boolean): string {
  if (isHeap) return "[heap]";
  if (vma.end === programLayout.stackTop) return "[stack]";
  return vma.start === programLayout.vdso ? "[vdso]" : "";
}

function decimalDigits(value: u64): u64 {
  let digits: u64 = 1;
  for (let rest = value / 10; rest !== 0; rest /= 10) digits++;
  return digits;
}
