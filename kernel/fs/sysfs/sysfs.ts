/** sysfs: what run-time systems ask /sys of processors, memory and the clock (sysfs(5), Linux Documentation/ABI/stable). */
import { onlineCount } from "../../arch/x64/smp/cpus.ts";
import type { Writer } from "../../lib/writer.ts";
import { clockName, writeClockNames } from "../../time/clock.ts";
import type { Inode } from "../../vfs/inode.ts";
import { GeneratedTree } from "../generated.ts";

const sys = new GeneratedTree();

function writeProcessors(w: Writer): void {
  const online = onlineCount();
  if (online === 1) w.string("0\n");
  else w.text(`0-${online - 1}\n`);
}
/** /sys/devices/system/cpu: each processor is a core of its own. */
function addProcessors(): void {
  sys.addFile("devices/system/cpu/online", 0o444, writeProcessors);
  sys.addFile("devices/system/cpu/possible", 0o444, writeProcessors);
  sys.addFile("devices/system/cpu/present", 0o444, writeProcessors);
  sys.addFile("devices/system/cpu/offline", 0o444, (w) => w.string("\n"));
  sys.addFile("devices/system/cpu/isolated", 0o444, (w) => w.string("\n"));
  sys.addFile("devices/system/cpu/kernel_max", 0o444, (w) => w.string("63\n"));
  sys.addFile("devices/system/cpu/cpu0/topology/core_id", 0o444, (w) => w.string("0\n"));
  sys.addFile("devices/system/cpu/cpu0/topology/physical_package_id", 0o444, (w) => w.string("0\n"));
  sys.addFile("devices/system/cpu/cpu0/topology/thread_siblings", 0o444, (w) => w.string("1\n"));
  sys.addFile("devices/system/cpu/cpu0/topology/thread_siblings_list", 0o444, (w) => w.string("0\n"));
  sys.addFile("devices/system/cpu/cpu0/topology/core_siblings", 0o444, (w) => w.string("1\n"));
  sys.addFile("devices/system/cpu/cpu0/topology/core_siblings_list", 0o444, (w) => w.string("0\n"));
}
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
  addProcessors();
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
