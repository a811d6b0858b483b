/** sysfs: what run-time systems ask /sys of processors, memory and the clock (sysfs(5), Linux Documentation/ABI/stable). */
import { clockName, writeClockNames } from "../../time/clock.ts";
import type { Inode } from "../../vfs/inode.ts";
import { GeneratedTree } from "../generated.ts";
import { addProcessors } from "./processors.ts";

const sys = new GeneratedTree();

/** /sys/devices/system/node: all memory is one node's. */
function addNodes(): void {
  sys.addFile("devices/system/node/online", 0o444, (w) => w.string("0\n"));
  sys.addFile("devices/system/node/possible", 0o444, (w) => w.string("0\n"));
  sys.addFile("devices/system/node/has_cpu", 0o444, (w) => w.string("0\n"));
  sys.addFile("devices/system/node/has_memory", 0o444, (w) => w.string("0\n"));
}
/** /sys/kernel/mm/transparent_hugepage: programs are given 2 MiB pages where there is room (ADR 10). */
function addHugePages(): void {
  sys.addFile("kernel/mm/transparent_hugepage/enabled", 0o444, (w) => w.string("[always] madvise never\n"));
  sys.addFile("kernel/mm/transparent_hugepage/hpage_pmd_size", 0o444, (w) => w.string("2097152\n"));
}
/** /sys/devices/system/clocksource: what time is read from. */
function addClock(): void {
  sys.addFile("devices/system/clocksource/clocksource0/current_clocksource", 0o444, (w) =>
    w.text(`${clockName()}\n`),
  );
  sys.addFile("devices/system/clocksource/clocksource0/available_clocksource", 0o444, (w) => {
    writeClockNames(w);
    w.string("\n");
  });
}
function addFiles(): void {
  addProcessors(sys);
  addNodes();
  addHugePages();
  addClock();
  sys.seal();
}
/** A new /sys, filled at its first use. */
export function newSysFs(): Inode {
  const root = sys.begin(0x62656572);
  sys.fillAtFirstUse(addFiles);
  return root;
}
