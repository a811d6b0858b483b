/** Memory maps as text, in the format of /proc/self/maps (proc_pid_maps(5)). */
import { writeHex } from "../lib/format.ts";
import type { Writer } from "../lib/writer.ts";
import { Prot } from "./mapflags.ts";
import type { Mappings } from "./mappings.ts";
import { programLayout } from "./programlayout.ts";
import type { ProgramMemory } from "./programmemory.ts";
import type { Vma } from "./vma.ts";

/** Column at which names stand. */
const NAME_COLUMN: u64 = 73;

/** One line an area of the program's, or of all programs when it is null. */
export function writeMaps(m: Mappings, w: Writer, memory: ProgramMemory | null): void {
  let vma = m.vmas.first();
  while (vma !== null) {
    if (memory === null || vma.owner === null || vma.owner === memory) writeArea(vma, w);
    vma = m.vmas.next(vma);
  }
}

/** One area, as a line. */
export function writeArea(vma: Vma, w: Writer): void {
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
  const name = source === null ? specialName(vma) : "";
  if (source !== null || name.length > 0) {
    for (; column < NAME_COLUMN; column++) w.string(" ");
    if (source !== null) source.writeMappedName(w);
    else w.string(name);
  }
  w.string("\n");
}

function specialName(vma: Vma): string {
  const { owner } = vma;
  if (owner === null) return vma.start === programLayout.vdso ? "[vdso]" : "";
  if (vma.start < owner.brkEnd && vma.end > owner.brkStart) return "[heap]";
  return vma.end === owner.stackTop ? "[stack]" : "";
}

function decimalDigits(value: u64): u64 {
  let digits: u64 = 1;
  for (let rest = value / 10; rest !== 0; rest /= 10) digits++;
  return digits;
}
